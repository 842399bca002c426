import { setTimeout as delay } from 'node:timers/promises'
import { PersonErased } from '@fudao/contracts/staffing'
import { consumeEvents, eventSubject } from '@fudao/messaging'
import type { DecidingService } from '@fudao/service-kit'
import { errorText } from '@fudao/telemetry'

/** Every erasure of every campus. */
const ERASURES = eventSubject('campus', 'staffing', PersonErased.aggregate.name, PersonErased.name).replace('.campus.', '.*.')

/**
 * Sees to it that each erasure that was decided is carried out, whatever died in between: from the first `PersonErased` on, at each start
 * (they are few, and to destroy a key again changes nothing; a key that came back with a backup goes again).
 */
export const destroyKeysOfErased = async ({ nc, streams, logger, signal, onStop }: DecidingService): Promise<void> => {
  const stopped = new AbortController()
  const done = (async () => {
    while (!signal.aborted && !stopped.signal.aborted && !nc.isClosed()) {
      try {
        await consumeEvents({
          nc,
          name: 'staffing__erasures',
          after: null,
          filter: ERASURES,
          signal: AbortSignal.any([signal, stopped.signal]),
          logger,
          onBatch: async (batch) => {
            for (const message of batch) await streams.ledger.erase(message.campus, { personId: String(message.json().data.personId) })
          },
        })
      } catch (error) {
        logger.warn('the key of an erased person could not be destroyed yet; trying again', { error: errorText(error) })
        await delay(1_000, undefined, { ref: false })
      }
    }
  })()
  onStop('drain', 'erasures', async () => {
    stopped.abort()
    await done
  })
}
