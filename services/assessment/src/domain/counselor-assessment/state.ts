import type {
  AppealDismissed,
  AppealFiled,
  AssessmentCancelled,
  AssessmentExempted,
  AssessmentFinalized,
  AssessmentLinkagesIssued,
  AssessmentOpened,
  AssessmentResultRevised,
  Grade,
  GradeProposed,
  InputAttached,
  InputDetached,
  PartyScored,
  ResultAcknowledged,
} from '@fudao/contracts/assessment'
import type { EventOf } from '@fudao/contracts/kit'
import type { LocalDate, Recorded } from '@fudao/domain-kit'
import type { StateWords } from '../refusing.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type AssessmentEvent = Recorded<
  EventOf<
    | typeof AssessmentOpened
    | typeof InputAttached
    | typeof InputDetached
    | typeof PartyScored
    | typeof GradeProposed
    | typeof AssessmentFinalized
    | typeof AssessmentExempted
    | typeof AssessmentCancelled
    | typeof AppealFiled
    | typeof AssessmentResultRevised
    | typeof AppealDismissed
    | typeof AssessmentLinkagesIssued
    | typeof ResultAcknowledged
  >
>
type Data<T extends AssessmentEvent['type']> = Extract<AssessmentEvent, { readonly type: T }>['data']

// --- State -----------------------------------------------------------------------------------------------------------

/** What the year is judged by, copied from the scheme at opening (C-10). */
export type AssessmentTerms = Pick<
  Data<'AssessmentOpened'>,
  'counselorId' | 'year' | 'employment' | 'departmentId' | 'weights' | 'criteria' | 'thresholds'
>
export type PartyScore = Pick<Data<'PartyScored'>, 'score' | 'criteria'>

export interface Result {
  /** 1 for the first result, one more for each revision: linkages and acknowledgements belong to one result. */
  readonly number: number
  readonly grade: Grade
  readonly on: LocalDate
  readonly appealUntil: LocalDate | undefined
  /** Event that gave the grade: what a revision corrects (C-11). */
  readonly eventId: string | undefined
}
export interface AssessmentFile {
  readonly terms: AssessmentTerms
  readonly sources: ReadonlySet<string>
  readonly scores: Readonly<Record<string, PartyScore>>
  readonly proposal: { readonly total: number; readonly grade: Grade } | undefined
  readonly result: Result | undefined
  /** The result whose appeal was dismissed last. */
  readonly appealDismissedFor: number | undefined
  readonly linkages: { readonly resultNumber: number; readonly eventId: string | undefined } | undefined
  readonly acknowledged: number | undefined
  readonly endedBecause: string | undefined
}
export type AssessmentStatus = 'open' | 'scored' | 'proposed' | 'final' | 'underAppeal' | 'exempt' | 'cancelled'

/** `∅ → open → scored → proposed → final ⇄ underAppeal`; `open|scored|proposed → cancelled → open`; `open|final → exempt`. */
export type Assessment = { readonly status: 'none' } | { readonly status: AssessmentStatus; readonly file: AssessmentFile }

export const noAssessment = (): Assessment => ({ status: 'none' })

export const words: Readonly<Record<Assessment['status'], StateWords>> = {
  none: { state: 'none', zh: '当年考核尚未开始', en: 'the assessment of the year is not open' },
  open: { state: 'open', zh: '正在评分', en: 'the parties are scoring' },
  scored: { state: 'scored', zh: '各方已评分', en: 'all parties have scored' },
  proposed: { state: 'proposed', zh: '等次已拟定', en: 'the grade is proposed' },
  final: { state: 'final', zh: '结果已审定', en: 'the result is final' },
  underAppeal: { state: 'underAppeal', zh: '正在申诉', en: 'the result is under appeal' },
  exempt: { state: 'exempt', zh: '当年已免予考核', en: 'the year is exempt' },
  cancelled: { state: 'cancelled', zh: '考核已取消', en: 'the assessment is cancelled' },
}

export const missingParties = (file: AssessmentFile): string[] =>
  Object.keys(file.terms.weights).filter((party) => file.scores[party] === undefined)

// --- Evolve ----------------------------------------------------------------------------------------------------------

const opened = (
  { counselorId, year, employment, departmentId, weights, criteria, thresholds }: Data<'AssessmentOpened'>,
  before: Assessment,
): Assessment => ({
  status: 'open',
  file: {
    terms: { counselorId, year, employment, departmentId, weights, criteria, thresholds },
    // opened again after a cancelling: what is known of the year still is
    sources: before.status === 'none' ? new Set() : before.file.sources,
    scores: {},
    proposal: undefined,
    result: undefined,
    appealDismissedFor: undefined,
    linkages: undefined,
    acknowledged: undefined,
    endedBecause: undefined,
  },
})

/** Folds one event; an event of an assessment nobody opened cannot have been decided and is left out. */
export const evolveAssessment = (state: Assessment, event: AssessmentEvent): Assessment => {
  if (event.type === 'AssessmentOpened') return opened(event.data, state)
  if (state.status === 'none') return state
  const { status, file } = state
  const as = (next: AssessmentStatus, change: Partial<AssessmentFile>): Assessment => ({ status: next, file: { ...file, ...change } })
  switch (event.type) {
    case 'InputAttached':
      return as(status, { sources: new Set([...file.sources, event.data.sourceId]) })
    case 'InputDetached':
      return as(status, { sources: new Set([...file.sources].filter((source) => source !== event.data.sourceId)) })
    case 'PartyScored': {
      const { party, score, criteria } = event.data
      const scores = { ...file.scores, [party]: { score, criteria } }
      return as(missingParties({ ...file, scores }).length === 0 ? 'scored' : 'open', { scores })
    }
    case 'GradeProposed':
      return as('proposed', { proposal: { total: event.data.total, grade: event.data.grade } })
    case 'AssessmentFinalized': {
      const { grade, on, appealUntil } = event.data
      return as('final', { result: { number: 1, grade, on, appealUntil, eventId: event.id } })
    }
    case 'AssessmentResultRevised': {
      const { to, on, appealUntil } = event.data
      return as('final', {
        result: { number: (file.result?.number ?? 0) + 1, grade: to, on, appealUntil, eventId: event.id },
      })
    }
    case 'AppealFiled':
      return as('underAppeal', { appealDismissedFor: undefined })
    case 'AppealDismissed':
      return as('final', { appealDismissedFor: file.result?.number })
    case 'AssessmentLinkagesIssued':
      return as(status, { linkages: { resultNumber: file.result?.number ?? 0, eventId: event.id } })
    case 'ResultAcknowledged':
      return as(status, { acknowledged: file.result?.number })
    case 'AssessmentExempted':
      return as('exempt', { endedBecause: event.data.reason })
    case 'AssessmentCancelled':
      return as('cancelled', { endedBecause: event.data.reason })
  }
}
