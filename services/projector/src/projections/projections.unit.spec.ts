import * as assessment from '@fudao/contracts/assessment'
import * as staffing from '@fudao/contracts/staffing'
import { TaskCancelled, TaskCompleted, TaskDelegated } from '@fudao/contracts/tasks'
import { type TestEvent, TestLedger } from '@fudao/messaging/testing'
import { foldAll, type ProjectionDefinition } from '@fudao/projections'
import { describe, expect, it } from 'vitest'
import { awardGoesTo, campusExists, counselorJoins, dayIs, roundRuns, rulesActOn, taskFor, tell, yearIs } from '../fixtures/story.js'
import { assessmentProgressProjection } from './assessment-progress.js'
import { awardsProjection } from './awards.js'
import { campusProjection } from './campus.js'
import { contractsProjection } from './contracts.js'
import { exitWatchProjection } from './exit-watch.js'
import { projections } from './index.js'
import { journalProjection } from './journal.js'
import { recruitmentProjection } from './recruitment.js'
import { rosterProjection } from './roster.js'
import { tasksProjection } from './tasks.js'

const record = (...events: readonly TestEvent[]) => {
  const ledger = new TestLedger()
  return events.map((event) => ledger.record(event))
}
const rowsOf = (projection: ProjectionDefinition, table: string, ...events: readonly TestEvent[]) =>
  foldAll(projection, record(...events)).get(table) ?? []

describe('RM-14 contracts', () => {
  const contractId = 'k_c1'
  it('follow a contract from draft to renewal', () => {
    const until = (...more: readonly TestEvent[]) =>
      rowsOf(contractsProjection, 'contracts', ...counselorJoins({ counselorId: 'c1' }), ...more)[0]
    expect(until()).toMatchObject({ contractId, state: 'active', clearance: null, to: '2024-12-31', exceptionRef: null })
    expect(until(), 'C-10: the day and the policy that the notice day goes by').toMatchObject({ signedAsOf: '2021-08-20', signedUnder: 0 })
    const due = tell(staffing.RenewalDue, { contractId, dueOn: '2024-11-01' })
    expect(until(due)).toMatchObject({ state: 'renewalDue', renewalDueOn: '2024-11-01' })
    const held = tell(staffing.RenewalClearanceSet, { contractId, clearance: 'held', basisYear: 2023, reason: 'latestYearUnqualified' })
    expect(until(due, held)).toMatchObject({ clearance: 'held', basisYear: 2023, reason: 'latestYearUnqualified' })
    const barred = tell(staffing.RenewalClearanceSet, { contractId, clearance: 'barred', reason: 'terminationDecided' })
    expect(until(due, held, barred)).toMatchObject({ clearance: 'barred', basisYear: null })
    expect(until(tell(staffing.ContractRenewed, { contractId, newContractId: 'k2', from: '2025-01-01', to: '2027-12-31' }))).toMatchObject({
      state: 'renewed',
    })
    expect(until(tell(staffing.ContractExpired, { contractId, on: '2025-01-01' }))).toMatchObject({ state: 'expired' })
    expect(until(tell(staffing.ContractTerminated, { contractId, on: '2024-03-01', ground: 'assessment' }))).toMatchObject({
      state: 'terminated',
    })
  })
  it('T-22 shows the exception of a discouraged kind', () => {
    const drafted = tell(staffing.ContractDrafted, {
      contractId,
      personId: 'p1',
      counselorId: 'c1',
      kind: 'laborDispatch',
      from: '2021-09-01',
      exceptionRef: '会议纪要 7',
    })
    expect(rowsOf(contractsProjection, 'contracts', drafted)).toMatchObject([
      { kind: 'laborDispatch', exceptionRef: '会议纪要 7', to: null },
    ])
  })
})

