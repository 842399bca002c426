import type { EventOf } from '@fudao/contracts/kit'
import {
  type CheckTitleApplication,
  type DecideTitle,
  ManagementGradeGranted,
  type SubmitTitleApplication,
  TitleApplicationChecked,
  TitleApplicationSubmitted,
  TitleApplicationWithdrawn,
  type TitleEvidenceKind,
  TitleGranted,
  type TitleRank,
  TitleRefused,
  titleEvidenceKinds,
  type WithdrawTitleApplication,
} from '@fudao/contracts/staffing'
import { type AggregateDecider, type CommandOf, happened, type Recorded, refuse } from '@fudao/domain-kit'
import type { Counselor } from '../counselor/counselor-state.js'
import { type OwnData, ownData, sameData } from '../own-data.js'
import type { TitleRound } from './title-round.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type TitleApplicationEvent = Recorded<
  EventOf<
    | typeof TitleApplicationSubmitted
    | typeof TitleApplicationChecked
    | typeof TitleGranted
    | typeof ManagementGradeGranted
    | typeof TitleRefused
    | typeof TitleApplicationWithdrawn
  >
>
type Data<T extends TitleApplicationEvent['type']> = OwnData<Extract<TitleApplicationEvent, { readonly type: T }>['data']>

// --- State -----------------------------------------------------------------------------------------------------------

type Outcome = Data<'TitleGranted'> | Data<'ManagementGradeGranted'> | Data<'TitleRefused'> | Data<'TitleApplicationWithdrawn'>
export type TitleApplication =
  | { readonly status: 'none' }
  | { readonly status: 'submitted' | 'checked'; readonly request: Data<'TitleApplicationSubmitted'> }
  | {
      readonly status: 'granted' | 'refused' | 'withdrawn'
      readonly request: Data<'TitleApplicationSubmitted'>
      readonly outcome: Outcome
    }

export const noTitleApplication = (): TitleApplication => ({ status: 'none' })

// --- Evolve ----------------------------------------------------------------------------------------------------------

