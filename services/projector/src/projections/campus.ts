import { DayStarted } from '@fudao/contracts/calendar'
import { emptyPolicy, evolvePolicy, type PolicyState, policyContext } from '@fudao/contracts/policy'
import { CampusRegistered, ProvinceRegistered } from '@fudao/contracts/registry'
import { defineProjection, defineTable, ofCampus, on, onType, type ProjectedEvent } from '@fudao/projections'

/** One row per tenant, campus or province: its date. */
export const tenants = defineTable('tenants', {
  columns: { tenantId: 'text', name: 'text', timeZone: 'text', today: 'text' },
  key: ['tenantId'],
})
/** The folded policy of a tenant, one row. */
export const policies = defineTable('policies', { columns: { tenantId: 'text', entries: 'json', version: 'int' }, key: ['tenantId'] })

type Registration = Readonly<Record<string, unknown>> & {
  readonly name: string
  readonly timeZone: string
  readonly firstDay?: string | undefined
}
const later = (a: string | null | undefined, b: string | undefined): string | null => (b === undefined ? (a ?? null) : a && a > b ? a : b)

/** The tenant a registration is about; it is stored under the platform. */
const tenantOf = ({ campus, data }: ProjectedEvent): string =>
  [data.campusId, data.provinceId].find((id) => typeof id === 'string') ?? campus
const registered = (row: (typeof tenants)['row'], { data }: ProjectedEvent<Registration>, [tenantId = '']: readonly string[]) => ({
  campus: tenantId,
  tenantId,
  name: data.name,
  timeZone: data.timeZone,
  today: later(row?.today, data.firstDay),
})
const registeredKey = (e: unknown) => [tenantOf(e as ProjectedEvent)]

export const campusProjection = defineProjection({
  name: 'campus',
  version: 1,
  tables: [tenants, policies],
  handlers: [
    ofCampus(tenantOf, on(CampusRegistered, tenants, registeredKey, registered)),
    ofCampus(tenantOf, on(ProvinceRegistered, tenants, registeredKey, registered)),
    on(
      DayStarted,
      tenants,
      (e) => [e.campus],
      (row, { campus, data }) => ({
        campus,
        tenantId: campus,
        name: row?.name ?? null,
        timeZone: row?.timeZone ?? null,
        today: later(row?.today, data.on),
      }),
    ),
    ...policyContext.events.map((definition) =>
      onType(
        { type: definition.type, version: definition.version },
        policies,
        (e) => [e.campus],
        (row, { campus, data, revision }) => {
          const before: PolicyState = row ? { entries: row.entries as PolicyState['entries'], version: row.version ?? -1 } : emptyPolicy
          const { entries, version } = evolvePolicy(before, { type: definition.name, data }, revision)
          return { campus, tenantId: campus, entries, version }
        },
      ),
    ),
  ],
})
