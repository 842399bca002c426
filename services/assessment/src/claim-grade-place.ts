import { CounselorAssessment, type Grade, GradePlaces } from '@fudao/contracts/assessment'
import type { PolicyView } from '@fudao/domain-kit'
import type { FactTools, LoadFact } from '@fudao/service-kit'
import type { GradePlaceFacts } from './domain/counselor-assessment/result.js'
import { type Assessment, type AssessmentEvent, evolveAssessment, noAssessment } from './domain/counselor-assessment/state.js'
import { evolveGradePlaces, freePlaces, type Holder, takePlace } from './domain/grade-places/grade-places.js'

interface AtRevision {
  readonly assessment: Assessment
  readonly revision: number
}
const atRevision = {
  initialState: (): AtRevision => ({ assessment: noAssessment(), revision: -1 }),
  evolve: (state: AtRevision, event: AssessmentEvent): AtRevision => ({
    assessment: evolveAssessment(state.assessment, event),
    revision: state.revision + 1,
  }),
}
const places = { initialState: freePlaces, evolve: evolveGradePlaces }

const gradeIn = (state: Assessment): Grade | undefined =>
  state.status === 'final' || state.status === 'underAppeal' ? state.file.result?.grade : undefined

interface Asked {
  readonly data: { readonly counselorId: string; readonly year: number }
  readonly metadata: { readonly policy: PolicyView }
}

/**
 * Claims a place of the grade that the command would give, where the campus has set how many there are (C-06: an invariant over several
 * streams is a saga, as with staff numbers). `gradeOf` says which grade that is; undefined when the command gives none.
 */
export const claimGradePlace = async (
  { data: { counselorId, year }, metadata: { policy } }: Asked,
  gradeOf: (assessment: Assessment) => Grade | undefined,
  load: LoadFact,
  { reserve }: Pick<FactTools, 'reserve'>,
): Promise<GradePlaceFacts> => {
  // C-10: a yearly quota is that of the first day of its year
  const quotas = policy.value('assessment.gradeQuota', `${year}-01-01`)
  if (quotas === null) return undefined
  const { assessment, revision: assessmentRevision } = await load(atRevision, CounselorAssessment, { counselorId, year })
  const grade = gradeOf(assessment)
  const quota = grade && quotas[grade]
  if (grade === undefined || quota === undefined) return undefined
  const key = { grade, year }
  const { holders } = await load(places, GradePlaces, key)
  const examine = async ([holder, claimedAt]: readonly [string, number]): Promise<Holder> => {
    const now = await load(atRevision, CounselorAssessment, { counselorId: holder, year })
    return { counselorId: holder, claimedAt, revision: now.revision, hasGrade: gradeIn(now.assessment) === grade }
  }
  const full = holders.size >= quota && !holders.has(counselorId)
  const examined = full ? await Promise.all([...holders].map(examine)) : []
  const after = await reserve(places, GradePlaces, key, (s) => takePlace({ ...key, counselorId, assessmentRevision }, quota, s, examined))
  return { place: { grade, quota, taken: after.holders.size, held: after.holders.has(counselorId) } }
}