describe('RM-13 exit watch', () => {
  const key = { exitCaseId: 'c1_2023_annualFail', counselorId: 'c1', year: 2023, ground: 'annualFail' } as const
  const opened = tell(staffing.ExitCaseOpened, { ...key, basisYears: [2023], basisRef: 'x' }, { asOf: '2024-01-15' })
  const offered = tell(staffing.PostOffered, {
    ...key,
    offerNo: 1,
    post: '图书馆',
    targetKind: 'nonCounselor',
    offeredOn: '2024-02-01',
    answerDueOn: '2024-02-16',
  })
  const refused = tell(staffing.OfferRefused, { ...key, offerNo: 1, on: '2024-02-10', statementRef: 's' })
  const permitted = tell(staffing.TerminationPermitted, { ...key, basisYears: [2023] }, { asOf: '2024-02-10' })
  const state = (...more: readonly TestEvent[]) => rowsOf(exitWatchProjection, 'exit_cases', opened, ...more)[0]

  it('follows each way out of a case', () => {
    expect(state()).toMatchObject({ state: 'opened', openedOn: '2024-01-15', basisYears: [2023] })
    expect(state(offered)).toMatchObject({ state: 'offered', offerNo: 1, answerDueOn: '2024-02-16', answered: null })
    expect(state(offered, refused, permitted)).toMatchObject({
      state: 'terminationPermitted',
      answered: 'refused',
      permittedSince: '2024-02-10',
    })
    const decide = (decision: 'terminate' | 'retain') =>
      tell(staffing.TerminationDecided, { ...key, decision, on: '2024-03-01', reason: 'r' })
    expect(state(offered, refused, permitted, decide('terminate'))).toMatchObject({
      state: 'terminated',
      decision: 'terminate',
      decidedOn: '2024-03-01',
    })
    expect(state(offered, refused, permitted, decide('retain'))).toMatchObject({ state: 'retained' })
    const accepted = tell(staffing.OfferAccepted, { ...key, offerNo: 1, on: '2024-02-10', statementRef: 's' })
    const moved = tell(staffing.CounselorReassigned, { ...key, newPost: '档案馆', from: '2024-03-01' })
    expect(state(offered, accepted, moved)).toMatchObject({ state: 'reassigned', answered: 'accepted', post: '档案馆' })
    expect(state(offered, refused, tell(staffing.ExitCaseEscalated, { ...key, on: '2024-02-11' }))).toMatchObject({ state: 'escalated' })
  })
  it('begins anew when a withdrawn case is opened again', () => {
    const withdrawn = tell(staffing.ExitCaseWithdrawn, { ...key, reason: 'revised' })
    expect(state(offered, refused, withdrawn)).toMatchObject({ state: 'withdrawn' })
    expect(state(offered, refused, withdrawn, opened)).toMatchObject({ state: 'opened', offerNo: null, answered: null })
  })
  it('asks for a new answer after a new offer', () => {
    const again = tell(staffing.PostOffered, {
      ...key,
      offerNo: 2,
      post: '档案馆',
      targetKind: 'nonCounselor',
      offeredOn: '2024-04-01',
      answerDueOn: '2024-04-16',
    })
    expect(state(offered, refused, again)).toMatchObject({ state: 'offered', offerNo: 2, answered: null })
  })
  it('lists findings of unsuitability without their reasons', () => {
    const raised = tell(assessment.UnsuitabilityRaised, { findingId: 'f1', counselorId: 'c1', reasons: '理由' }, { asOf: '2024-01-02' })
    const confirmed = tell(assessment.UnsuitabilityConfirmed, { findingId: 'f1', counselorId: 'c1', on: '2024-02-01' })
    expect(JSON.stringify(rowsOf(exitWatchProjection, 'findings', raised))).not.toContain('理由')
    expect(rowsOf(exitWatchProjection, 'findings', raised, confirmed)).toMatchObject([{ state: 'confirmed', since: '2024-02-01' }])
    const dismissed = tell(assessment.UnsuitabilityDismissed, { findingId: 'f1', counselorId: 'c1' })
    expect(rowsOf(exitWatchProjection, 'findings', raised, confirmed, dismissed)).toMatchObject([{ state: 'dismissed' }])
  })
})

