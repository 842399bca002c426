import type { HealthState } from '@fudao/service-kit/health'
import type { RelayState } from './relay.js'

/** Behind this many seconds is lagging. */
const lagLimit = 10

/**
 * The relay as readiness shows it. Appends and reads need no relay, so that one which waits for NATS or the store, or has much to do,
 * is lagging; only what no restart and no waiting mends is stuck.
 */
export const relayHealth = (state: RelayState, lagSeconds: number): HealthState => {
  switch (state) {
    case 'publishing':
    case 'standby':
      return lagSeconds > lagLimit ? { status: 'lagging', detail: `${Math.round(lagSeconds)} s behind` } : { status: 'ok', detail: state }
    case 'starting':
    case 'waiting':
      return { status: 'lagging', detail: state }
    case 'diverged':
      return { status: 'stuck', detail: 'JetStream holds events that the store does not' }
    case 'stopped':
      return { status: 'stuck', detail: 'the relay has stopped' }
  }
}
