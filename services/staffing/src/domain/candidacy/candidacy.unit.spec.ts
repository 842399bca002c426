import * as c from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, test } from 'vitest'
import { allConditions } from '../../fixtures/counselor.fixture.js'
import * as f from '../../fixtures/recruitment.fixture.js'
import { candidacyDecider } from './candidacy.js'

const { candidacyId } = f
const { given } = deciderSpec(candidacyDecider, { preset: 'aksu', asOf: '2024-04-10', facts: { round: f.openRound } })
const planWith = (change: Partial<typeof f.planned.data>) => ({
  facts: { round: f.roundOf(happened(c.RoundPlanned, { ...f.planned.data, ...change }), f.opened) },
})
const candidate = { actor: { role: 'candidate', personId: 'p1' } } as const
const branch = { actor: { role: 'deptBranch', departmentId: 'nursing' } } as const
const exception = { reason: '专业急需', approver: 'zhang.wei' }

describe('R-AK-46: applying', () => {
  test('a candidate applies for the own person, a branch recommends', () => {
    given().when(c.SubmitCandidacy, f.application, candidate).thenEmits(f.submitted)
    const recommended = { ...f.application, channel: 'orgRecommendation' }
    given()
      .when(c.SubmitCandidacy, recommended, branch)
      .thenEmits(happened(c.CandidacySubmitted, { ...recommended, departmentId: 'nursing' }))
  })
  test('for another person, recommending oneself, or a branch without recommending → NotAuthorized', () => {
    given()
      .when(c.SubmitCandidacy, { ...f.application, personId: 'p2' }, candidate)
      .thenRefuses('NotAuthorized')
    given()
      .when(c.SubmitCandidacy, f.application, { actor: { role: 'candidate' } })
      .thenRefuses('NotAuthorized')
    given()
      .when(c.SubmitCandidacy, { ...f.application, channel: 'orgRecommendation' }, candidate)
      .thenRefuses('NotAuthorized')
    given().when(c.SubmitCandidacy, f.application, branch).thenRefuses('NotAuthorized')
  })
  test.each([
    ['planned', [f.planned]],
    ['closed', [f.planned, f.opened, f.closed]],
    ['cancelled', [f.planned, f.cancelled]],
    ['none', []],
  ])('a round that is %s → RoundClosed', (status, events) => {
    given()
      .when(c.SubmitCandidacy, f.application, { ...candidate, facts: { round: f.roundOf(...events) } })
      .thenRefuses('RoundClosed', ['R-AK-46'], { status })
  })
  test('a channel the round does not use → ChannelNotAllowed', () => {
    given()
      .when(c.SubmitCandidacy, f.application, { ...candidate, ...planWith({ channels: ['orgRecommendation'] }) })
      .thenRefuses('ChannelNotAllowed', ['R-AK-46'], { channel: 'openRecruitment' })
  })
  test('A8: nothing more is stored about an erased person', () => {
    given()
      .when(c.SubmitCandidacy, f.application, { ...candidate, facts: { round: f.openRound, erased: true } })
      .thenRefuses('PersonErased')
  })
})

