import {
  AppealDismissed,
  AppealFiled,
  AssessmentCancelled,
  AssessmentExempted,
  AssessmentFinalized,
  AssessmentOpened,
  AssessmentResultRevised,
  type Grade,
  GradeProposed,
  PartyScored,
} from '@fudao/contracts/assessment'
import { happened } from '@fudao/domain-kit'
import type { Scheme } from '../scheme/scheme.js'
import type { AssessmentEvent, AssessmentStatus } from './state.js'

/** What the tests of this aggregate start from: T-69's weights and scores, and one history per state. */
export const key = { counselorId: 'c_1', year: 2023 }
export const terms = {
  weights: { studentAffairs: 40, orgPersonnel: 20, deptBranch: 20, students: 20 },
  criteria: ['ethics', 'educationalEffect', 'studentRecognition', 'studentSatisfaction'] as const,
  thresholds: { excellent: 9000, qualified: 6000 },
}
const criteria = [...terms.criteria]
export const publishedScheme: Scheme = { status: 'published', terms: { ...terms, criteria }, on: '2023-01-10' }
export const opened = happened(AssessmentOpened, {
  ...key,
  employment: 'fullTime',
  departmentId: 'nursing',
  weights: terms.weights,
  criteria,
  thresholds: terms.thresholds,
})

export const scored = (party: string, score: number): AssessmentEvent => happened(PartyScored, { ...key, party, score, criteria: {} })
/** T-69: 85, 90, 80 and students 88. */
export const t69Scores = [
  scored('studentAffairs', 8500),
  scored('orgPersonnel', 9000),
  scored('deptBranch', 8000),
  scored('students', 8800),
]
export const proposed = (grade: Grade = 'qualified', total = 8560): AssessmentEvent => happened(GradeProposed, { ...key, total, grade })
export const finalized = (
  grade: Grade = 'qualified',
  total = 8560,
  on = '2024-01-20',
  more: { appealUntil?: string } = {},
): AssessmentEvent => ({
  ...happened(AssessmentFinalized, { ...key, grade, total, on, ...more }),
  id: '00000000-0000-4000-8000-00000000000f',
})
export const appealed = happened(AppealFiled, { ...key, on: '2024-01-25' })
export const appealDismissed = happened(AppealDismissed, key)
export const revised = (from: Grade, to: Grade): AssessmentEvent =>
  happened(AssessmentResultRevised, { ...key, from, to, on: '2024-02-01' })
export const exempted = happened(AssessmentExempted, { ...key, reason: '全年脱产学习' })
export const cancelled = happened(AssessmentCancelled, { ...key, reason: 'deregistered' })

export const toScored = [opened, ...t69Scores]
export const toProposed = [...toScored, proposed()]
export const toFinal = [...toProposed, finalized()]
/** One history for each state of the aggregate. */
export const histories: Readonly<Record<'none' | AssessmentStatus, readonly AssessmentEvent[]>> = {
  none: [],
  open: [opened],
  scored: toScored,
  proposed: toProposed,
  final: toFinal,
  underAppeal: [...toFinal, appealed],
  exempt: [opened, exempted],
  cancelled: [opened, cancelled],
}