/** Folds one event; an event of an application nobody submitted cannot have been decided and is left out. */
export const evolveTitleApplication = (state: TitleApplication, event: TitleApplicationEvent): TitleApplication => {
  if (event.type === 'TitleApplicationSubmitted') return { status: 'submitted', request: ownData(event.data) }
  if (state.status === 'none') return state
  const { request } = state
  switch (event.type) {
    case 'TitleApplicationChecked':
      return { status: 'checked', request }
    case 'TitleGranted':
      return { status: 'granted', request, outcome: ownData(event.data) }
    case 'ManagementGradeGranted':
      return { status: 'granted', request, outcome: ownData(event.data) }
    case 'TitleRefused':
      return { status: 'refused', request, outcome: ownData(event.data) }
    case 'TitleApplicationWithdrawn':
      return { status: 'withdrawn', request, outcome: ownData(event.data) }
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

/** An achievement that a document of the evidence names by its id. */
export interface CitedAchievement {
  /** The counselors who made it. */
  readonly of: readonly string[]
  readonly verified: boolean
  /** Counts in the research statistics (R-AK-55). */
  readonly research: boolean
}
/** Facts of a submission (C-06). */
export interface SubmitFacts {
  readonly counselor?: Counselor | undefined
  readonly round?: TitleRound | undefined
  readonly achievements?: Readonly<Record<string, CitedAchievement>> | undefined
}
type Submit = CommandOf<typeof SubmitTitleApplication, SubmitFacts>
type Check = CommandOf<typeof CheckTitleApplication>
type Decide = CommandOf<typeof DecideTitle>
type Withdraw = CommandOf<typeof WithdrawTitleApplication>
export type TitleApplicationCommand = Submit | Check | Decide | Withdraw

// --- Decide ----------------------------------------------------------------------------------------------------------

const wrongState = (s: TitleApplication): never => refuse('WrongState', ['R-AK-50'], { status: s.status })

/** R-AK-54: the senior ranks rest on performance together with research and results, the lower ones on performance. */
const neededFor = (rank: TitleRank): readonly TitleEvidenceKind[] =>
  rank === 'senior' || rank === 'associateSenior' ? titleEvidenceKinds : ['performance']

/** R-AK-55: an achievement proves something once it is verified, and research if it counts as such; any other document is for the office to check. */
const proves = ({ data: { counselorId }, metadata }: Submit, { kind, evidenceId }: Submit['data']['evidence'][number]): boolean => {
  const cited = metadata.facts.achievements?.[evidenceId]
  return !cited || (cited.verified && cited.of.includes(counselorId) && (cited.research || kind !== 'research'))
}

const checkTitleTrack = (c: Submit): void => {
  const { data, metadata } = c
  const { discipline, evidence } = data
  const targetRank = data.targetRank ?? refuse('InvalidValue', ['R-AK-50'], { field: 'targetRank' })
  const disciplines = metadata.policy.value('staffing.title.disciplines')
  // a title names its discipline even where the campus lists none
  if (discipline === undefined || (disciplines !== null && !disciplines.includes(discipline)))
    refuse('DisciplineNotAllowed', ['R-AK-52'], { discipline: discipline ?? null, allowed: disciplines })
  const missing = neededFor(targetRank).filter((needed) => !evidence.some((e) => e.kind === needed && proves(c, e)))
  if (missing.length === 0) return
  const notCounted = evidence.filter((e) => !proves(c, e)).map(({ evidenceId }) => evidenceId)
  if (notCounted.length === 0) refuse('EvidenceIncomplete', ['R-AK-54'], { missing, targetRank })
  refuse('EvidenceIncomplete', ['R-AK-54', 'R-AK-55'], { missing, targetRank, notCounted })
}

/** `∅ → submitted`. */
const submit = (c: Submit, s: TitleApplication): TitleApplicationEvent[] => {
  const asked = ownData(c.data)
  const data = { ...asked, evidenceIds: asked.evidence.map(({ evidenceId }) => evidenceId) }
  if (s.status !== 'none') return s.status === 'submitted' && sameData(data, s.request) ? [] : wrongState(s)
  const { counselor, round } = c.metadata.facts
  const serving = counselor?.status === 'active' || counselor?.status === 'onLeave'
  if (!serving || counselor.record.employment !== 'fullTime')
    return refuse('NotEligible', ['R-AK-50'], {
      status: counselor?.status ?? 'none',
      employment: counselor && counselor.status !== 'none' ? counselor.record.employment : null,
    })
  if (round?.status !== 'open') return refuse('WrongState', ['R-AK-53'], { status: round?.status ?? 'none', roundId: data.roundId })
  if (round.terms.track !== data.track) return refuse('InvalidValue', ['R-AK-50'], { field: 'track', expected: round.terms.track })
  if (data.track === 'title') checkTitleTrack(c)
  else if (data.targetGrade === undefined) return refuse('InvalidValue', ['R-AK-58'], { field: 'targetGrade' })
  return [happened(TitleApplicationSubmitted, data)]
}

const check = ({ data: { applicationId } }: Check, s: TitleApplication): TitleApplicationEvent[] => {
  if (s.status === 'checked') return []
  return s.status === 'submitted' ? [happened(TitleApplicationChecked, { applicationId })] : wrongState(s)
}

/** What the panel decided, as it is recorded. The quota is the round's: X-17 fills the place, and a full round becomes a task. */
const decision = ({ data, metadata }: Decide, request: Data<'TitleApplicationSubmitted'>): TitleApplicationEvent => {
  const { applicationId } = data
  const { counselorId, roundId, targetRank, discipline } = request
  const on = data.on ?? metadata.asOf
  if (data.decision === 'refuse')
    return data.reason ? happened(TitleRefused, { applicationId, reason: data.reason }) : refuse('ReasonMissing', ['R-AK-53'])
  if (request.track === 'managementGrade') {
    const grade = data.grade ?? request.targetGrade
    if (grade === undefined) return refuse('InvalidValue', ['R-AK-58'], { field: 'grade' })
    return happened(ManagementGradeGranted, { applicationId, roundId, counselorId, grade, on })
  }
  const { title } = data
  if (title === undefined || targetRank === undefined || discipline === undefined)
    return refuse('InvalidValue', ['R-AK-50'], { field: 'title' })
  return happened(TitleGranted, { applicationId, roundId, counselorId, title, rank: targetRank, discipline, on })
}

/** `checked → granted | refused`. */
const decideTitle = (c: Decide, s: TitleApplication): TitleApplicationEvent[] => {
  if (s.status !== 'checked' && s.status !== 'granted' && s.status !== 'refused') return wrongState(s)
  const decided = decision(c, s.request)
  if (!('outcome' in s)) return [decided]
  return sameData(decided.data, s.outcome) ? [] : wrongState(s)
}

/** An application that is still open `→ withdrawn`, by whose it is. */
const withdraw = ({ data }: Withdraw, s: TitleApplication): TitleApplicationEvent[] => {
  if (s.status === 'none') return wrongState(s)
  if (s.request.counselorId !== data.counselorId) return refuse('InvalidValue', ['R-AK-50'], { field: 'counselorId' })
  const own = ownData(data)
  if (s.status === 'withdrawn') return sameData(own, s.outcome) ? [] : wrongState(s)
  return s.status === 'submitted' || s.status === 'checked' ? [happened(TitleApplicationWithdrawn, own)] : wrongState(s)
}

const decide = (command: TitleApplicationCommand, state: TitleApplication): TitleApplicationEvent[] => {
  switch (command.type) {
    case 'SubmitTitleApplication':
      return submit(command, state)
    case 'CheckTitleApplication':
      return check(command, state)
    case 'DecideTitle':
      return decideTitle(command, state)
    case 'WithdrawTitleApplication':
      return withdraw(command, state)
  }
}

/** `∅ → submitted → checked → granted | refused`; open `→ withdrawn`. R-AK-50, 52..55, 58. */
export const titleApplicationDecider: AggregateDecider<TitleApplication, TitleApplicationCommand, TitleApplicationEvent> = {
  initialState: noTitleApplication,
  decide,
  evolve: evolveTitleApplication,
}
