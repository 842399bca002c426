import { consumeEvents } from '@fudao/messaging'
import type { DecidingService } from '@fudao/service-kit'
import { TENANT_EVENTS, toWallTenant } from './tenants.js'
import { WallClock } from './wall-clock.js'

const TICK_MS = 1_000

/** Learns tenants from their registration and ticks until the service stops. */
export const runWallClock = (
  service: DecidingService,
  options: { readonly now?: () => Date; readonly tickMs?: number } = {},
): Promise<void> => {
  const { nc, logger, signal, streams } = service
  const clock = new WallClock({ streams, logger, ...(options.now ? { now: options.now } : {}) })
  service.health.add('wall clock', () => clock.health())

  const feed = consumeEvents({
    nc,
    name: 'clock__tenants',
    // registrations are few: all of them are read at each start, so nothing has to be remembered
    after: null,
    filter: TENANT_EVENTS,
    signal,
    logger,
    onBatch: async (batch) => {
      for (const message of batch) {
        const tenant = toWallTenant(message)
        if (tenant) clock.add(tenant)
      }
      await clock.tick()
    },
  }).catch((error: unknown) => service.fail('the feed of registrations ended', error))

  const timer = setInterval(() => void clock.tick(), options.tickMs ?? TICK_MS)
  service.onStop('drain', 'wall clock', async () => {
    clearInterval(timer)
    await feed
    await clock.idle()
  })
  return Promise.resolve()
}