describe('R-AK-38..43: the screening', () => {
  const screening = { candidacyId, degree: 'bachelor', partyMember: true, attestations: { ...allConditions } } as const
  test('bachelor, party member, all six attested', () => {
    given(f.submitted).when(c.ScreenCandidate, screening).thenEmits(f.screened)
  })
  test('T-24: A has a junior-college degree → DegreeTooLow, and no exception is possible', () => {
    given(f.submitted)
      .when(c.ScreenCandidate, { ...screening, degree: 'juniorCollege', exception })
      .thenRefuses('DegreeTooLow', ['R-AK-40'], { least: 'bachelor' })
  })
  test('T-24: B is no party member → PartyMembershipExceptionRequired until there are reason and approver', () => {
    given(f.submitted)
      .when(c.ScreenCandidate, { ...screening, partyMember: false })
      .thenRefuses('PartyMembershipExceptionRequired', ['R-AK-38'])
    given(f.submitted)
      .when(c.ScreenCandidate, { ...screening, partyMember: false, exception })
      .thenEmits(happened(c.CandidateScreened, { ...f.screened.data, exceptionRef: 'zhang.wei: 专业急需' }))
  })
  test('where the round requires membership no exception helps', () => {
    given(f.submitted)
      .when(c.ScreenCandidate, { ...screening, partyMember: false, exception }, planWith({ partyMember: 'required' }))
      .thenRefuses('AttestationMissing', ['R-AK-38'])
  })
  test('the stricter of the round and the campus of the day counts', () => {
    given(f.submitted)
      .when(c.ScreenCandidate, screening, planWith({ minDegree: 'master' }))
      .thenRefuses('DegreeTooLow', ['R-AK-40'])
    given(f.submitted)
      .when(c.ScreenCandidate, screening, { policy: { 'staffing.candidate.minDegree': 'master' } })
      .thenRefuses('DegreeTooLow', ['R-AK-40'])
  })
  test('a condition not attested → AttestationMissing with its rule', () => {
    given(f.submitted)
      .when(c.ScreenCandidate, { ...screening, attestations: { ...allConditions, cond5: false } })
      .thenRefuses('AttestationMissing', ['R-AK-42'], { missing: ['cond5'] })
    given(f.submitted)
      .when(c.ScreenCandidate, { ...screening, degree: undefined })
      .thenRefuses('InvalidValue', ['R-AK-40'], { field: 'degree' })
  })
  test('the panel may find the conditions not met: rejected, whatever the degree', () => {
    given(f.submitted)
      .when(c.ScreenCandidate, { candidacyId, passed: false, attestations: { cond6: false } })
      .thenEmits(happened(c.CandidateScreened, { candidacyId, passed: false, attestations: { cond6: false } }))
  })
  test('A8: neither degree nor party membership is kept', () => {
    expect(Object.keys(c.CandidateScreened.data.shape)).not.toEqual(expect.arrayContaining(['degree']))
    expect(Object.keys(c.CandidateScreened.data.shape)).not.toEqual(expect.arrayContaining(['partyMember']))
  })
  test('role panel: only who sits on the panel of the round, where it names its members', () => {
    const named = planWith({ panelMembers: ['u1'] })
    given(f.submitted)
      .when(c.ScreenCandidate, screening, { ...named, actor: { role: 'panel', userId: 'u2' } })
      .thenRefuses('NotAuthorized', ['R-AK-44'])
    given(f.submitted)
      .when(c.ScreenCandidate, screening, { ...named, actor: { role: 'panel', userId: 'u1' } })
      .thenEmits(f.screened)
  })
})

describe('R-AK-47: the stages in order', () => {
  test('T-23: interview before the written exam → StageOutOfOrder', () => {
    given(f.submitted, f.screened)
      .when(c.RecordStageResult, { candidacyId, stage: 'interviewExam' })
      .thenRefuses('StageOutOfOrder', ['R-AK-47'], { next: 'writtenExam' })
  })
  test('T-23: appointing without the trial → StagesIncomplete', () => {
    given(...f.untilTrial)
      .when(c.AppointCandidate, f.appointment)
      .thenRefuses('StagesIncomplete', ['R-AK-47'], { missing: ['trialPost'] })
  })
  test('before the screening nothing is in order', () => {
    given(f.submitted)
      .when(c.RecordStageResult, { candidacyId, stage: 'writtenExam' })
      .thenRefuses('StageOutOfOrder', ['R-AK-47'], { next: 'screening' })
    given(f.submitted)
      .when(c.AppointCandidate, f.appointment)
      .thenRefuses('StagesIncomplete', ['R-AK-47'], { missing: ['screening', 'writtenExam', 'interviewExam', 'publicity', 'trialPost'] })
  })
  test('a stage of the round’s own is one like the others', () => {
    const own = planWith({ stages: ['writtenExam', 'medicalCheck', 'publicity'] })
    given(f.submitted, f.screened, f.written)
      .when(c.RecordStageResult, { candidacyId, stage: 'medicalCheck' }, own)
      .thenEmits(happened(c.StagePassed, { candidacyId, stage: 'medicalCheck', on: '2024-04-10' }))
  })
  test('not passed → rejected, with a reason', () => {
    const failed = { candidacyId, stage: 'writtenExam', passed: false } as const
    given(f.submitted, f.screened).when(c.RecordStageResult, failed).thenRefuses('ReasonMissing', ['R-AK-47'])
    given(f.submitted, f.screened)
      .when(c.RecordStageResult, { ...failed, reason: '未达合格线' })
      .thenEmits(happened(c.CandidacyRejected, { candidacyId, personId: 'p1', stage: 'writtenExam', reason: '未达合格线' }))
  })
  test('the trial has its own commands', () => {
    given(...f.untilTrial)
      .when(c.RecordStageResult, { candidacyId, stage: 'trialPost' })
      .thenRefuses('InvalidValue', ['R-AK-47'], { field: 'stage' })
  })
  test('in a cancelled round nobody is taken further', () => {
    given(f.submitted, f.screened)
      .when(c.RecordStageResult, { candidacyId, stage: 'writtenExam' }, { facts: { round: f.roundOf(f.planned, f.cancelled) } })
      .thenRefuses('WrongState', ['R-AK-47'], { status: 'cancelled' })
  })
})

