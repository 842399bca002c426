import * as assessment from '@fudao/contracts/assessment'
import * as staffing from '@fudao/contracts/staffing'
import { defineProjection, defineTable, on } from '@fudao/projections'

/** RM-13: exit cases. */
export const exitCases = defineTable('exit_cases', {
  columns: {
    exitCaseId: 'text',
    counselorId: 'text',
    year: 'int',
    ground: 'text',
    basisYears: 'json',
    state: 'text',
    openedOn: 'text',
    offerNo: 'int',
    post: 'text',
    answerDueOn: 'text',
    answered: 'text',
    permittedSince: 'text',
    decision: 'text',
    decidedOn: 'text',
  },
  key: ['exitCaseId'],
  indexes: [['counselorId'], ['state']],
})
/** RM-13: findings of unsuitability. Their reasons stay in the events: nobody needs them in a list. */
export const findings = defineTable('findings', {
  columns: { findingId: 'text', counselorId: 'text', state: 'text', since: 'text' },
  key: ['findingId'],
  indexes: [['counselorId']],
})

const caseKey = (e: { readonly data: { readonly exitCaseId: string } }) => [e.data.exitCaseId]
const findingKey = (e: { readonly data: { readonly findingId: string } }) => [e.data.findingId]

export const exitWatchProjection = defineProjection({
  name: 'exit-watch',
  version: 1,
  tables: [exitCases, findings],
  handlers: [
    // a withdrawn case may be opened again: a new beginning
    on(staffing.ExitCaseOpened, exitCases, caseKey, (_, { campus, asof, data }) => ({
      campus,
      exitCaseId: data.exitCaseId,
      counselorId: data.counselorId,
      year: data.year,
      ground: data.ground,
      basisYears: data.basisYears,
      state: 'opened',
      openedOn: asof,
      offerNo: null,
      post: null,
      answerDueOn: null,
      answered: null,
      permittedSince: null,
      decision: null,
      decidedOn: null,
    })),
    on(
      staffing.PostOffered,
      exitCases,
      caseKey,
      (row, { data }) =>
        row && { ...row, state: 'offered', offerNo: data.offerNo, post: data.post, answerDueOn: data.answerDueOn, answered: null },
    ),
    on(staffing.OfferAccepted, exitCases, caseKey, (row) => row && { ...row, state: 'accepted', answered: 'accepted' }),
    on(staffing.OfferRefused, exitCases, caseKey, (row) => row && { ...row, state: 'refused', answered: 'refused' }),
    on(staffing.ExitCaseEscalated, exitCases, caseKey, (row) => row && { ...row, state: 'escalated' }),
    on(
      staffing.TerminationPermitted,
      exitCases,
      caseKey,
      (row, { asof, data }) => row && { ...row, state: 'terminationPermitted', permittedSince: asof, basisYears: data.basisYears },
    ),
    on(
      staffing.TerminationDecided,
      exitCases,
      caseKey,
      (row, { data }) =>
        row && { ...row, state: data.decision === 'terminate' ? 'terminated' : 'retained', decision: data.decision, decidedOn: data.on },
    ),
    on(staffing.CounselorReassigned, exitCases, caseKey, (row, { data }) => row && { ...row, state: 'reassigned', post: data.newPost }),
    on(staffing.ExitCaseWithdrawn, exitCases, caseKey, (row) => row && { ...row, state: 'withdrawn' }),

    on(assessment.UnsuitabilityRaised, findings, findingKey, (_, { campus, asof, data }) => ({
      campus,
      findingId: data.findingId,
      counselorId: data.counselorId,
      state: 'raised',
      since: asof,
    })),
    on(assessment.UnsuitabilityConfirmed, findings, findingKey, (row, { data }) => row && { ...row, state: 'confirmed', since: data.on }),
    on(assessment.UnsuitabilityDismissed, findings, findingKey, (row, { asof }) => row && { ...row, state: 'dismissed', since: asof }),
  ],
})
