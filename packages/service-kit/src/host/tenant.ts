import type { EventOf } from '@fudao/contracts/kit'
import { type CampusRegistered, PLATFORM, type ProvinceRegistered } from '@fudao/contracts/registry'
import type { LedgerStreams } from '@fudao/ledger-client'
import { LRUCache } from 'lru-cache'
import type { Tenant } from './handlers.js'

type Registered = EventOf<typeof CampusRegistered> | EventOf<typeof ProvinceRegistered>

const tenantFold = {
  initialState: (): Tenant | null => null,
  evolve: (tenant: Tenant | null, event: Registered): Tenant | null => {
    switch (event.type) {
      case 'CampusRegistered': {
        const { campusId, timeZone, provinceId, firstDay } = event.data
        return { id: campusId, kind: 'campus', timeZone, provinceId, ...(firstDay === undefined ? {} : { firstDay }) }
      }
      case 'ProvinceRegistered': {
        const { provinceId, timeZone, firstDay } = event.data
        return { id: provinceId, kind: 'province', timeZone, ...(firstDay === undefined ? {} : { firstDay }) }
      }
      default:
        return tenant
    }
  },
}
const platform: Tenant = { id: PLATFORM, kind: 'platform', timeZone: 'Asia/Shanghai' }

export const campusStream = (id: string): string => `campus-${PLATFORM}.${id}`
export const provinceStream = (id: string): string => `province-${PLATFORM}.${id}`

/** Finds who a subject token belongs to; `null` = nobody registered it. A registered tenant never changes, so it is kept. */
export const createTenants = (streams: LedgerStreams) => {
  const known = new LRUCache<string, Tenant>({ max: 10_000 })
  return async (id: string): Promise<Tenant | null> => {
    if (id === PLATFORM) return platform
    const held = known.get(id)
    if (held) return held
    const [campus, province] = await streams.fold(id, [
      { stream: campusStream(id), fold: tenantFold },
      { stream: provinceStream(id), fold: tenantFold },
    ])
    const tenant = campus.state ?? province.state
    if (tenant) known.set(id, tenant)
    return tenant
  }
}
