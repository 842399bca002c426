/** The only place that spells NATS subjects, streams and durable names. Tokens hold `[A-Za-z0-9_-]` only. */

const TOKEN = /^[A-Za-z0-9_-]+$/
const token = (value: string, what: string): string => {
  if (!TOKEN.test(value)) throw new TypeError(`not a subject token (${what}): ${JSON.stringify(value)}`)
  return value
}

/** Request subject of a command. */
export const commandSubject = (campus: string, context: string, command: string): string =>
  `cmd.${token(campus, 'campus')}.${token(context, 'context')}.${token(command, 'command')}`
/** What the service of a context subscribes to: every command of every campus. */
export const commandPattern = (context: string): string => `cmd.*.${token(context, 'context')}.*`

/** Request subject of a query; `name` may have several tokens: `views.contracts`, `why.contract`, `events`. */
export const querySubject = (campus: string, name: string): string =>
  `qry.${token(campus, 'campus')}.${name
    .split('.')
    .map((part) => token(part, 'query'))
    .join('.')}`
export const queryPatterns = {
  views: 'qry.*.views.*',
  why: 'qry.*.why.*',
  events: 'qry.*.events',
  sandbox: 'qry.*.sandbox',
  rulesOps: 'qry.*.ops.rules.*',
  projectorOps: 'qry.*.ops.projector.*',
} as const

/** Asks the service of a context to make decisions anew under a draft policy; nothing is written. */
export const redecideSubject = (campus: string, context: string): string =>
  `sandbox.${token(campus, 'campus')}.${token(context, 'context')}`
export const redecidePattern = (context: string): string => `sandbox.*.${token(context, 'context')}`

/** Asks staffing to carry out rows of a roster file, each as its commands. */
export const rosterSubject = (campus: string): string => `roster.${token(campus, 'campus')}.import`
export const ROSTER_PATTERN = 'roster.*.import'

export const ledgerOperations = ['append', 'read', 'keys', 'erase'] as const
export type LedgerOperation = (typeof ledgerOperations)[number]
export const ledgerSubject = (campus: string, operation: LedgerOperation): string => `ledger.${token(campus, 'campus')}.${operation}`
export const ledgerPattern = (operation: LedgerOperation): string => `ledger.*.${operation}`
export const LEDGER_QUEUE = 'ledger'

/** Said by the ledger when the key of a person was destroyed: who holds it forgets it. Core NATS, not stored. */
export const keyErasedSubject = (campus: string): string => `keys.${token(campus, 'campus')}.erased`
export const KEY_ERASED_PATTERN = 'keys.*.erased'

/** Subject of a relayed event. */
export const eventSubject = (campus: string, context: string, aggregate: string, event: string): string =>
  `evt.${token(campus, 'campus')}.${token(context, 'context')}.${token(aggregate, 'aggregate')}.${token(event, 'event')}`
export const EVENTS_STREAM = 'EVENTS'
export const EVENTS_FILTER = 'evt.>'
/** Events one campus may see (analytics accounts, permissions). */
export const campusEvents = (campus: string): string => `evt.${token(campus, 'campus')}.>`

/** Changes of read models for people who look at them now; core NATS, not stored. */
export const liveSubject = (campus: string): string => `live.${token(campus, 'campus')}`
export const LIVE_PATTERN = 'live.*'

/** Prefix of a user's reply inboxes: permissions keep every user out of the others'. */
export const inboxPrefixOf = (user: string): string => `_INBOX_${token(user, 'user')}`

/** Name of a consumer or queue group: `<service>__<processor>`. */
export const durableName = (service: string, processor: string): string =>
  `${token(service, 'service')}__${processor.replace(/[^A-Za-z0-9_-]/g, '_')}`

export interface EventSubject {
  readonly campus: string
  readonly context: string
  readonly aggregate: string
  readonly event: string
}
/** Parts of `evt.<campus>.<context>.<Aggregate>.<Event>`. */
export const parseEventSubject = (subject: string): EventSubject => {
  const [kind, campus, context, aggregate, event] = subject.split('.')
  if (kind !== 'evt' || !campus || !context || !aggregate || !event) throw new TypeError(`not an event subject: ${subject}`)
  return { campus, context, aggregate, event }
}
/** Campus of any subject of ours: its second token. */
export const campusOfSubject = (subject: string): string => subject.split('.', 2)[1] ?? ''
/** The low-cardinality form used in span names and metrics: `cmd.*.staffing.RegisterCounselor`. */
export const subjectTemplate = (subject: string): string => {
  const [kind, , ...rest] = subject.split('.')
  return [kind, '*', ...rest].join('.')
}

/** Headers of a relayed event, a published contract. */
export const eventHeader = {
  /** Event id; JetStream drops a second message with the same id. */
  id: 'Nats-Msg-Id',
  /** Position in the store. */
  position: 'Fudao-Position',
  /** Position of the event before it; absent for the first. */
  previous: 'Fudao-Previous',
  traceparent: 'traceparent',
} as const
