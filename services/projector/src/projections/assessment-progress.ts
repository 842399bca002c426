import * as assessment from '@fudao/contracts/assessment'
import { defineProjection, defineTable, on } from '@fudao/projections'

/** RM-11: one row per counselor and year. */
export const assessments = defineTable('assessments', {
  columns: {
    assessmentId: 'text',
    counselorId: 'text',
    year: 'int',
    departmentId: 'text',
    employment: 'text',
    state: 'text',
    weights: 'json',
    scores: 'json',
    total: 'int',
    grade: 'text',
    inputs: 'json',
    linkages: 'json',
    finalizedOn: 'text',
    appealUntil: 'text',
    acknowledgedOn: 'text',
  },
  key: ['assessmentId'],
  indexes: [['counselorId', 'year'], ['year'], ['grade']],
})
/** Counts of the student ballot, as they were told: the turnout once a day, the result at closing. */
export const ballots = defineTable('ballots', {
  columns: {
    assessmentId: 'text',
    counselorId: 'text',
    year: 'int',
    from: 'text',
    to: 'text',
    state: 'text',
    eligible: 'int',
    cast: 'int',
    recognitionAvg: 'int',
    satisfactionAvg: 'int',
    tokenPublicKey: 'text',
    tokenHashes: 'json',
  },
  key: ['assessmentId'],
})

type Numbers = Readonly<Record<string, number>>
type Inputs = Readonly<Record<string, string>>
const without = (inputs: unknown, sourceId: string): Inputs =>
  Object.fromEntries(Object.entries(inputs as Inputs).filter(([source]) => source !== sourceId))

/** `<counselorId>-<year>`, the key of the stream. */
export const assessmentId = (data: { readonly counselorId: string; readonly year: number }): string => `${data.counselorId}-${data.year}`
const key = (e: { readonly data: { readonly counselorId: string; readonly year: number } }) => [assessmentId(e.data)]

type Assessment = NonNullable<(typeof assessments)['row']>
const scored = (row: Assessment, party: string, score: number): Assessment => {
  const scores: Numbers = { ...(row.scores as Numbers), [party]: score }
  const all = Object.keys(row.weights as Numbers).every((name) => scores[name] !== undefined)
  // a score that is changed takes a proposal back
  return { ...row, scores, state: all ? 'scored' : 'open', total: null, grade: null }
}
/** An exempt or cancelled year has no result, proposed or final, and nothing is tied to it. */
const noResult = { grade: null, total: null, linkages: [], finalizedOn: null, appealUntil: null, acknowledgedOn: null } as const
export const assessmentProgressProjection = defineProjection({
  name: 'assessment-progress',
  version: 3,
  tables: [assessments, ballots],
  handlers: [
    on(assessment.AssessmentOpened, assessments, key, (before, { campus, data }) => ({
      campus,
      assessmentId: assessmentId(data),
      counselorId: data.counselorId,
      year: data.year,
      departmentId: data.departmentId ?? null,
      employment: data.employment,
      state: 'open',
      weights: data.weights,
      scores: {},
      total: null,
      grade: null,
      // opened again after a cancelling: what is known of the year still is
      inputs: before?.inputs ?? {},
      linkages: [],
      finalizedOn: null,
      appealUntil: null,
      acknowledgedOn: null,
    })),
    on(
      assessment.InputAttached,
      assessments,
      key,
      (row, { data }) => row && { ...row, inputs: { ...(row.inputs as Inputs), [data.sourceId]: data.kind } },
    ),
    on(assessment.InputDetached, assessments, key, (row, { data }) => row && { ...row, inputs: without(row.inputs, data.sourceId) }),
    on(assessment.PartyScored, assessments, key, (row, { data }) => row && scored(row, data.party, data.score)),
    on(
      assessment.GradeProposed,
      assessments,
      key,
      (row, { data }) => row && { ...row, state: 'proposed', total: data.total, grade: data.grade },
    ),
    on(
      assessment.AssessmentFinalized,
      assessments,
      key,
      (row, { data }) =>
        row && {
          ...row,
          state: 'final',
          grade: data.grade,
          total: data.total,
          finalizedOn: data.on,
          appealUntil: data.appealUntil ?? null,
        },
    ),
    on(
      assessment.AssessmentResultRevised,
      assessments,
      key,
      (row, { data }) =>
        row && {
          ...row,
          state: 'final',
          grade: data.to,
          finalizedOn: data.on,
          appealUntil: data.appealUntil ?? null,
          acknowledgedOn: null,
          // those of the result before are superseded
          linkages: [],
        },
    ),
    on(assessment.AppealFiled, assessments, key, (row) => row && { ...row, state: 'underAppeal' }),
    on(assessment.AppealDismissed, assessments, key, (row) => row && { ...row, state: 'final' }),
    on(assessment.AssessmentExempted, assessments, key, (row) => row && { ...row, state: 'exempt', ...noResult }),
    on(assessment.AssessmentCancelled, assessments, key, (row) => row && { ...row, state: 'cancelled', ...noResult }),
    on(assessment.AssessmentLinkagesIssued, assessments, key, (row, { data }) => row && { ...row, linkages: data.linkages }),
    on(assessment.ResultAcknowledged, assessments, key, (row, { data }) => row && { ...row, acknowledgedOn: data.on }),

    on(assessment.BallotOpened, ballots, key, (_, { campus, data }) => ({
      campus,
      assessmentId: assessmentId(data),
      counselorId: data.counselorId,
      year: data.year,
      from: data.from,
      to: data.to,
      state: 'open',
      eligible: data.eligible,
      cast: 0,
      recognitionAvg: null,
      satisfactionAvg: null,
      tokenPublicKey: data.tokenPublicKey,
      tokenHashes: [],
    })),
    on(assessment.TurnoutCounted, ballots, key, (row, { data }) => row && { ...row, cast: data.cast }),
    on(
      assessment.BallotClosed,
      ballots,
      key,
      (row, { data }) =>
        row && {
          ...row,
          state: 'closed',
          cast: data.cast,
          recognitionAvg: data.recognitionAvg ?? null,
          satisfactionAvg: data.satisfactionAvg ?? null,
          tokenHashes: data.tokenHashes,
        },
    ),
  ],
})
