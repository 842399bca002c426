import { isEncrypted } from '@fudao/contracts/kit'
import * as staffing from '@fudao/contracts/staffing'
import { defineProjection, defineTable, on } from '@fudao/projections'

/** RM-22. */
export const recruitmentRounds = defineTable('recruitment_rounds', {
  columns: {
    roundId: 'text',
    state: 'text',
    posts: 'int',
    filled: 'int',
    channels: 'json',
    panel: 'json',
    /** Users who sit on the panel; empty: whoever has the role. */
    panelMembers: 'json',
    stages: 'json',
    warnings: 'json',
  },
  key: ['roundId'],
})
/** One row per candidacy: where it stands, never what was said about the person. */
export const candidacies = defineTable('candidacies', {
  columns: {
    candidacyId: 'text',
    roundId: 'text',
    personId: 'text',
    channel: 'text',
    /** Stage last passed or begun, or how it ended. */
    state: 'text',
    exceptionRef: 'text',
    publicityTo: 'text',
    trialTo: 'text',
    /** Objections that wait for their settlement. */
    objectionsOpen: 'int',
    counselorId: 'text',
  },
  key: ['candidacyId'],
  indexes: [['roundId'], ['personId']],
})

/** What was said against a candidate, as the ciphertext of the event (A8): opened only for who settles it. */
export const objections = defineTable('objections', {
  columns: {
    candidacyId: 'text',
    objectionId: 'text',
    personId: 'text',
    text: 'text',
    raisedOn: 'text',
    state: 'text',
    settledOn: 'text',
  },
  key: ['candidacyId', 'objectionId'],
})

const round = (e: { readonly data: { readonly roundId: string } }) => [e.data.roundId]
const candidacy = (e: { readonly data: { readonly candidacyId: string } }) => [e.data.candidacyId]
const objection = ({ data }: { readonly data: { readonly candidacyId: string; readonly objectionId: string } }) => [
  data.candidacyId,
  data.objectionId,
]
/** Neither a notice nor a trial runs any more. */
const over = { publicityTo: null, trialTo: null, objectionsOpen: 0 } as const

// A round nobody planned, a candidacy nobody submitted cannot have been decided: `row &&` leaves it out.
export const recruitmentProjection = defineProjection({
  name: 'recruitment',
  version: 2,
  tables: [recruitmentRounds, candidacies, objections],
  handlers: [
    on(staffing.RoundPlanned, recruitmentRounds, round, (_, { campus, data }) => ({
      campus,
      roundId: data.roundId,
      state: 'planned',
      posts: data.posts,
      filled: 0,
      channels: data.channels,
      panel: data.panel,
      panelMembers: data.panelMembers ?? [],
      stages: data.stages,
      warnings: data.warnings,
    })),
    on(staffing.RoundOpened, recruitmentRounds, round, (row) => row && { ...row, state: 'open' }),
    on(staffing.RoundClosed, recruitmentRounds, round, (row) => row && { ...row, state: 'closed' }),
    on(staffing.RoundCancelled, recruitmentRounds, round, (row) => row && { ...row, state: 'cancelled' }),
    on(staffing.PostFilled, recruitmentRounds, round, (row, { data }) => row && { ...row, filled: data.filled }),
    on(staffing.PostFreed, recruitmentRounds, round, (row) => row && { ...row, filled: (row.filled ?? 1) - 1 }),
    on(staffing.CandidacySubmitted, candidacies, candidacy, (_, { campus, data }) => ({
      campus,
      candidacyId: data.candidacyId,
      roundId: data.roundId,
      personId: data.personId,
      channel: data.channel,
      state: 'applied',
      exceptionRef: null,
      ...over,
      counselorId: null,
    })),
    on(
      staffing.CandidateScreened,
      candidacies,
      candidacy,
      (row, { data }) => row && { ...row, state: data.passed ? 'screened' : 'rejected', exceptionRef: data.exceptionRef ?? null },
    ),
    on(staffing.StagePassed, candidacies, candidacy, (row, { data }) => row && { ...row, ...over, state: data.stage }),
    on(staffing.PublicityStarted, candidacies, candidacy, (row, { data }) => row && { ...row, state: 'publicity', publicityTo: data.to }),
    on(staffing.ObjectionRaised, candidacies, candidacy, (row) => row && { ...row, objectionsOpen: (row.objectionsOpen ?? 0) + 1 }),
    on(staffing.ObjectionSettled, candidacies, candidacy, (row) => row && { ...row, objectionsOpen: (row.objectionsOpen ?? 1) - 1 }),
    on(staffing.ObjectionRaised, objections, objection, (_, { campus, asof, data }) => ({
      campus,
      candidacyId: data.candidacyId,
      objectionId: data.objectionId,
      personId: data.personId,
      // a text that came in plain is not kept
      text: isEncrypted(data.text) ? data.text : null,
      raisedOn: asof,
      state: 'open',
      settledOn: null,
    })),
    on(
      staffing.ObjectionSettled,
      objections,
      objection,
      (row, { asof, data }) => row && { ...row, state: data.upheld ? 'objectionUpheld' : 'objectionDismissed', settledOn: asof },
    ),
    on(
      staffing.TrialPostStarted,
      candidacies,
      candidacy,
      (row, { data }) => row && { ...row, state: 'trialPost', trialTo: data.plannedTo },
    ),
    on(
      staffing.TrialPostConcluded,
      candidacies,
      candidacy,
      (row, { data }) => row && { ...row, ...over, state: data.passed ? 'trialPost' : 'rejected' },
    ),
    on(staffing.CandidacyRejected, candidacies, candidacy, (row) => row && { ...row, ...over, state: 'rejected' }),
    on(
      staffing.CandidateAppointed,
      candidacies,
      candidacy,
      (row, { data }) => row && { ...row, ...over, state: 'appointed', counselorId: data.counselorId },
    ),
    on(staffing.CandidacyWithdrawn, candidacies, candidacy, (row) => row && { ...row, ...over, state: 'withdrawn' }),
    on(staffing.CandidacyReserved, candidacies, candidacy, (row) => row && { ...row, state: 'reserved' }),
  ],
})
