import type { AppendReply, AppendsReply, ContextDefinition, KeyErased, ReadRequest } from '@fudao/contracts/kit'
import { type EventStore, GroupCommit, GroupRead } from '@fudao/event-store'
import { campusOfSubject, eventHeader, keyErasedSubject, LEDGER_QUEUE, ledgerPattern, serveJson, startServerSpan } from '@fudao/messaging'
import { errorText, type Logger } from '@fudao/telemetry'
import type { Msg, NatsConnection } from '@nats-io/nats-core'
import { ledgerMetrics, observeLedger } from './metrics.js'
import type { PersonKeys } from './person-keys.js'
import { makeSubjects } from './relay/event-subjects.js'
import { Relay, type RelayState } from './relay/relay.js'
import { appendsOf, checkAppend, notJson } from './requests/append.js'
import { eraseReply } from './requests/erase.js'
import { keysReply } from './requests/keys.js'
import { type ReadFrom, readReply, whyUnreadable } from './requests/read.js'

export interface LedgerOptions {
  readonly nc: NatsConnection
  readonly store: EventStore
  readonly keys: PersonKeys
  readonly contexts: readonly ContextDefinition[]
  readonly logger: Logger
  readonly replicas?: number
  /** Inbox prefix of the NATS user, where it has one. */
  readonly inboxPrefix?: string
}

export interface RunningLedger {
  readonly relayState: () => RelayState
  /** Seconds the relay is behind. */
  readonly relayLag: () => number
  /** Answers what it was asked, then stops. The connections stay open: they are their owner's. */
  readonly stop: () => Promise<void>
}

/** What the envelope and the headers of a relayed event may need beside the event itself, bytes. */
const envelopeRoom = 16 * 1024

/** Serves `ledger.*.append|read|keys|erase` in one queue group and relays what the store holds. */
export const startLedger = (o: LedgerOptions): RunningLedger => {
  const maxPayload = o.nc.info?.max_payload ?? 1024 * 1024
  const groups = new GroupCommit(o.store, {
    onGroup: (size, ms) => {
      ledgerMetrics.groupSize.record(size)
      ledgerMetrics.group.record(ms / 1_000)
    },
  })
  const reader = new GroupRead((reads) => o.store.readText(reads))
  const readFrom: ReadFrom = { texts: (reads) => reader.read(reads), events: (reads) => o.store.read(reads) }
  const relay = new Relay({
    store: o.store,
    nc: o.nc,
    subjectOf: makeSubjects(o.contexts),
    logger: o.logger.with({ part: 'relay' }),
    ...(o.replicas === undefined ? {} : { replicas: o.replicas }),
    ...(o.inboxPrefix === undefined ? {} : { inboxPrefix: o.inboxPrefix }),
  })
  const answered: Record<AppendReply['status'], number> = { appended: 0, conflict: 0, idReused: 0, invalid: 0, unavailable: 0 }
  observeLedger({ waiting: () => groups.waiting, relayLagSeconds: () => relay.lagSeconds, answered: () => answered })

  // The hot path: no promise per request.
  const onAppend = (message: Msg): void => {
    const arrived = performance.now()
    // A request that nobody traces gets no span of its own: it would be the root of a trace of one.
    const span = message.headers?.has(eventHeader.traceparent) ? startServerSpan(message, LEDGER_QUEUE).span : undefined
    const count = (reply: AppendReply): void => {
      answered[reply.status]++
      ledgerMetrics.append.record((performance.now() - arrived) / 1_000)
    }
    const respond = (reply: AppendReply | AppendsReply, outcome: string): void => {
      message.respond(JSON.stringify(reply))
      span?.setAttribute('fudao.outcome', outcome)
      span?.end()
    }
    const answer = (reply: AppendReply): void => {
      count(reply)
      respond(reply, reply.status)
    }
    let body: unknown
    try {
      body = JSON.parse(message.string())
    } catch {
      answer(notJson)
      return
    }
    const campus = campusOfSubject(message.subject)
    const enqueue = (request: unknown, reply: (reply: AppendReply) => void): void => {
      const checked = checkAppend(request, campus, maxPayload - envelopeRoom)
      if ('invalid' in checked) reply({ status: 'invalid', reason: checked.invalid })
      else groups.enqueue(checked.request, reply)
    }
    const several = appendsOf(body)
    if (several === undefined || several.length === 0) {
      enqueue(body, answer)
      return
    }
    const replies: AppendReply[] = []
    let left = several.length
    for (const [i, request] of several.entries())
      enqueue(request, (reply) => {
        count(reply)
        replies[i] = reply
        left -= 1
        if (left === 0) respond({ replies }, 'replies')
      })
  }
  const appends = o.nc.subscribe(ledgerPattern('append'), {
    queue: LEDGER_QUEUE,
    callback: (error, message) => {
      if (error) o.logger.error('the subscription of appends failed', { error: error.message })
      else onAppend(message)
    },
  })

  const unavailable = (error: unknown) => ({ status: 'unavailable', reason: errorText(error) })
  const reads = serveJson(o.nc, {
    subject: ledgerPattern('read'),
    queue: LEDGER_QUEUE,
    logger: o.logger,
    onError: unavailable,
    handle: async (message) => {
      const body = parsed(message)
      const reason = whyUnreadable(body, campusOfSubject(message.subject))
      if (reason !== null) return JSON.stringify({ status: 'invalid', reason })
      return readReply(readFrom, body as ReadRequest, maxPayload - 1_024)
    },
  })
  const keys = serveJson(o.nc, {
    subject: ledgerPattern('keys'),
    queue: LEDGER_QUEUE,
    logger: o.logger,
    onError: unavailable,
    handle: async (message) => JSON.stringify(await keysReply(o.keys, parsed(message), campusOfSubject(message.subject))),
  })
  const tellErased = (campus: string, personId: string): void =>
    o.nc.publish(keyErasedSubject(campus), JSON.stringify({ personId } satisfies KeyErased))
  const erasures = serveJson(o.nc, {
    subject: ledgerPattern('erase'),
    queue: LEDGER_QUEUE,
    logger: o.logger,
    onError: unavailable,
    handle: async (message) => JSON.stringify(await eraseReply(o.keys, parsed(message), campusOfSubject(message.subject), tellErased)),
  })
  relay.start()

  return {
    relayState: () => relay.state,
    relayLag: () => relay.lagSeconds,
    stop: async () => {
      // First take nothing more and finish what was taken; the relay goes on until that is published, then stops.
      if (!o.nc.isClosed()) await appends.drain()
      await Promise.all([groups.idle(), reads.close(), keys.close(), erasures.close()])
      if (!o.nc.isClosed()) await o.nc.flush()
      await relay.stop()
    },
  }
}

const parsed = (message: Msg): unknown => {
  try {
    return JSON.parse(message.string())
  } catch {
    return null
  }
}
