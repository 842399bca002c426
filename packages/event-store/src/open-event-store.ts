import type { EventStore } from './event-store.js'
import { openPostgresEventStore } from './postgres/postgres-event-store.js'

/** Opens the store that the URL's scheme names: `postgres://`, `postgresql://`, `kurrentdb://` or `esdb://` (also with `+discover`). */
export const openEventStore = async (url: string): Promise<EventStore> => {
  const scheme = url.slice(0, url.indexOf(':'))
  switch (scheme) {
    case 'postgres':
    case 'postgresql':
      return openPostgresEventStore({ url })
    case 'kurrentdb':
    case 'kurrentdb+discover':
    case 'kurrent':
    case 'kurrent+discover':
    case 'kdb':
    case 'kdb+discover':
    case 'esdb':
    case 'esdb+discover': {
      // Loaded only where it is used: it brings a native module and 40 MB.
      const { openKurrentDbEventStore } = await import('./kurrentdb/kurrentdb-event-store.js')
      return openKurrentDbEventStore({ url })
    }
    default:
      throw new Error(`EVENT_STORE_URL must start with postgres:// or kurrentdb://, not ${scheme}://`)
  }
}