describe('RM-11 assessment progress', () => {
  const key = { counselorId: 'c1', year: 2023 }
  const story = yearIs('c1', 2023, 5610)
  const at = (count: number, ...more: readonly TestEvent[]) =>
    rowsOf(assessmentProgressProjection, 'assessments', ...story.slice(0, count), ...more)[0]

  it('goes from open over scored and proposed to final', () => {
    expect(at(1)).toMatchObject({ state: 'open', scores: {}, total: null })
    expect(at(4)).toMatchObject({ state: 'open' })
    expect(at(5)).toMatchObject({ state: 'scored' })
    expect(at(6)).toMatchObject({ state: 'proposed', total: 5610, grade: 'unqualified' })
    expect(at(7)).toMatchObject({ state: 'final', finalizedOn: '2024-01-15' })
  })
  it('a score changed after the proposal takes the proposal back', () => {
    const changed = tell(assessment.PartyScored, { ...key, party: 'students', score: 9000, criteria: {} })
    expect(at(6, changed)).toMatchObject({ state: 'scored', total: null, grade: null, scores: { students: 9000 } })
  })
  it('follows appeal, revision, exemption, cancellation, linkages and acknowledgement', () => {
    const appeal = tell(assessment.AppealFiled, { ...key, on: '2024-01-20' })
    const revised = tell(assessment.AssessmentResultRevised, { ...key, from: 'unqualified', to: 'qualified', on: '2024-02-01' })
    expect(at(7, appeal)).toMatchObject({ state: 'underAppeal' })
    expect(at(7, appeal, tell(assessment.AppealDismissed, key))).toMatchObject({ state: 'final', grade: 'unqualified' })
    expect(at(7, appeal, revised)).toMatchObject({ state: 'final', grade: 'qualified', finalizedOn: '2024-02-01' })
    expect(at(7, tell(assessment.AssessmentExempted, { ...key, reason: 'leave' }))).toMatchObject({ state: 'exempt', grade: null })
    expect(at(3, tell(assessment.AssessmentCancelled, { ...key, reason: 'deregistered' }))).toMatchObject({ state: 'cancelled' })
    const late = tell(assessment.AssessmentCancelled, { ...key, reason: 'deregistered' })
    expect(at(6, late)).toMatchObject({ state: 'cancelled', total: null, grade: null })
    const linked = tell(assessment.AssessmentLinkagesIssued, { ...key, grade: 'unqualified', linkages: ['pay', 'renewal'] })
    expect(at(7, linked, tell(assessment.ResultAcknowledged, { ...key, on: '2024-01-22' }))).toMatchObject({
      linkages: ['pay', 'renewal'],
      acknowledgedOn: '2024-01-22',
    })
    expect(at(7, linked, revised)).toMatchObject({ linkages: [], acknowledgedOn: null })
  })
  it('counts inputs by source once, and takes a detached one out', () => {
    const attach = (sourceId: string) => tell(assessment.InputAttached, { ...key, kind: 'trainingHours', sourceId, data: {} })
    const detach = tell(assessment.InputDetached, { ...key, sourceId: 'a', reason: '' })
    expect(at(1, attach('a'), attach('a'), attach('b'))).toMatchObject({ inputs: { a: 'trainingHours', b: 'trainingHours' } })
    expect(at(1, attach('a'), attach('b'), detach)).toMatchObject({ inputs: { b: 'trainingHours' } })
  })
  it('shows the turnout as it was counted, and the list of counted ballots once it is closed', () => {
    const window = { from: '2023-12-01', to: '2023-12-10', eligible: 30 }
    const opened = tell(assessment.BallotOpened, { ...key, ...window, tokenPublicKey: 'A'.repeat(392), sealedPrivateKey: 's' })
    const counted = tell(assessment.TurnoutCounted, { ...key, cast: 7, on: '2023-12-03' })
    const tokenHashes = ['0', '1'].map((digit) => digit.repeat(64))
    const closed = tell(
      assessment.BallotClosed,
      { ...key, cast: 2, recognitionAvg: 8000, satisfactionAvg: 9100, tokenHashes },
      { schemaVersion: 2 },
    )
    const few = tell(assessment.BallotClosed, { ...key, cast: 2, tokenHashes }, { schemaVersion: 2 })
    const ballots = (...events: readonly TestEvent[]) => rowsOf(assessmentProgressProjection, 'ballots', ...events)
    expect(ballots(opened)).toMatchObject([{ ...key, ...window, state: 'open', cast: 0, tokenHashes: [] }])
    expect(ballots(opened, counted)).toMatchObject([{ state: 'open', eligible: 30, cast: 7, recognitionAvg: null }])
    expect(ballots(opened, counted, closed)).toMatchObject([
      { state: 'closed', cast: 2, recognitionAvg: 8000, satisfactionAvg: 9100, tokenHashes },
    ])
    expect(ballots(opened, few)).toMatchObject([{ state: 'closed', cast: 2, recognitionAvg: null, satisfactionAvg: null }])
  })
})

