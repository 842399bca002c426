import { randomUUID } from 'node:crypto'
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql'
import type { AppendReply } from '@fudao/contracts/kit'
import { connectNats, ledgerSubject } from '@fudao/messaging'
import { createLogger } from '@fudao/telemetry'
import { eventData, eventMetadata, OwnStreams } from './workload.js'

export interface Contestant {
  readonly append: (caller: number) => Promise<void>
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

/** A service's way to the ledger: request-reply over NATS, one connection, plain client. */
export const ledgerOverNats = async (natsUrl: string): Promise<Contestant> => {
  const nc = await connectNats({ url: natsUrl, name: 'bench', logger: createLogger('bench', { level: 'error' }) })
  const streams = streamsOf(`worklog-${campus}.s`)
  const subject = ledgerSubject(campus, 'append')
  let n = 0
  return {
    append: async (caller) => {
      const { stream, size } = streams(caller).take()
      const body = JSON.stringify({
        stream,
        expectedRevision: size === 0 ? 'none' : size - 1,
        events: [
          {
            id: randomUUID(),
            type: 'staffing.WorkRecorded',
            data: JSON.stringify(eventData(n++)),
            metadata: JSON.stringify(eventMetadata(campus)),
          },
        ],
      })
      const reply = (await nc.request(subject, body, { timeout: 10_000 })).json<AppendReply>()
      if (reply.status !== 'appended' || reply.repeated) throw new Error(`the ledger answered ${JSON.stringify(reply)}`)
    },
    close: () => nc.drain(),
  }
}

/** Emmett-PostgreSQL through its public API, its own pool, the schema made beforehand as its documentation advises. */
export const emmett = async (url: string): Promise<Contestant> => {
  const store = getPostgreSQLEventStore(url)
  await store.schema.migrate()
  const streams = streamsOf(`worklog-${campus}.e`)
  let n = 0
  return {
    append: async (caller) => {
      const { stream, size } = streams(caller).take()
      await store.appendToStream(stream, [{ type: 'WorkRecorded', data: eventData(n++), metadata: eventMetadata(campus) }], {
        expectedStreamVersion: size === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(size),
      })
    },
    close: () => store.close(),
  }
}
