import { randomUUID } from 'node:crypto'
import { isExpectedVersionConflictError } from '@event-driven-io/emmett'
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql'
import type { AppendReply, ReadReply } from '@fudao/contracts/kit'
import { connectNats, ledgerSubject, requestJson } from '@fudao/messaging'
import { createLogger } from '@fudao/telemetry'
import { eventData, eventMetadata, hotStreams, OwnStreams } from './workload.js'

export interface Contestant {
  /** Appends `events` events to the next of the caller's own streams. */
  readonly append: (caller: number, events: number) => Promise<void>
  /** Reads what is new in a stream that all callers write to and appends one event; whoever comes second does both again. Gives the tries. */
  readonly appendHot: (caller: number) => Promise<number>
  readonly close: () => Promise<void>
}

const campus = 'bench'
const streamsOf = (prefix: string) => {
  const own = new Map<number, OwnStreams>()
  return (caller: number): OwnStreams => {
    let streams = own.get(caller)
    if (streams === undefined) {
      streams = new OwnStreams(`${prefix}${caller}_`)
      own.set(caller, streams)
    }
    return streams
  }
}

/** What a caller saw last of the streams that all write to: nobody knows of the others but by reading. */
const seenBy = () => {
  const seen = new Map<string, number>()
  return {
    sizeOf: (caller: number, stream: string): number => seen.get(`${caller} ${stream}`) ?? 0,
    saw: (caller: number, stream: string, size: number): void => void seen.set(`${caller} ${stream}`, size),
  }
}

/** A service's way to the ledger: request-reply over NATS, one connection, requests as services make them. Its own streams begin with `prefix`. */
export const ledgerOverNats = async (natsUrl: string, prefix = 's'): Promise<Contestant> => {
  const nc = await connectNats({ url: natsUrl, name: 'bench', logger: createLogger('bench', { level: 'error' }) })
  const streams = streamsOf(`worklog-${campus}.${prefix}`)
  const known = seenBy()
  let n = 0
  const append = (stream: string, size: number, events: number): Promise<AppendReply> =>
    requestJson<AppendReply>(nc, ledgerSubject(campus, 'append'), {
      stream,
      expectedRevision: size === 0 ? 'none' : size - 1,
      events: Array.from({ length: events }, () => ({
        id: randomUUID(),
        type: 'staffing.WorkRecorded',
        data: JSON.stringify(eventData(n++)),
        metadata: JSON.stringify(eventMetadata(campus)),
      })),
    })
  const readNew = async (stream: string, from: number): Promise<number> => {
    const reply = await requestJson<ReadReply>(nc, ledgerSubject(campus, 'read'), { streams: [{ stream, from }] })
    if (reply.status !== 'ok') throw new Error(`the ledger answered ${JSON.stringify(reply)}`)
    return (reply.slices[0]?.revision ?? -1) + 1
  }
  return {
    append: async (caller, events) => {
      const { stream, size } = streams(caller).take(events)
      const reply = await append(stream, size, events)
      if (reply.status !== 'appended' || reply.repeated) throw new Error(`the ledger answered ${JSON.stringify(reply)}`)
    },
    appendHot: async (caller) => {
      const stream = `worklog-${campus}.hot${hotStreams.next(caller)}`
      for (let tries = 1; ; tries++) {
        const size = await readNew(stream, known.sizeOf(caller, stream))
        known.saw(caller, stream, size)
        const reply = await append(stream, size, 1)
        if (reply.status === 'appended') return tries
        if (reply.status !== 'conflict') throw new Error(`the ledger answered ${JSON.stringify(reply)}`)
      }
    },
    close: () => nc.drain(),
  }
}

/** Emmett-PostgreSQL through its public API, its own pool, the schema made beforehand as its documentation advises. */
export const emmett = async (url: string): Promise<Contestant> => {
  const store = getPostgreSQLEventStore(url)
  await store.schema.migrate()
  const streams = streamsOf(`worklog-${campus}.e`)
  const known = seenBy()
  let n = 0
  const append = async (stream: string, size: number, events: number): Promise<void> => {
    await store.appendToStream(
      stream,
      Array.from({ length: events }, () => ({ type: 'WorkRecorded', data: eventData(n++), metadata: eventMetadata(campus) })),
      { expectedStreamVersion: size === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(size) },
    )
  }
  return {
    append: (caller, events) => {
      const { stream, size } = streams(caller).take(events)
      return append(stream, size, events)
    },
    appendHot: async (caller) => {
      const stream = `worklog-${campus}.hot${hotStreams.next(caller)}`
      for (let tries = 1; ; tries++) {
        const before = known.sizeOf(caller, stream)
        const size = before + (await store.readStream(stream, { from: BigInt(before) + 1n })).events.length
        known.saw(caller, stream, size)
        try {
          await append(stream, size, 1)
          return tries
        } catch (error) {
          if (!isExpectedVersionConflictError(error)) throw error
        }
      }
    },
    close: () => store.close(),
  }
}