describe('RM-22 recruitment', () => {
  const story = roundRuns('r1')
  const first = { candidacyId: 'r1_1' }
  const appointed = tell(staffing.CandidateAppointed, {
    ...first,
    roundId: 'r1',
    personId: 'p_c1',
    counselorId: 'c9',
    employment: 'fullTime',
    positionCategory: 'frontline',
    departmentId: 'nursing',
    siteId: 'main',
    dualIdentity: true,
    startDate: '2024-09-01',
  })
  const candidate = (count: number, ...more: readonly TestEvent[]) =>
    rowsOf(recruitmentProjection, 'candidacies', ...story.slice(0, count), ...more)[0]
  const round = (...more: readonly TestEvent[]) => rowsOf(recruitmentProjection, 'recruitment_rounds', ...story, ...more)[0]

  it('a candidacy goes from the application to the appointment', () => {
    expect(candidate(3)).toMatchObject({ state: 'applied', channel: 'openRecruitment' })
    expect(candidate(4)).toMatchObject({ state: 'screened', exceptionRef: '党委会纪要 3' })
    expect(candidate(5)).toMatchObject({ state: 'writtenExam' })
    expect(candidate(7)).toMatchObject({ state: 'publicity', publicityTo: '2024-01-18', objectionsOpen: 1 })
    expect(candidate(9)).toMatchObject({ state: 'publicity', publicityTo: null, objectionsOpen: 0 })
    expect(candidate(10)).toMatchObject({ state: 'trialPost', trialTo: '2024-02-20' })
    const passed = tell(staffing.TrialPostConcluded, { ...first, passed: true, on: '2024-02-20', late: false })
    expect(candidate(10, passed)).toMatchObject({ state: 'trialPost', trialTo: null })
    expect(candidate(10, passed, appointed)).toMatchObject({ state: 'appointed', counselorId: 'c9' })
    expect(candidate(10, passed, appointed, tell(staffing.CandidacyReserved, { ...first, reason: 'noPostLeft' }))).toMatchObject({
      state: 'reserved',
    })
  })
  it('or ends before', () => {
    expect(candidate(3, tell(staffing.CandidateScreened, { ...first, passed: false, attestations: {} }))).toMatchObject({
      state: 'rejected',
    })
    expect(candidate(10, tell(staffing.TrialPostConcluded, { ...first, passed: false, on: '2024-02-20', late: false }))).toMatchObject({
      state: 'rejected',
    })
    const rejected = tell(staffing.CandidacyRejected, { ...first, personId: 'p_c1', stage: 'publicity', reason: '异议成立' })
    expect(candidate(7, rejected)).toMatchObject({ state: 'rejected', publicityTo: null, objectionsOpen: 0 })
    expect(candidate(7, tell(staffing.CandidacyWithdrawn, first))).toMatchObject({ state: 'withdrawn', publicityTo: null })
  })
  it('A8: keeps nothing that was said about a person', () => {
    expect(JSON.stringify(candidate(7))).not.toContain('异议内容')
  })
  it('a round counts its filled posts', () => {
    const filled = tell(staffing.PostFilled, { roundId: 'r1', candidacyId: 'r1_1', filled: 1 })
    expect(round()).toMatchObject({ state: 'open', posts: 2, filled: 0 })
    expect(round(filled)).toMatchObject({ filled: 1 })
    expect(round(filled, tell(staffing.PostFreed, { roundId: 'r1', candidacyId: 'r1_1' }))).toMatchObject({ filled: 0 })
    expect(round(tell(staffing.RoundClosed, { roundId: 'r1', filled: 0 }))).toMatchObject({ state: 'closed' })
    expect(round(tell(staffing.RoundCancelled, { roundId: 'r1', reason: 'r' }))).toMatchObject({ state: 'cancelled' })
  })
})

describe('RM-16 awards', () => {
  const round = (...more: readonly TestEvent[]) => rowsOf(awardsProjection, 'award_rounds', ...awardGoesTo(2023, ['p1', 'p2']), ...more)
  const key = { kind: 'topTen', year: 2023 } as const
  it('R-AK-85: who won counts from the day of publication; a winner withdrawn before is none', () => {
    expect(round()).toMatchObject([{ roundId: 'topTen-2023', kind: 'topTen', winners: ['p1', 'p2'], publishedOn: '2023-09-10' }])
    const [opened, selected] = awardGoesTo(2023, ['p1', 'p2'])
    const left = tell(assessment.NomineeWithdrawn, { ...key, personId: 'p1', reason: '离职' })
    const rows = rowsOf(awardsProjection, 'award_rounds', ...[opened, selected].flatMap((event) => event ?? []), left)
    expect(rows).toMatchObject([{ winners: ['p2'], publishedOn: null }])
    expect(JSON.stringify(rows)).not.toContain('离职')
  })
  it('an award of kind other has its own name', () => {
    expect(rowsOf(awardsProjection, 'award_rounds', ...awardGoesTo(2022, ['p1'], { kindText: '先进个人' }))).toMatchObject([
      { roundId: 'other-2022', kindText: '先进个人' },
    ])
  })
})

