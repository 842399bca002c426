import { inboxPrefixOf } from '@fudao/messaging'

/**
 * Who may say and hear what on NATS (architecture A11): the one table. Nothing is allowed that is not listed.
 *
 * - Every user has an inbox prefix of its own, so that nobody reads the replies to another.
 * - Only the ledger publishes `evt.>`, so an event on JetStream is a fact the store holds.
 * - A service answers through `allow_responses`: it may publish once to the reply subject of a request it was sent, and nowhere else.
 *   The server remembers every reply subject it has delivered, and beyond 4,096 unused ones looks through all of them at each message:
 *   so one answer only (a used one is forgotten), and not for users that consume EVENTS in bulk, whose every event carries a reply
 *   subject. Those name whom they answer (`answers`) and may write to those inboxes.
 * - `consumes`: may read the EVENTS stream through consumers it makes. Such a user could have events delivered to any subject,
 *   which is why the analytics user gets reads by sequence instead.
 */
export interface NatsUser {
  readonly publish: readonly string[]
  readonly subscribe: readonly string[]
  /** Answers requests of anybody who may send them. */
  readonly responds?: boolean
  /** Answers requests of these users. */
  readonly answers?: readonly string[]
  /** Reads EVENTS through consumers. */
  readonly consumes?: boolean
}

const ledgerClient = ['ledger.*.append', 'ledger.*.read', 'ledger.*.keys']
/** Reads the stream's state and single messages; changes nothing. */
const readEvents = [
  '$JS.API.INFO',
  '$JS.API.STREAM.INFO.EVENTS',
  '$JS.API.STREAM.MSG.GET.EVENTS',
  '$JS.API.DIRECT.GET.EVENTS',
  '$JS.API.DIRECT.GET.EVENTS.>',
]
const consumeEvents = [
  '$JS.API.CONSUMER.CREATE.EVENTS',
  '$JS.API.CONSUMER.CREATE.EVENTS.>',
  '$JS.API.CONSUMER.DURABLE.CREATE.EVENTS.*',
  '$JS.API.CONSUMER.INFO.EVENTS.*',
  '$JS.API.CONSUMER.MSG.NEXT.EVENTS.*',
  '$JS.API.CONSUMER.DELETE.EVENTS.*',
  '$JS.ACK.EVENTS.>',
  '$JS.FC.EVENTS.>',
]

/** A service that decides commands of some contexts and writes them through the ledger. */
const decider = (...contexts: readonly string[]): NatsUser => ({
  publish: ledgerClient,
  subscribe: contexts.map((context) => `cmd.*.${context}.*`),
  responds: true,
})

export const natsUsers = {
  ledger: {
    // The relay owns the stream: it makes, alters and fills it.
    publish: [
      'evt.>',
      '$JS.API.STREAM.CREATE.EVENTS',
      '$JS.API.STREAM.UPDATE.EVENTS',
      '$JS.API.STREAM.PURGE.EVENTS',
      '$JS.API.STREAM.NAMES',
      ...readEvents,
    ],
    subscribe: ['ledger.*.append', 'ledger.*.read', 'ledger.*.keys'],
    responds: true,
  },
  registry: decider('registry', 'policy'),
  staffing: decider('staffing'),
  assessment: decider('assessment'),
  // A few events only, those that register a campus.
  clock: { ...decider('calendar'), consumes: true },
  rules: {
    publish: [...ledgerClient, 'cmd.*.staffing.*', 'cmd.*.assessment.*', 'cmd.*.tasks.*'],
    subscribe: ['cmd.*.tasks.*', 'qry.*.ops.rules.*'],
    answers: ['gateway', 'rules'],
    consumes: true,
  },
  projector: {
    publish: ['ledger.*.read', 'ledger.*.keys', 'live.*'],
    subscribe: ['qry.*.views.*', 'qry.*.why.*', 'qry.*.events', 'qry.*.ops.views.*'],
    answers: ['gateway'],
    consumes: true,
  },
  gateway: { publish: ['cmd.>', 'qry.>'], subscribe: ['live.*'] },
  // Facts as they happen and again from the start, by sequence; no request, no consumer, nothing that changes anything.
  analytics: { publish: readEvents, subscribe: ['evt.>'] },
} as const satisfies Record<string, NatsUser>

export type NatsUserName = keyof typeof natsUsers
export const natsUserNames = Object.keys(natsUsers) as readonly NatsUserName[]

/** Subjects of a user as the server gets them. */
export const permissionsOf = (
  name: NatsUserName,
): { readonly publish: readonly string[]; readonly subscribe: readonly string[]; readonly responds: boolean } => {
  const user: NatsUser = natsUsers[name]
  return {
    publish: [
      ...user.publish,
      ...(user.consumes ? [...readEvents, ...consumeEvents] : []),
      ...(user.answers ?? []).map((asker) => `${inboxPrefixOf(asker)}.>`),
    ],
    subscribe: [...user.subscribe, `${inboxPrefixOf(name)}.>`],
    responds: user.responds ?? false,
  }
}

/** The `authorization` part of the server's configuration. */
export const renderNatsAuthorization = (passwordOf: (user: NatsUserName) => string): string => {
  const users = natsUserNames.map((name) => {
    const { publish, subscribe, responds } = permissionsOf(name)
    return `    {
      user: ${JSON.stringify(name)}, password: ${JSON.stringify(passwordOf(name))}
      permissions: {
        publish: { allow: ${JSON.stringify(publish)} }
        subscribe: { allow: ${JSON.stringify(subscribe)} }${responds ? '\n        allow_responses: { max: 1, expires: "2m" }' : ''}
      }
    }`
  })
  return `authorization {\n  users = [\n${users.join('\n')}\n  ]\n}`
}
