import type { EventStore } from '../event-store.js'

/** Breaks the connections of one store instance, as a network does. */
export interface Wire {
  /** From the moment the store has sent this text, nothing the server sends arrives. */
  readonly holdRepliesAfter: (text: string) => void
  /** From now on nothing the store sends arrives. */
  readonly holdRequests: () => void
  /** All connections break; new ones work. */
  readonly cut: () => void
}

/** What a store must bring along to be tried by the contract. One harness per case; its data are nobody else's, or its streams are. */
export interface StoreHarness {
  /** Another instance on the same data. */
  readonly open: () => Promise<EventStore>
  /** Another instance whose connections can be broken. */
  readonly openOverWire: () => Promise<{ readonly store: EventStore; readonly wire: Wire }>
  /** Starts foreign transactions that stay open (and those that are rolled back) where the store has such; returns the way to end them. */
  readonly disturb: () => Promise<() => Promise<void>>
  readonly close: () => Promise<void>
}

/** One promise of the port. `run` throws where a store does not keep it. */
export interface ContractCase {
  readonly name: string
  /** Foreign transactions go on meanwhile; the title says which. */
  readonly disturbed?: true
  readonly run: (harness: StoreHarness) => Promise<void>
}