describe('RM-25 tasks', () => {
  it('are open until done or cancelled, and may be delegated', () => {
    const rows = (...more: readonly TestEvent[]) => rowsOf(tasksProjection, 'tasks', taskFor('t1', {}), ...more)[0]
    expect(rows()).toMatchObject({ state: 'open', raisedOn: '2024-02-17', ruleId: 'X-02' })
    expect(rows(tell(TaskCompleted, { taskId: 't1', on: '2024-02-20' }))).toMatchObject({ state: 'done', closedOn: '2024-02-20' })
    expect(rows(tell(TaskCancelled, { taskId: 't1', reason: 'answered' }))).toMatchObject({ state: 'cancelled', reason: 'answered' })
    expect(rows(tell(TaskDelegated, { taskId: 't1', toUserId: 'u2' }))).toMatchObject({ state: 'open', delegatedTo: 'u2' })
  })
})

describe('roster, campus and journal', () => {
  it('A8: keeps the ciphertext of name and numbers, never themselves, and scrubs it when the person is erased', () => {
    const [registered] = counselorJoins({ counselorId: 'c1' })
    if (!registered) throw new Error('no event')
    const erased = tell(staffing.PersonErased, { personId: 'p_c1', reason: '本人申请' })
    const numbers = { staffNo: 'enc:1:BBBB', idDocument: 'enc:1:CCCC', phone: 'enc:1:DDDD' }
    const sealed = { ...registered, data: { ...registered.data, name: 'enc:1:AAAA', ...numbers, idDocumentType: 'passport' } }
    const person = { campus: 'aksu', personId: 'p_c1' }
    const nothing = { ...person, name: null, staffNo: null, idDocument: null, idDocumentType: null, phone: null }
    expect(rowsOf(rosterProjection, 'people', sealed)).toEqual([{ ...person, name: 'enc:1:AAAA', ...numbers, idDocumentType: 'passport' }])
    expect(rowsOf(rosterProjection, 'people', registered)).toEqual([nothing])
    expect(rowsOf(rosterProjection, 'people', sealed, erased)).toEqual([nothing])
  })
  it('knows department and status of a counselor', () => {
    const joins = counselorJoins({ counselorId: 'c1' })
    const moved = tell(staffing.PositionChanged, {
      counselorId: 'c1',
      positionCategory: 'frontline',
      departmentId: 'eng',
      siteId: 'm',
      effectiveDate: '2024-01-01',
    })
    const left = tell(staffing.CounselorDeregistered, { counselorId: 'c1', lastDay: '2024-06-30', reason: 'resigned' })
    expect(rowsOf(rosterProjection, 'counselors', ...joins, moved, left)).toMatchObject([{ departmentId: 'eng', status: 'deregistered' }])
  })
  it('puts a registered campus, which is an event of the platform, under the campus itself', () => {
    const rows = rowsOf(campusProjection, 'tenants', ...campusExists('aksu'), dayIs('2021-09-02'), dayIs('2021-09-01'))
    expect(rows).toEqual([{ campus: 'aksu', tenantId: 'aksu', name: 'aksu', timeZone: 'Asia/Urumqi', today: '2021-09-02' }])
    expect(rowsOf(campusProjection, 'policies', ...campusExists('aksu'))).toMatchObject([{ campus: 'aksu', version: 1 }])
  })
  it('the journal holds each event once, as stored', () => {
    const events = record(...yearIs('c1', 2023, 7000))
    const rows = foldAll(journalProjection, [...events, ...events]).get('events')
    expect(rows).toHaveLength(events.length)
    expect(rows?.[0]).toMatchObject({ eventId: events[0]?.id, stream: 'assessment-aksu.c1-2023', revision: 0, data: events[0]?.data })
  })
})

it('every projection ignores events of things it never saw begin', () => {
  const loose = [...rulesActOn('c9', 2022, 2023), ...yearIs('c9', 2023, 7000).slice(1)].filter((e) => e.type !== 'staffing.ExitCaseOpened')
  for (const projection of projections)
    if (projection !== journalProjection) expect([...foldAll(projection, record(...loose)).values()].flat()).toEqual([])
})
it('every projection has its own name', () => {
  const names = projections.map((p) => p.name)
  expect(new Set(names).size).toBe(names.length)
})
