import { contextOfKey, isPolicyKey, type PolicyKey, parameterOf, parameters, sayPolicyValue, valueInForce } from '@fudao/contracts/policy'
import { policyView, type RowOfView } from '@fudao/contracts/views'
import { sql } from 'kysely'
import { tableNames as t } from '../tables.js'
import { toPage, type ViewQuery } from './view-query.js'

type Item = RowOfView<typeof policyView>
type Entry = Item['history'][number]
type Found = Omit<Entry, 'says'> & { readonly key: string }

/** By the day it takes effect; of two for the same day the later one counts (R-AK-86). */
const inOrder = (a: Entry, b: Entry): number =>
  a.effectiveFrom < b.effectiveFrom ? -1 : a.effectiveFrom > b.effectiveFrom ? 1 : a.version - b.version

const toItem = (key: PolicyKey, history: readonly Entry[], asOf: string): Item => {
  const { title, unit, rules, everywhere } = parameterOf(key)
  const current = history.findLast((entry) => entry.effectiveFrom <= asOf)
  const value = valueInForce(key, current?.value) as Item['value']
  return {
    key,
    context: contextOfKey(key),
    title,
    unit,
    rules: [...rules],
    value,
    says: sayPolicyValue(value, unit),
    source: current?.act ?? (everywhere === undefined ? 'none' : 'default'),
    effectiveFrom: current?.effectiveFrom ?? null,
    basisDoc: current?.basisDoc ?? null,
    reason: current?.reason ?? null,
    nextChangeOn: history.find((entry) => entry.effectiveFrom > asOf)?.effectiveFrom ?? null,
    history: [...history],
  }
}

/** Every parameter there is, with what the campus has made of it; the day is read from the dates in the rows. */
export const policyQuery: ViewQuery = {
  view: policyView,
  needs: ['campus', 'policy-history'],
  dated: true,
  sortKeys: 1,
  read: async (db, filter, { campus, asOf, after, limit }) => {
    const found = await sql<Found>`
      select e.key, e.act, e."effectiveFrom", e.value, e."decidedOn", e.preset, e."basisDoc", e.reason, e."approvalRef", e."correctsEventId",
        e."eventId", e.version
      from ${t.policyEntries} e where e.campus = ${campus}`.execute(db)
    const entries = new Map<string, Entry[]>()
    for (const { key, ...entry } of found.rows) {
      const unit = isPolicyKey(key) ? parameterOf(key).unit : ''
      entries.set(key, [...(entries.get(key) ?? []), { ...entry, says: sayPolicyValue(entry.value, unit) }])
    }
    const items = (Object.keys(parameters) as PolicyKey[])
      .filter((key) => filter.key === undefined || key === filter.key)
      .filter((key) => filter.context === undefined || contextOfKey(key) === filter.context)
      .filter((key) => filter.set === undefined || entries.has(key) === (filter.set === 'true'))
      .filter((key) => after === undefined || key > String(after[0]))
      .toSorted()
      .slice(0, limit + 1)
      .map((key) => toItem(key, (entries.get(key) ?? []).toSorted(inOrder), asOf))
    const { rows, next } = toPage(items, limit, ({ key }) => [key])
    return { items: rows, next }
  },
}
