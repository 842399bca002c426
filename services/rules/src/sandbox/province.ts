import type { Bilingual } from '@fudao/contracts/kit'
import { type DraftEntry, draftEntries, type PolicyDraft, type ProvinceSandboxResult, type SandboxReply } from '@fudao/contracts/policy'
import { CampusRegistered, PLATFORM } from '@fudao/contracts/registry'
import type { Tenant } from '@fudao/service-kit'
import { cellsOf } from './cells.js'
import { readHistory, readJournal } from './history.js'
import { limitsOf, type SandboxDeps, todayOf } from './limits.js'
import { replayCampus } from './replay-campus.js'
import { keyTitle } from './say-row.js'

/** Time for all campuses together; those that are left are named. */
const BUDGET_MS = 45_000
const outOfTime: Bilingual = {
  zh: '学校较多，未能在时限内全部试算；complete 为 false 的学校未计入。',
  en: 'There was not enough time for every campus; those with complete = false were not counted.',
}

/** Tries the draft at every campus of the province: counts, no names. @throws HistoryUnavailable, RequestUnavailable, LedgerUnavailable */
export const tryProvince = async (
  { nc, streams, rules }: SandboxDeps,
  province: Tenant,
  draft: PolicyDraft,
  tenants: (id: string) => Promise<Tenant | null>,
): Promise<SandboxReply> => {
  const began = performance.now()
  const { events } = await readJournal(nc, PLATFORM, { type: CampusRegistered.type })
  const ids = events.filter(({ data }) => data.provinceId === province.id).map(({ data }) => String(data.campusId))
  const campuses: ProvinceSandboxResult['campuses'] = []
  const cells: ProvinceSandboxResult['cells'] = []
  const limits = new Map<string, Bilingual>()
  const refused = draftEntries(draft, '9999-12-31')
  if ('code' in refused) return { status: 'refused', ...refused }
  for (const campus of ids) {
    const tenant = await tenants(campus)
    if (!tenant || performance.now() - began > BUDGET_MS) {
      campuses.push({ campus, complete: false, events: 0 })
      limits.set(outOfTime.en, outOfTime)
      continue
    }
    const history = await readHistory(nc, streams.ledger, campus)
    const entries = draftEntries(draft, todayOf(campus, history.events, tenant)) as readonly DraftEntry[]
    const replay = await replayCampus(nc, rules, campus, history, entries)
    const own = limitsOf(history, replay)
    for (const limit of own) limits.set(limit.en, limit)
    campuses.push({ campus, complete: own.length === 1, events: replay.events })
    cells.push(...cellsOf(campus, replay.rows))
  }
  return {
    status: 'ok',
    result: {
      province: province.id,
      draft: refused.map(({ key, value, from }) => ({ key, value: value as never, from, title: keyTitle(key) })),
      campuses,
      cells,
      complete: campuses.every(({ complete }) => complete),
      limits: [...limits.values()],
    },
  }
}
