import {
  AssessmentOpened,
  type AttachInput,
  type DetachInput,
  GradeProposed,
  InputAttached,
  InputDetached,
  type OpenAssessment,
  PartyScored,
  type ProposeGrade,
  type SubmitPartyScore,
} from '@fudao/contracts/assessment'
import type { Actor } from '@fudao/contracts/kit'
import { type CommandOf, happened, refuse } from '@fudao/domain-kit'
import { invalidValue, notAuthorized, wrongState } from '../refusing.js'
import { sameData } from '../same-data.js'
import type { Scheme } from '../scheme/scheme.js'
import { type Assessment, type AssessmentEvent, type AssessmentFile, missingParties, words } from './state.js'
import { gradeOf, weightedTotal } from './total.js'

// From opening to the proposed grade.

export interface OpenAssessmentFacts {
  readonly scheme: Scheme
}

export const openAssessment = (
  { data, metadata }: CommandOf<typeof OpenAssessment, OpenAssessmentFacts>,
  state: Assessment,
): AssessmentEvent[] => {
  // who comes back in the year is assessed after all
  if (state.status !== 'none' && state.status !== 'cancelled') {
    const { employment, departmentId } = state.file.terms
    if (employment === data.employment && departmentId === data.departmentId) return []
    return wrongState(['R-AK-80'], words[state.status], {
      zh: '当年尚无考核，或已取消',
      en: 'the year has no assessment, or a cancelled one',
    })
  }
  const { scheme } = metadata.facts
  if (scheme.status !== 'published') return refuse('SchemeMissing', ['R-AK-78'], { year: data.year })
  const { weights, criteria, thresholds } = scheme.terms
  const { counselorId, year, employment, departmentId } = data
  return [
    happened(AssessmentOpened, {
      counselorId,
      year,
      employment,
      ...(departmentId === undefined ? {} : { departmentId }),
      weights,
      criteria,
      thresholds,
    }),
  ]
}

const beforeResult = {
  zh: '结果尚未审定；审定后如有新情况，请更改结果',
  en: 'the result is not final; afterwards the result itself is revised',
}
const inputRules = ['R-AK-79', 'R-AK-81']
const takesInputs = ({ status }: Assessment): boolean => status === 'open' || status === 'scored' || status === 'proposed'

export const attachInput = ({ data, metadata }: CommandOf<typeof AttachInput>, state: Assessment): AssessmentEvent[] => {
  const { counselorId, year, kind } = data
  // sources of their own: nobody keeps out what a rule attaches by naming its source first
  const sourceId = metadata.actor.role === 'counselor' ? `self:${data.sourceId}` : data.sourceId
  if (state.status !== 'none' && state.file.sources.has(sourceId)) return []
  if (!takesInputs(state)) return wrongState(inputRules, words[state.status], beforeResult)
  return [happened(InputAttached, { counselorId, year, kind, sourceId, data: data.data })]
}

export const detachInput = ({ data }: CommandOf<typeof DetachInput>, state: Assessment): AssessmentEvent[] => {
  if (state.status === 'none' || !state.file.sources.has(data.sourceId)) return []
  if (!takesInputs(state)) return wrongState(inputRules, words[state.status], beforeResult)
  const { counselorId, year, sourceId, reason } = data
  return [happened(InputDetached, { counselorId, year, sourceId, reason })]
}

const scoreRules = ['R-AK-80']

/** Each office scores for itself, a department branch only its own counselors, and the students' score comes from the ballot. */
const mayScore = (actor: Actor, party: string, { terms }: AssessmentFile): void => {
  if (actor.role !== (party === 'students' ? 'system' : party))
    notAuthorized(scoreRules, [party === 'students' ? 'system' : party], {
      zh: '每个部门只提交本部门的评分，学生评分由系统按测评结果提交',
      en: 'each office submits its own score; the students’ score is submitted by the system from the ballot',
    })
  if (actor.role === 'deptBranch' && terms.departmentId !== undefined && terms.departmentId !== actor.departmentId)
    notAuthorized(['R-AK-77', ...scoreRules], ['deptBranch'], {
      zh: '系（部）党总支只评本系（部）的辅导员',
      en: 'a department branch scores its own counselors only',
    })
}

/** The two measures of the ballot come with the students' score (X-48), also where the scheme does not weigh them. */
const isBallotMeasure = (criterion: string): boolean => criterion === 'studentRecognition' || criterion === 'studentSatisfaction'
const outOfRange = (points: number): boolean => points < 0 || points > 10_000
const range = { zh: '0 至 100 分，以百分之一分计（0 至 10000）', en: '0 to 100 points, in hundredths (0 to 10000)' }

export const submitPartyScore = ({ data, metadata }: CommandOf<typeof SubmitPartyScore>, state: Assessment): AssessmentEvent[] => {
  const needs = { zh: '考核已开始且等次尚未拟定', en: 'the assessment is open and no grade is proposed' }
  if (state.status === 'none') return wrongState(scoreRules, words.none, needs)
  const { file } = state
  const { party, score } = data
  const criteria = data.criteria ?? {}
  const parties = Object.keys(file.terms.weights)
  if (!parties.includes(party)) return refuse('NotAParty', scoreRules, { party, parties })
  mayScore(metadata.actor, party, file)
  if (outOfRange(score)) return invalidValue(scoreRules, 'score', { zh: '评分', en: 'score' }, range, score)
  for (const [criterion, points] of Object.entries(criteria)) {
    const field = `criteria.${criterion}`
    if (!file.terms.criteria.some((c) => c === criterion) && !(party === 'students' && isBallotMeasure(criterion)))
      return invalidValue(
        ['R-AK-79'],
        field,
        { zh: `考核重点 ${criterion}`, en: `criterion ${criterion}` },
        { zh: `方案的考核重点：${file.terms.criteria.join('、')}`, en: `the criteria of the scheme: ${file.terms.criteria.join(', ')}` },
      )
    if (outOfRange(points))
      return invalidValue(['R-AK-79'], field, { zh: `${criterion} 的评分`, en: `score of ${criterion}` }, range, points)
  }
  if (sameData(file.scores[party], { score, criteria })) return []
  if (state.status !== 'open' && state.status !== 'scored') return wrongState(scoreRules, words[state.status], needs)
  return [happened(PartyScored, { counselorId: data.counselorId, year: data.year, party, score, criteria })]
}

export const proposeGrade = ({ data }: CommandOf<typeof ProposeGrade>, state: Assessment): AssessmentEvent[] => {
  if (state.status === 'proposed') return []
  if (state.status !== 'open' && state.status !== 'scored')
    return wrongState(scoreRules, words[state.status], {
      zh: '考核已开始且结果尚未审定',
      en: 'the assessment is open and has no result yet',
    })
  const { file } = state
  const missing = missingParties(file)
  if (missing.length > 0) return refuse('PartyScoreMissing', scoreRules, { missing })
  const total = weightedTotal(
    Object.entries(file.terms.weights).map(([party, weight]) => ({ weight, score: file.scores[party]?.score ?? 0 })),
  )
  return [happened(GradeProposed, { counselorId: data.counselorId, year: data.year, total, grade: gradeOf(total, file.terms.thresholds) })]
}
