import { describe, it } from 'vitest'
import { appendCases } from './append-cases.js'
import { faultCases } from './fault-cases.js'
import { feedCases } from './feed-cases.js'
import type { ContractCase, StoreHarness } from './harness.js'
import { readCases } from './read-cases.js'

export type { ContractCase, StoreHarness, Wire } from './harness.js'
export { cuttableWire } from './wire.js'

/** Everything the port promises, one named case each; a store that does nothing fails every one of them. */
export const contractCases: readonly ContractCase[] = [...appendCases, ...readCases, ...feedCases, ...faultCases]

/**
 * The compliance suite: runs every case against a store, none skipped. `makeStore` gives a harness per case; `disturbance` says what its
 * `disturb` does, or what of it is not shown here.
 */
export const eventStoreContract = (name: string, disturbance: string, makeStore: () => Promise<StoreHarness>): void => {
  describe(`event store contract: ${name}`, () => {
    for (const { name: promise, disturbed, run } of contractCases)
      it(disturbed ? `${promise} (${disturbance})` : promise, async () => {
        const harness = await makeStore()
        try {
          await run(harness)
        } finally {
          await harness.close()
        }
      })
  })
}