describe('R-AK-47, A-34: the public notice', () => {
  const start = { candidacyId, contact: '纪检监察室' }
  const result = { candidacyId, stage: 'publicity' }
  const on = (asOf: string) => ({ asOf })
  test('seven days: the day of the notice is not counted, the last day is', () => {
    given(...f.untilExams)
      .when(c.StartPublicity, start, on('2024-05-01'))
      .thenEmits(f.publicised)
  })
  test('it may run longer, never shorter', () => {
    given(...f.untilExams)
      .when(c.StartPublicity, { ...start, to: '2024-05-15' }, on('2024-05-01'))
      .thenEmits(happened(c.PublicityStarted, { ...f.publicised.data, to: '2024-05-15' }))
    given(...f.untilExams)
      .when(c.StartPublicity, { ...start, to: '2024-05-07' }, on('2024-05-01'))
      .thenRefuses('InvalidValue', ['A-34', 'R-AK-47'], { field: 'to', least: '2024-05-08' })
  })
  test('its last day is inclusive: the result comes the day after', () => {
    given(...f.untilExams, f.publicised)
      .when(c.RecordStageResult, result, on('2024-05-08'))
      .thenRefuses('PublicityOpen', ['R-AK-47', 'A-34'])
    given(...f.untilExams, f.publicised)
      .when(c.RecordStageResult, result, on('2024-05-09'))
      .thenEmits(f.publicityPassed)
    given(...f.untilExams, f.publicised)
      .when(c.RecordStageResult, { ...result, on: '2024-05-08' }, on('2024-05-20'))
      .thenRefuses('PublicityOpen')
  })
  test('anybody may object on its last day, nobody on the day after or before it begins', () => {
    const objection = { candidacyId, objectionId: 'o1', text: '经历不符' }
    const running = given(...f.untilExams, f.publicised)
    running.when(c.RaiseObjection, objection, { ...on('2024-05-08'), actor: { role: 'teacher' } }).thenEmits(f.objected)
    running.when(c.RaiseObjection, objection, on('2024-05-09')).thenRefuses('WrongState', ['R-AK-47'], { to: '2024-05-08' })
    running.when(c.RaiseObjection, objection, on('2024-04-30')).thenRefuses('WrongState')
    given(...f.untilExams, f.publicised, f.objected)
      .when(c.RaiseObjection, { ...objection, text: '另一事项' }, on('2024-05-08'))
      .thenRefuses('InvalidValue', ['R-AK-47'], { field: 'objectionId' })
  })
  test('an open objection holds the result, after the last day too; settled, it is passed', () => {
    given(...f.untilExams, f.publicised, f.objected)
      .when(c.RecordStageResult, result, on('2024-05-09'))
      .thenRefuses('PublicityOpen', ['R-AK-47', 'A-34'], { open: 1 })
    given(...f.untilExams, f.publicised, f.objected)
      .when(c.SettleObjection, { candidacyId, objectionId: 'o1', upheld: false }, on('2024-05-12'))
      .thenEmits(f.dismissed)
    given(...f.untilExams, f.publicised, f.objected, f.dismissed)
      .when(c.RecordStageResult, result, on('2024-05-09'))
      .thenEmits(f.publicityPassed)
  })
  test('an objection upheld: not passed, and rejected without waiting for the end', () => {
    const against = given(...f.untilExams, f.publicised, f.objected, f.upheld)
    against.when(c.RecordStageResult, result, on('2024-05-09')).thenRefuses('WrongState', ['R-AK-47'], { status: 'objectionUpheld' })
    against
      .when(c.RecordStageResult, { ...result, passed: false, reason: '异议成立' }, on('2024-05-05'))
      .thenEmits(happened(c.CandidacyRejected, { candidacyId, personId: 'p1', stage: 'publicity', reason: '异议成立' }))
  })
  test('an objection is settled once, and one nobody raised cannot be', () => {
    const settled = given(...f.untilExams, f.publicised, f.objected, f.dismissed)
    settled.when(c.SettleObjection, { candidacyId, objectionId: 'o1', upheld: true }).thenRefuses('WrongState')
    settled.when(c.SettleObjection, { candidacyId, objectionId: 'o2', upheld: true }).thenRefuses('InvalidValue')
  })
})

