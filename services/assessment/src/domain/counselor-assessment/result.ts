import {
  type AcknowledgeResult,
  AppealDismissed,
  AppealFiled,
  AssessmentCancelled,
  AssessmentExempted,
  AssessmentFinalized,
  AssessmentLinkagesIssued,
  AssessmentResultRevised,
  type CancelAssessment,
  type DismissAppeal,
  type ExemptYear,
  type FileAppeal,
  type FinalizeResult,
  type Grade,
  type IssueLinkages,
  ResultAcknowledged,
  type ReviseResult,
} from '@fudao/contracts/assessment'
import type { Bilingual } from '@fudao/contracts/kit'
import { sayCode } from '@fudao/contracts/vocabulary'
import { addDays, type CommandOf, happened, type LocalDate, type PolicyView, refuse, yearEnd } from '@fudao/domain-kit'
import { invalidValue, wrongState } from '../refusing.js'
import { type Assessment, type AssessmentEvent, type AssessmentFile, type Result, words } from './state.js'

// From the proposed grade to the result, its appeal and what it is used for.

const isFinal: Bilingual = { zh: '结果已审定且不在申诉中', en: 'the result is final and not under appeal' }

/** Last day of an appeal against a result of `on` (C-04: inclusive); none while the campus has set no number of days. */
const appealWindow = (policy: PolicyView, on: LocalDate): { readonly appealUntil?: LocalDate } => {
  const days = policy.value('assessment.appeal.days')
  return days === null ? {} : { appealUntil: addDays(on, days) }
}

/** Whether the counselor holds a place of the grade that is to be given; none where the campus has not set how many there are. */
export type GradePlaceFacts =
  | { readonly place?: { readonly grade: Grade; readonly quota: number; readonly taken: number; readonly held: boolean } }
  | undefined
/** @throws Refusal GradeQuotaReached */
const needsPlace = (year: number, facts: GradePlaceFacts): void => {
  const place = facts?.place
  if (!place || place.held) return
  const { grade, quota, taken } = place
  const { zh: gradeZh, en: gradeEn } = sayCode(grade)
  refuse('GradeQuotaReached', ['R-AK-78'], { year, grade, gradeZh, gradeEn, quota, taken })
}

/** The result, in exactly the state `final`. */
const finalResult = (state: Assessment, rules: readonly string[]): Result & { readonly file: AssessmentFile } => {
  if (state.status !== 'final' || !state.file.result) return wrongState(rules, words[state.status], isFinal)
  return { ...state.file.result, file: state.file }
}

export const finalizeResult = (
  { data, metadata }: CommandOf<typeof FinalizeResult, GradePlaceFacts>,
  state: Assessment,
): AssessmentEvent[] => {
  if (state.status === 'final') return []
  if (state.status !== 'proposed' || !state.file.proposal)
    return wrongState(['R-AK-80'], words[state.status], { zh: '等次已拟定', en: 'the grade is proposed' })
  const { counselorId, year } = data
  const { asOf, policy } = metadata
  if (asOf <= yearEnd(year)) return refuse('YearNotOver', ['R-AK-82', 'A-10'], { year, from: addDays(yearEnd(year), 1) })
  const { grade, total } = state.file.proposal
  needsPlace(year, metadata.facts)
  return [happened(AssessmentFinalized, { counselorId, year, grade, total, on: asOf, ...appealWindow(policy, asOf) })]
}

export const exemptYear = ({ data }: CommandOf<typeof ExemptYear>, state: Assessment): AssessmentEvent[] => {
  const { counselorId, year, reason } = data
  if (!reason) return refuse('ReasonMissing', ['R-AK-81', 'A-12'], { field: 'reason' })
  if (state.status === 'exempt' && state.file.endedBecause === reason) return []
  if (state.status !== 'open' && state.status !== 'final')
    return wrongState(['R-AK-81', 'A-12'], words[state.status], {
      zh: '考核刚开始（评分未齐）或结果已审定',
      en: 'the parties are still scoring, or the result is final',
    })
  return [happened(AssessmentExempted, { counselorId, year, reason })]
}

