import type {
  AppointCandidate,
  ConcludeTrialPost,
  RaiseObjection,
  RecordStageResult,
  ReserveCandidacy,
  ScreenCandidate,
  SettleObjection,
  StartPublicity,
  StartTrialPost,
  SubmitCandidacy,
  WithdrawCandidacy,
} from '@fudao/contracts/staffing'
import { type CommandOf, refuse } from '@fudao/domain-kit'
import type { Round, RoundPlan } from '../recruitment-round/recruitment-round.js'
import { type Candidacy, type CandidacyFile, stepOf } from './candidacy-state.js'

/** Facts of the same service (C-06). */
export interface RoundFacts {
  /** The round of the candidacy. */
  readonly round?: Round | undefined
}
export interface SubmitFacts extends RoundFacts {
  /** Whether the person's data were erased (A8). */
  readonly erased?: boolean
}

export type Submit = CommandOf<typeof SubmitCandidacy, SubmitFacts>
export type Screen = CommandOf<typeof ScreenCandidate, RoundFacts>
export type StageResult = CommandOf<typeof RecordStageResult, RoundFacts>
export type Publicity = CommandOf<typeof StartPublicity, RoundFacts>
export type Objection = CommandOf<typeof RaiseObjection>
export type Settlement = CommandOf<typeof SettleObjection>
export type Trial = CommandOf<typeof StartTrialPost, RoundFacts>
export type Conclusion = CommandOf<typeof ConcludeTrialPost, RoundFacts>
export type Appoint = CommandOf<typeof AppointCandidate, RoundFacts>
export type Withdraw = CommandOf<typeof WithdrawCandidacy>
export type Reserve = CommandOf<typeof ReserveCandidacy>

export type CandidacyCommand =
  | Submit
  | Screen
  | StageResult
  | Publicity
  | Objection
  | Settlement
  | Trial
  | Conclusion
  | Appoint
  | Withdraw
  | Reserve

export const wrongState = (s: Candidacy, more: Readonly<Record<string, unknown>> = {}): never =>
  refuse('WrongState', ['R-AK-47'], { status: stepOf(s), ...more })

/** The file of a candidacy that is still decided on. */
export const openFile = (s: Candidacy): CandidacyFile =>
  s.status === 'applied' || s.status === 'screened' || s.status === 'inStages' ? s.file : wrongState(s)

/** The plan of a round that goes on: nobody is taken further in one that was cancelled. */
export const livePlan = ({ round }: RoundFacts, s: Candidacy): RoundPlan =>
  round === undefined || round.status === 'none' || round.status === 'cancelled'
    ? wrongState(s, { status: round?.status ?? 'none' })
    : round.file.plan

/** Role `panel` acts where it sits on the panel; a round that names nobody leaves it to the role. */
export const checkPanel = ({ metadata: { actor } }: Screen | StageResult, { panelMembers }: RoundPlan): void => {
  if (actor.role === 'panel' && panelMembers && !panelMembers.includes(actor.userId))
    refuse('NotAuthorized', ['R-AK-44'], { role: actor.role, scope: 'panel' })
}

/** The stage that comes next; `undefined` when all are passed. */
export const nextStage = (plan: RoundPlan, { passed }: CandidacyFile): string | undefined =>
  plan.stages.find((stage) => !passed.includes(stage))