describe('R-AK-47, A-34: the trial on the post', () => {
  test('C-03: three months from 05-31 end on 08-31, from 11-30 at the end of February', () => {
    given(...f.untilTrial)
      .when(c.StartTrialPost, { candidacyId }, { asOf: '2024-05-31', ...branch })
      .thenEmits(f.onTrial)
    given(...f.untilTrial)
      .when(c.StartTrialPost, { candidacyId, from: '2023-11-30' }, branch)
      .thenEmits(happened(c.TrialPostStarted, { ...f.onTrial.data, from: '2023-11-30', plannedTo: '2024-02-29' }))
  })
  test('the last planned day is in time, the day after is late and still counts', () => {
    const trial = given(...f.untilTrial, f.onTrial)
    trial.when(c.ConcludeTrialPost, { candidacyId, passed: true }, { asOf: '2024-08-31', ...branch }).thenEmits(f.trialPassed)
    trial
      .when(c.ConcludeTrialPost, { candidacyId, passed: true }, { asOf: '2024-09-01', ...branch })
      .thenEmits(happened(c.TrialPostConcluded, { candidacyId, passed: true, on: '2024-09-01', late: true }))
  })
  test('the branch of the department where it takes place concludes it', () => {
    given(...f.untilTrial, f.onTrial)
      .when(c.ConcludeTrialPost, { candidacyId, passed: true }, { actor: { role: 'deptBranch', departmentId: 'mechanics' } })
      .thenRefuses('NotAuthorized')
  })
  test('before it began, or planned shorter than the round says → InvalidValue', () => {
    given(...f.untilTrial, f.onTrial)
      .when(c.ConcludeTrialPost, { candidacyId, passed: true, on: '2024-05-30' }, branch)
      .thenRefuses('InvalidValue', ['R-AK-47'], { field: 'on' })
    given(...f.untilTrial)
      .when(c.StartTrialPost, { candidacyId, from: '2024-05-31', plannedTo: '2024-08-30' }, branch)
      .thenRefuses('InvalidValue', ['A-34', 'R-AK-47'], { field: 'plannedTo' })
  })
})

describe('appointment', () => {
  const ready = given(...f.untilTrial, f.onTrial, f.trialPassed)
  test('all stages passed: round and person are those of the candidacy', () => {
    ready.when(c.AppointCandidate, f.appointment).thenEmits(f.appointed)
    ready.when(c.AppointCandidate, { ...f.appointment, personId: 'p2' }).thenRefuses('InvalidValue', ['R-AK-47'], { field: 'personId' })
  })
  test('R-AK-34: a full-time counselor is appointed with the contract to be drafted', () => {
    ready.when(c.AppointCandidate, { ...f.appointment, contractId: undefined }).thenRefuses('InvalidValue', ['R-AK-34'])
    ready.when(c.AppointCandidate, { ...f.appointment, contractTo: '2024-08-31' }).thenRefuses('InvalidValue', ['R-AK-34'])
  })
  test('R-AK-36: a part-time one is an excellent teacher or manager', () => {
    const part = { ...f.appointment, employment: 'partTime', contractId: undefined, contractTo: undefined } as const
    ready.when(c.AppointCandidate, part).thenRefuses('PartTimeSourceInvalid', ['R-AK-36'])
    ready.when(c.AppointCandidate, { ...part, homeRole: 'manager' }).thenRefuses('PartTimeSourceInvalid', ['R-AK-36'], { evidence: false })
    expect(ready.when(c.AppointCandidate, { ...part, homeRole: 'manager', excellenceEvidence: '优秀' }).outcome().events).toHaveLength(1)
  })
  test('R-AK-32: another post (等) is said in words', () => {
    ready.when(c.AppointCandidate, { ...f.appointment, positionCategory: 'other' }).thenRefuses('InvalidValue', ['R-AK-32'])
  })
})

describe('withdrawing and reserving', () => {
  test('a candidate withdraws the own candidacy only', () => {
    given(f.submitted).when(c.WithdrawCandidacy, { candidacyId }, candidate).thenEmits(f.withdrawn)
    given(f.submitted)
      .when(c.WithdrawCandidacy, { candidacyId }, { actor: { role: 'candidate', personId: 'p2' } })
      .thenRefuses('NotAuthorized')
  })
  test('X-13: an appointed candidate without a post is kept in reserve', () => {
    given(...f.untilAppointed)
      .when(c.ReserveCandidacy, { candidacyId, reason: 'noPostLeft' })
      .thenEmits(f.reserved)
  })
})
