import { randomUUID } from 'node:crypto'
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql'
import * as staffing from '@fudao/contracts/staffing'
import { createEventCodec, createLedger, LedgerStreams, StateCache } from '@fudao/ledger-client'
import { connectNats } from '@fudao/messaging'
import { createLogger } from '@fudao/telemetry'
import { eventMetadata } from '../append/workload.js'

export const eventsPerStream = 100
const campus = 'bench'
const remark = 'Seven visits to the dormitory, two class meetings, one talk with a department; nothing out of the ordinary. '
  .repeat(3)
  .slice(0, 270)

/** About 400 bytes of a contract's story: drafted once, then due for renewal again and again. */
export const storyEvent = (contractId: string, revision: number) =>
  revision === 0
    ? {
        type: staffing.ContractDrafted.type,
        data: { contractId, personId: `p_${contractId}`, counselorId: `c_${contractId}`, kind: 'employment', from: '2021-09-01', remark },
      }
    : { type: staffing.RenewalDue.type, data: { contractId, dueOn: '2024-11-01', basis: { rules: ['R-AK-81', 'X-08'] }, remark } }
export const contractStream = (contractId: string): string => `contract-${campus}.${contractId}`

interface Folded {
  readonly events: number
  readonly state: string
}
const initialState = (): Folded => ({ events: 0, state: 'none' })
const evolve = ({ events }: Folded, event: { readonly type: string }): Folded => ({ events: events + 1, state: event.type })

export interface Loads {
  /** Writes a stream of a hundred events. */
  readonly seed: (contractId: string) => Promise<void>
  /** Reads and folds it from the store. */
  readonly cold: (contractId: string) => Promise<void>
  /** The same by somebody who folded it before. */
  readonly cached: (contractId: string) => Promise<void>
  readonly close: () => Promise<void>
}
const whole = ({ events }: Folded, contractId: string): void => {
  if (events !== eventsPerStream) throw new Error(`${contractId} has ${events} events, not ${eventsPerStream}`)
}

/** A service's own way: the ledger client, with upcasters, validation against the contract, and its cache of states. */
export const ledgerLoads = async (natsUrl: string): Promise<Loads> => {
  const nc = await connectNats({ url: natsUrl, name: 'bench', logger: createLogger('bench', { level: 'error' }) })
  const ledger = createLedger(nc)
  const codec = createEventCodec({ events: [staffing.ContractDrafted, staffing.RenewalDue] })
  // no stream is held, whichever is asked for next
  const forgetful = new LedgerStreams({ ledger, codec, cache: new StateCache({ maxStreams: 1, maxEvents: 1 }) })
  const remembering = new LedgerStreams({ ledger, codec })
  const load = async (streams: LedgerStreams, contractId: string): Promise<void> => {
    const [folded] = await streams.fold(campus, [{ stream: contractStream(contractId), fold: { initialState, evolve } }])
    whole(folded.state, contractId)
  }
  return {
    seed: async (contractId) => {
      const events = Array.from({ length: eventsPerStream }, (_, revision) => {
        const { type, data } = storyEvent(contractId, revision)
        return { id: randomUUID(), type, data: JSON.stringify(data), metadata: JSON.stringify(eventMetadata(campus)) }
      })
      await ledger.append(campus, { stream: contractStream(contractId), expectedRevision: 'none', events })
    },
    cold: (contractId) => load(forgetful, contractId),
    cached: (contractId) => load(remembering, contractId),
    close: () => nc.drain(),
  }
}

/** Emmett-PostgreSQL: `aggregateStream` of the same events with the same fold. It has no cache. */
export const emmettLoads = async (url: string): Promise<Omit<Loads, 'cached'>> => {
  const store = getPostgreSQLEventStore(url)
  await store.schema.migrate()
  return {
    seed: async (contractId) => {
      const events = Array.from({ length: eventsPerStream }, (_, revision) => ({
        ...storyEvent(contractId, revision),
        metadata: eventMetadata(campus),
      }))
      await store.appendToStream(contractStream(contractId), events)
    },
    cold: async (contractId) =>
      whole((await store.aggregateStream(contractStream(contractId), { initialState, evolve })).state, contractId),
    close: () => store.close(),
  }
}
