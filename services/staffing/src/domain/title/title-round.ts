import type { EventOf } from '@fudao/contracts/kit'
import {
  type FillTitlePlace,
  type OpenTitleRound,
  RankStructureRecorded,
  type RecordRankStructure,
  TitlePlaceFilled,
  type TitleRank,
  TitleRoundOpened,
  titleRanks,
} from '@fudao/contracts/staffing'
import { type AggregateDecider, type CommandOf, happened, type Recorded, refuse } from '@fudao/domain-kit'
import { type OwnData, ownData, sameData } from '../own-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type TitleRoundEvent = Recorded<EventOf<typeof TitleRoundOpened | typeof RankStructureRecorded | typeof TitlePlaceFilled>>
type Data<T extends TitleRoundEvent['type']> = OwnData<Extract<TitleRoundEvent, { readonly type: T }>['data']>

// --- State -----------------------------------------------------------------------------------------------------------

export interface OpenTitleRoundState {
  readonly status: 'open'
  readonly terms: Data<'TitleRoundOpened'>
  readonly structure: Data<'RankStructureRecorded'> | undefined
  /** Application → the rank it holds a place of. */
  readonly filled: Readonly<Record<string, TitleRank>>
}
export type TitleRound = { readonly status: 'none' } | OpenTitleRoundState

export const noTitleRound = (): TitleRound => ({ status: 'none' })

// --- Evolve ----------------------------------------------------------------------------------------------------------

/** Folds one event; an event of a round nobody opened cannot have been decided and is left out. */
export const evolveTitleRound = (state: TitleRound, event: TitleRoundEvent): TitleRound => {
  if (event.type === 'TitleRoundOpened') return { status: 'open', terms: ownData(event.data), structure: undefined, filled: {} }
  if (state.status === 'none') return state
  switch (event.type) {
    case 'RankStructureRecorded':
      return { ...state, structure: ownData(event.data) }
    case 'TitlePlaceFilled':
      return { ...state, filled: { ...state.filled, [event.data.applicationId]: event.data.rank } }
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

type Open = CommandOf<typeof OpenTitleRound>
type Fill = CommandOf<typeof FillTitlePlace>
type Structure = CommandOf<typeof RecordRankStructure>
export type TitleRoundCommand = Open | Fill | Structure

// --- Decide ----------------------------------------------------------------------------------------------------------

/** Counts are not negative; on the title track they are counts of ranks, on the management track of the institution's own grades. */
const checkCounts = (field: string, counts: Readonly<Record<string, number>>, track: 'title' | 'managementGrade', rule: string): void => {
  for (const [rank, count] of Object.entries(counts))
    if (count < 0 || (track === 'title' && !titleRanks.some((known) => known === rank))) refuse('InvalidValue', [rule], { field, rank })
}

/** `∅ → open`. R-AK-53: on the title track quota, standard and panel are the counselors' own. */
const openTitleRound = (c: Open, s: TitleRound): TitleRoundEvent[] => {
  const { roundId, track, separateQuota, separateStandard, separatePanel, quotaByRank, standardRef } = c.data
  const missing = Object.entries({ separateQuota, separateStandard, separatePanel }).flatMap(([flag, set]) => (set === true ? [] : [flag]))
  if (track === 'title' && missing.length > 0) return refuse('NotSeparateReview', ['R-AK-53'], { missing })
  if (!standardRef) return refuse('StandardMissing', ['R-AK-57'])
  checkCounts('quotaByRank', quotaByRank, track, 'R-AK-53')
  const { seniorShare } = c.data
  if (seniorShare && (seniorShare.num < 0 || seniorShare.num > seniorShare.den))
    return refuse('InvalidValue', ['R-AK-56'], { field: 'seniorShare' })
  if (s.status === 'open') {
    const share = seniorShare ?? s.terms.seniorShare
    const data = { roundId, track, quotaByRank, seniorShare: share, standardRef }
    return sameData(data, s.terms) ? [] : refuse('WrongState', ['R-AK-53'], { status: s.status })
  }
  const share = seniorShare ?? c.metadata.policy.value('staffing.seniorPostShare') ?? undefined
  return [happened(TitleRoundOpened, { roundId, track, quotaByRank, ...(share ? { seniorShare: share } : {}), standardRef })]
}

/** one place for one application; the quota is an invariant of the round. */
const fillTitlePlace = ({ data: { roundId, rank, applicationId } }: Fill, s: TitleRound): TitleRoundEvent[] => {
  if (s.status === 'none') return refuse('WrongState', ['R-AK-53'], { status: s.status })
  const held = s.filled[applicationId]
  if (held !== undefined) return held === rank ? [] : refuse('WrongState', ['R-AK-53'], { status: s.status, rank: held })
  const quota = s.terms.quotaByRank[rank] ?? 0
  const taken = Object.values(s.filled).filter((other) => other === rank).length
  if (taken >= quota) return refuse('QuotaFull', ['R-AK-53'], { rank, quota, taken })
  return [happened(TitlePlaceFilled, { roundId, rank, applicationId })]
}

/** R-AK-51: the structure the counselors' ranks are compared with. */
const recordRankStructure = (c: Structure, s: TitleRound): TitleRoundEvent[] => {
  if (s.status === 'none') return refuse('WrongState', ['R-AK-51'], { status: s.status })
  const { roundId, teachersByRank } = c.data
  checkCounts('teachersByRank', teachersByRank, s.terms.track, 'R-AK-51')
  const data = { roundId, asOf: c.data.asOf ?? c.metadata.asOf, teachersByRank }
  return sameData(data, s.structure) ? [] : [happened(RankStructureRecorded, data)]
}

const decide = (command: TitleRoundCommand, state: TitleRound): TitleRoundEvent[] => {
  switch (command.type) {
    case 'OpenTitleRound':
      return openTitleRound(command, state)
    case 'FillTitlePlace':
      return fillTitlePlace(command, state)
    case 'RecordRankStructure':
      return recordRankStructure(command, state)
  }
}

/** `∅ → open`; places per rank are filled up to the quota. R-AK-50..53, 56..58. */
export const titleRoundDecider: AggregateDecider<TitleRound, TitleRoundCommand, TitleRoundEvent> = {
  initialState: noTitleRound,
  decide,
  evolve: evolveTitleRound,
}
