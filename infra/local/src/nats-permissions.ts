import { inboxPrefixOf } from '@fudao/messaging'

/**
 * Who may say and hear what on NATS (architecture A11): the one table. Nothing is allowed that is not listed.
 *
 * - Every user has an inbox prefix of its own, so that nobody reads the replies to another.
 * - Only the ledger publishes `evt.>`, so an event on JetStream is a fact the store holds.
 * - A service that answers may write to the inboxes of those who may ask it, and to no others. An inbox is a random name that only its
 *   owner and whoever it asked knows, so a forged answer would have to guess it. `allow_responses` would be narrower, but nats-server 2.9
 *   keeps each reply subject it delivered until it expires, and from 4,096 on searches all of them at every message: a system with it
 *   falls from thousands of requests a second to a hundred.
 * - `consumes`: may read the EVENTS stream through consumers it makes. Such a user could have events delivered to any subject,
 *   which is why the analytics user gets reads by sequence instead.
 */
export interface NatsUser {
  readonly publish: readonly string[]
  readonly subscribe: readonly string[]
  /** Answers requests. */
  readonly responds?: boolean
  /** Reads EVENTS through consumers. */
  readonly consumes?: boolean
}

const ledgerClient = ['ledger.*.append', 'ledger.*.read', 'ledger.*.keys']
/** Whoever holds keys of persons hears when one is destroyed. Only staffing, which decides it, may ask for that. */
const keyErased = 'keys.*.erased'
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
  subscribe: [...contexts.flatMap((context) => [`cmd.*.${context}.*`, `sandbox.*.${context}`]), keyErased],
  responds: true,
})

export const natsUsers = {
  ledger: {
    // The relay owns the stream: it makes, alters and fills it.
    publish: [
      'evt.>',
      keyErased,
      '$JS.API.STREAM.CREATE.EVENTS',
      '$JS.API.STREAM.UPDATE.EVENTS',
      '$JS.API.STREAM.PURGE.EVENTS',
      '$JS.API.STREAM.NAMES',
      ...readEvents,
    ],
    subscribe: ['ledger.*.append', 'ledger.*.read', 'ledger.*.keys', 'ledger.*.erase'],
    responds: true,
  },
  registry: decider('registry', 'policy'),
  // Its reference tables, the events that erase a person, and rows of roster files.
  staffing: {
    ...decider('staffing'),
    publish: [...ledgerClient, 'ledger.*.erase'],
    subscribe: [...decider('staffing').subscribe, 'roster.*.import'],
    consumes: true,
  },
  // Its reference tables.
  assessment: { ...decider('assessment'), consumes: true },
  // A few events only, those that register a campus.
  clock: { ...decider('calendar'), consumes: true },
  rules: {
    publish: [...ledgerClient, 'cmd.*.staffing.*', 'cmd.*.assessment.*', 'cmd.*.tasks.*', 'qry.*.events', 'sandbox.*.*'],
    subscribe: ['cmd.*.tasks.*', 'sandbox.*.tasks', 'qry.*.sandbox', 'qry.*.ops.rules.*', keyErased],
    responds: true,
    consumes: true,
  },
  projector: {
    publish: ['ledger.*.read', 'ledger.*.keys', 'live.*'],
    subscribe: ['qry.*.views.*', 'qry.*.why.*', 'qry.*.events', 'qry.*.ops.projector.*', keyErased],
    responds: true,
    consumes: true,
  },
  gateway: { publish: ['cmd.>', 'qry.>', 'roster.*.import'], subscribe: ['live.*'] },
  // Facts as they happen and again from the start, by sequence; no request, no consumer, nothing that changes anything.
  analytics: { publish: readEvents, subscribe: ['evt.>'] },
} as const satisfies Record<string, NatsUser>

export type NatsUserName = keyof typeof natsUsers
export const natsUserNames = Object.keys(natsUsers) as readonly NatsUserName[]

/** Whether some subject matches both patterns. */
const overlap = ([a, ...restA]: readonly string[], [b, ...restB]: readonly string[]): boolean => {
  if (a === undefined || b === undefined) return a === b
  if (a === '>' || b === '>') return true
  return (a === b || a === '*' || b === '*') && overlap(restA, restB)
}

/** Users who may send a request that this one hears; news of a destroyed key is none, and gives nobody a way to the ledger's inbox. */
export const askersOf = (name: NatsUserName): readonly NatsUserName[] => {
  const heard = natsUsers[name].subscribe.filter((subject) => subject !== keyErased).map((subject) => subject.split('.'))
  return natsUserNames.filter((asker) =>
    natsUsers[asker].publish.some((sent) => heard.some((subject) => overlap(sent.split('.'), subject))),
  )
}

/** Subjects of a user as the server gets them. */
export const permissionsOf = (name: NatsUserName): { readonly publish: readonly string[]; readonly subscribe: readonly string[] } => {
  const user: NatsUser = natsUsers[name]
  return {
    publish: [
      ...user.publish,
      ...(user.consumes ? [...readEvents, ...consumeEvents] : []),
      ...(user.responds ? askersOf(name).map((asker) => `${inboxPrefixOf(asker)}.>`) : []),
    ],
    subscribe: [...user.subscribe, `${inboxPrefixOf(name)}.>`],
  }
}

/** The `authorization` part of the server's configuration. */
export const renderNatsAuthorization = (passwordOf: (user: NatsUserName) => string): string => {
  const users = natsUserNames.map((name) => {
    const { publish, subscribe } = permissionsOf(name)
    return `    {
      user: ${JSON.stringify(name)}, password: ${JSON.stringify(passwordOf(name))}
      permissions: {
        publish: { allow: ${JSON.stringify(publish)} }
        subscribe: { allow: ${JSON.stringify(subscribe)} }
      }
    }`
  })
  return `authorization {\n  users = [\n${users.join('\n')}\n  ]\n}`
}