export const cancelAssessment = ({ data }: CommandOf<typeof CancelAssessment>, state: Assessment): AssessmentEvent[] => {
  const { counselorId, year, reason } = data
  if (!reason) return refuse('ReasonMissing', ['R-AK-31'], { field: 'reason' })
  if (state.status === 'cancelled' && state.file.endedBecause === reason) return []
  if (state.status !== 'open' && state.status !== 'scored' && state.status !== 'proposed')
    return wrongState(['R-AK-31', 'R-AK-80'], words[state.status], {
      zh: '考核已开始且结果尚未审定',
      en: 'the assessment is open and has no result yet',
    })
  return [happened(AssessmentCancelled, { counselorId, year, reason })]
}

export const fileAppeal = ({ data, metadata }: CommandOf<typeof FileAppeal>, state: Assessment): AssessmentEvent[] => {
  if (state.status === 'underAppeal') return []
  const { appealUntil } = finalResult(state, ['R-AK-81'])
  const { asOf } = metadata
  if (appealUntil !== undefined && asOf > appealUntil)
    return wrongState(
      ['R-AK-81'],
      { state: 'final', zh: `申诉期已于 ${appealUntil} 届满`, en: `the time to appeal ended on ${appealUntil}` },
      { zh: `在 ${appealUntil}（含当日）之前提出`, en: `it is filed by ${appealUntil}` },
    )
  return [happened(AppealFiled, { counselorId: data.counselorId, year: data.year, on: asOf })]
}

export const reviseResult = ({ data, metadata }: CommandOf<typeof ReviseResult, GradePlaceFacts>, state: Assessment): AssessmentEvent[] => {
  const rules = ['R-AK-80', 'R-AK-81']
  if ((state.status !== 'final' && state.status !== 'underAppeal') || !state.file.result)
    return wrongState(rules, words[state.status], { zh: '结果已审定', en: 'the result is final' })
  const { grade: from, eventId } = state.file.result
  const { counselorId, year, to } = data
  const { asOf, policy } = metadata
  if (to === from)
    return state.status === 'final'
      ? []
      : invalidValue(
          rules,
          'to',
          { zh: '更改后的等次', en: 'revised grade' },
          { zh: '与原等次不同；维持原等次请驳回申诉', en: 'another grade; to keep the grade, dismiss the appeal' },
          to,
        )
  needsPlace(year, metadata.facts)
  return [
    happened(AssessmentResultRevised, {
      counselorId,
      year,
      from,
      to,
      on: asOf,
      ...appealWindow(policy, asOf),
      ...(eventId === undefined ? {} : { correctsEventId: eventId }),
    }),
  ]
}

export const dismissAppeal = ({ data }: CommandOf<typeof DismissAppeal>, state: Assessment): AssessmentEvent[] => {
  if (state.status === 'final' && state.file.appealDismissedFor === state.file.result?.number) return []
  if (state.status !== 'underAppeal')
    return wrongState(['R-AK-80', 'R-AK-81'], words[state.status], { zh: '本人已提出申诉', en: 'the counselor has appealed' })
  return [happened(AppealDismissed, { counselorId: data.counselorId, year: data.year })]
}

export const issueLinkages = ({ data, metadata }: CommandOf<typeof IssueLinkages>, state: Assessment): AssessmentEvent[] => {
  const { number, grade, file } = finalResult(state, ['R-AK-81'])
  const linkages = metadata.policy.value('assessment.linkages')
  // A campus without the parameter ties nothing to results; a result is tied once.
  if (linkages === null || file.linkages?.resultNumber === number) return []
  const supersedes = data.supersedes ?? file.linkages?.eventId
  const { counselorId, year } = data
  return [happened(AssessmentLinkagesIssued, { counselorId, year, grade, linkages, ...(supersedes === undefined ? {} : { supersedes }) })]
}

export const acknowledgeResult = ({ data, metadata }: CommandOf<typeof AcknowledgeResult>, state: Assessment): AssessmentEvent[] => {
  const { number, file } = finalResult(state, ['R-AK-81'])
  if (file.acknowledged === number) return []
  return [happened(ResultAcknowledged, { counselorId: data.counselorId, year: data.year, on: metadata.asOf })]
}
