import {
  AssignDormResidence,
  ChangeEmployment,
  ChangePosition,
  CorrectDeregistration,
  CorrectTitle,
  CounselorDeregistered,
  DeregisterCounselor,
  DeregistrationCorrected,
  DormResidenceAssigned,
  EndLeave,
  LeaveEnded,
  PositionChanged,
  PriorServiceRecorded,
  RecordPriorService,
  RecordTitle,
  RegisterCounselor,
  StartLeave,
  TitleCorrected,
  TitleRecorded,
  toExitCaseId,
  VacateDormResidence,
} from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, test } from 'vitest'
import {
  backFromLeave,
  becamePartTime,
  counselorId,
  departureEventId,
  fullTimer,
  lecturer,
  leftB3,
  livesInB3,
  onLeave,
  priorService,
  registered,
  registeredAgain,
  resigned,
  signedContract,
  titleEventId,
} from '../../fixtures/counselor.fixture.js'
import { annualFail, caseEvents, twoFails } from '../../fixtures/exit-case.fixture.js'
import { type ExitCaseEvent, evolveExitCase, noExitCase } from '../exit-case/exit-case-state.js'
import { counselorDecider } from './counselor.js'

const { given, fold } = deciderSpec(counselorDecider, { preset: 'aksu', facts: {}, asOf: '2024-06-30' })

describe('R-AK-59: prior service', () => {
  const { data } = priorService
  test('is recorded with its evidence', () => {
    given(registered).when(RecordPriorService, data).thenEmits(priorService)
  })
  test('no evidence → EvidenceMissing', () => {
    given(registered)
      .when(RecordPriorService, { ...data, evidenceRef: '' })
      .thenRefuses('EvidenceMissing', ['R-AK-31'])
  })
  test('one day of overlap with recorded or own service → ServiceOverlap', () => {
    given(registered, priorService)
      .when(RecordPriorService, { ...data, from: '2017-01-01', to: '2018-09-01' })
      .thenRefuses('ServiceOverlap', ['R-AK-31'], { from: '2018-09-01', to: '2020-08-31' })
    given(registered)
      .when(RecordPriorService, { ...data, to: '2020-09-01' })
      .thenRefuses('ServiceOverlap', ['R-AK-31'], { from: '2020-09-01' })
  })
  test('between two periods of service there is room', () => {
    const between = { ...data, from: '2024-07-01', to: '2025-02-28' }
    given(registered, resigned, registeredAgain).when(RecordPriorService, between).thenEmits(happened(PriorServiceRecorded, between))
  })
  test('it ends no earlier than it begins', () => {
    given(registered)
      .when(RecordPriorService, { ...data, to: '2018-08-31' })
      .thenRefuses('InvalidValue', ['R-AK-31'], { field: 'to' })
  })
})

describe('R-AK-31: changes are kept up to date', () => {
  test('employment: the same → NoChange', () => {
    given(registered)
      .when(ChangeEmployment, { counselorId, to: 'fullTime', effectiveDate: '2022-03-01' })
      .thenRefuses('NoChange', ['R-AK-31'])
  })
  test('employment: another, from its date on', () => {
    given(registered).when(ChangeEmployment, { counselorId, to: 'partTime', effectiveDate: '2022-03-01' }).thenEmits(becamePartTime)
  })
  test('employment: before the start, or before the last change → DateBeforeStart', () => {
    given(registered)
      .when(ChangeEmployment, { counselorId, to: 'partTime', effectiveDate: '2020-08-31' })
      .thenRefuses('DateBeforeStart', ['R-AK-31'], { start: '2020-09-01' })
    given(registered, becamePartTime)
      .when(ChangeEmployment, { counselorId, to: 'fullTime', effectiveDate: '2022-02-28' })
      .thenRefuses('DateBeforeStart', ['R-AK-31'], { start: '2022-03-01' })
  })
  const position = {
    counselorId,
    positionCategory: 'studentOfficeHead',
    departmentId: 'nursing',
    siteId: 'main',
    effectiveDate: '2023-01-01',
  } as const
  test('position: category, department or site', () => {
    for (const change of [
      {},
      { positionCategory: 'frontline', departmentId: 'mechanics' },
      { positionCategory: 'frontline', siteId: 'north' },
    ] as const)
      given(registered)
        .when(ChangePosition, { ...position, ...change })
        .thenEmits(happened(PositionChanged, { ...position, ...change }))
  })
  test('position: the same → NoChange; before the start → DateBeforeStart; another post in words', () => {
    given(registered)
      .when(ChangePosition, { ...position, positionCategory: 'frontline' })
      .thenRefuses('NoChange', ['R-AK-31'])
    given(registered)
      .when(ChangePosition, { ...position, effectiveDate: '2020-08-31' })
      .thenRefuses('DateBeforeStart', ['R-AK-31'])
    given(registered)
      .when(ChangePosition, { ...position, positionCategory: 'other' })
      .thenRefuses('InvalidValue', ['R-AK-32'], { field: 'positionText' })
  })
  test('leave: begins and ends', () => {
    given(registered).when(StartLeave, { counselorId, from: '2023-03-01', reason: 'study' }).thenEmits(onLeave)
    given(registered, onLeave).when(EndLeave, { counselorId, on: '2023-07-01' }).thenEmits(backFromLeave)
    given(registered, onLeave)
      .when(EndLeave, { counselorId })
      .thenEmits(happened(LeaveEnded, { counselorId, on: '2024-06-30' }))
  })
  test('leave: already on leave, or not on leave → NoChange', () => {
    given(registered, onLeave).when(StartLeave, { counselorId, from: '2023-04-01', reason: 'study' }).thenRefuses('NoChange', ['R-AK-31'])
    given(registered).when(EndLeave, { counselorId, on: '2023-07-01' }).thenRefuses('NoChange', ['R-AK-31'])
  })
  test('leave: before the start, or ending before it begins → DateBeforeStart', () => {
    given(registered)
      .when(StartLeave, { counselorId, from: '2020-08-31', reason: 'study' })
      .thenRefuses('DateBeforeStart', ['R-AK-31'], { start: '2020-09-01' })
    given(registered, onLeave)
      .when(EndLeave, { counselorId, on: '2023-02-28' })
      .thenRefuses('DateBeforeStart', ['R-AK-31'], { start: '2023-03-01' })
  })
})

describe('titles', () => {
  const higher = { counselorId, title: '副教授', rank: 'associateSenior', discipline: '思想政治教育', grantedOn: '2024-05-10' } as const
  test('a rank not lower is recorded', () => {
    given(registered, lecturer).when(RecordTitle, higher).thenEmits(happened(TitleRecorded, higher))
  })
  test('a lower rank without correction → TitleRegression', () => {
    given(registered, lecturer)
      .when(RecordTitle, { ...higher, title: '助教', rank: 'primary' })
      .thenRefuses('TitleRegression', ['R-AK-31'], { current: 'intermediate', rank: 'primary' })
  })
  const correction = {
    counselorId,
    correctsEventId: titleEventId,
    title: '助教',
    rank: 'primary',
    grantedOn: '2022-12-01',
    reason: '证书有误',
  } as const
  test('a correction names the event and may lower the rank; what follows is measured by it', () => {
    given(registered, lecturer).when(CorrectTitle, correction).thenEmits(happened(TitleCorrected, correction))
    given(registered, lecturer, happened(TitleCorrected, correction))
      .when(RecordTitle, { ...higher, title: '讲师', rank: 'primary' })
      .thenEmits(happened(TitleRecorded, { ...higher, title: '讲师', rank: 'primary' }))
  })
  test('no such event → WrongState; no reason → ReasonMissing', () => {
    given(registered, lecturer)
      .when(CorrectTitle, { ...correction, correctsEventId: departureEventId })
      .thenRefuses('WrongState', ['R-AK-31'])
    given(registered, lecturer)
      .when(CorrectTitle, { ...correction, reason: undefined })
      .thenRefuses('ReasonMissing', ['R-AK-31'])
  })
})

describe('R-AK-11: living in the dorm', () => {
  test('only who is active moves in → NotActive', () => {
    given(registered, onLeave)
      .when(AssignDormResidence, { counselorId, siteId: 'main', buildingId: 'b3', from: '2023-09-01' })
      .thenRefuses('NotActive', ['R-AK-11'], { status: 'onLeave' })
  })
  test('another building replaces the first', () => {
    const next = { counselorId, siteId: 'main', buildingId: 'b4', from: '2023-09-01' }
    const outcome = given(registered, livesInB3).when(AssignDormResidence, next).thenEmits(happened(DormResidenceAssigned, next))
    expect(outcome.state).toMatchObject({ record: { residence: { buildingId: 'b4' } } })
  })
  test('who does not live there cannot move out → NotActive', () => {
    given(registered, livesInB3)
      .when(VacateDormResidence, { counselorId, siteId: 'main', buildingId: 'b4', to: '2024-01-10' })
      .thenRefuses('NotActive', ['R-AK-11'])
  })
  test('X-10: moving out after leaving', () => {
    given(registered, livesInB3, resigned)
      .when(VacateDormResidence, { counselorId, siteId: 'main', buildingId: 'b3', to: '2024-01-10' })
      .thenEmits(leftB3)
  })
})

describe('R-AK-31, R-AK-82, R-AK-83: deregistration', () => {
  const leaving = { counselorId, lastDay: '2024-02-29' }
  const fail = caseEvents(annualFail)
  const two = caseEvents(twoFails)
  const caseOf = (...history: ExitCaseEvent[]) => ({ facts: { exitCase: history.reduce(evolveExitCase, noExitCase()) } })
  const reassigned = [fail.opened, fail.offered, fail.accepted, fail.reassigned]

  test('a last day before the start → DepartureBeforeStart', () => {
    given(registered)
      .when(DeregisterCounselor, { ...leaving, lastDay: '2020-08-31', reason: 'resigned' })
      .thenRefuses('DepartureBeforeStart', ['R-AK-31'], { start: '2020-09-01' })
  })
  test('T-70: reassigned, citing the case', () => {
    const request = { ...leaving, reason: 'reassigned', exitCaseId: toExitCaseId(annualFail) } as const
    given(registered)
      .when(DeregisterCounselor, request, caseOf(...reassigned))
      .thenEmits(happened(CounselorDeregistered, request))
  })
  test('terminated, citing the case', () => {
    const request = { ...leaving, reason: 'terminated', exitCaseId: toExitCaseId(twoFails) } as const
    given(registered)
      .when(DeregisterCounselor, request, caseOf(two.opened, two.permitted, two.terminated))
      .thenEmits(happened(CounselorDeregistered, request))
  })
  test('no case, a case not completed, or one that ended otherwise → ExitCaseMissing', () => {
    const request = { ...leaving, reason: 'reassigned', exitCaseId: toExitCaseId(annualFail) } as const
    const when = given(registered)
    when.when(DeregisterCounselor, { ...leaving, reason: 'reassigned' }).thenRefuses('ExitCaseMissing', ['R-AK-82'], { exitCaseId: null })
    when.when(DeregisterCounselor, request, caseOf(fail.opened, fail.offered, fail.accepted)).thenRefuses('ExitCaseMissing', ['R-AK-82'])
    when.when(DeregisterCounselor, { ...request, reason: 'terminated' }, caseOf(...reassigned)).thenRefuses('ExitCaseMissing', ['R-AK-83'])
  })
  test('somebody else’s case → ExitCaseMissing', () => {
    const other = caseEvents({ ...annualFail, counselorId: 'c2' })
    given(registered)
      .when(
        DeregisterCounselor,
        { ...leaving, reason: 'reassigned', exitCaseId: toExitCaseId({ ...annualFail, counselorId: 'c2' }) },
        caseOf(other.opened, other.offered, other.accepted, other.reassigned),
      )
      .thenRefuses('ExitCaseMissing', ['R-AK-82'])
  })
  test('twice, on other terms → NotActive', () => {
    given(registered, resigned)
      .when(DeregisterCounselor, { ...leaving, reason: 'retired' })
      .thenRefuses('NotActive', ['R-AK-31'])
  })
})

describe('C-11: correcting a deregistration', () => {
  const correction = { counselorId, correctsEventId: departureEventId, reason: '交接延期' }
  const moved = { ...correction, lastDay: '2024-07-31', revoked: false }
  test('another last day', () => {
    given(registered, resigned).when(CorrectDeregistration, moved).thenEmits(happened(DeregistrationCorrected, moved))
  })
  test('revoked: the counselor serves again, on leave if that had begun', () => {
    const revoked = { ...correction, revoked: true }
    given(registered, resigned).when(CorrectDeregistration, revoked).thenEmits(happened(DeregistrationCorrected, revoked))
    expect(fold([registered, resigned, happened(DeregistrationCorrected, revoked)]).status).toBe('active')
    expect(fold([registered, onLeave, resigned, happened(DeregistrationCorrected, revoked)]).status).toBe('onLeave')
  })
  test('PIPL-47: who was erased meanwhile does not come back under the old person', () => {
    given(registered, resigned)
      .when(CorrectDeregistration, { ...correction, revoked: true }, { facts: { person: { erased: true } } })
      .thenRefuses('PersonErased', ['PIPL-47'])
    given(registered, resigned).when(CorrectDeregistration, moved, { facts: {} }).thenEmits(happened(DeregistrationCorrected, moved))
  })
  test('no such event → WrongState; no reason → ReasonMissing; nothing to correct → InvalidValue', () => {
    const departed = given(registered, resigned)
    departed.when(CorrectDeregistration, { ...moved, correctsEventId: titleEventId }).thenRefuses('WrongState', ['R-AK-31'])
    departed.when(CorrectDeregistration, { ...moved, reason: ' ' }).thenRefuses('ReasonMissing', ['R-AK-31'])
    departed.when(CorrectDeregistration, correction).thenRefuses('InvalidValue', ['R-AK-31'], { field: 'lastDay' })
    departed.when(CorrectDeregistration, { ...moved, revoked: true }).thenRefuses('InvalidValue', ['R-AK-31'], { field: 'lastDay' })
  })
  test('never before the start → DepartureBeforeStart', () => {
    given(registered, resigned)
      .when(CorrectDeregistration, { ...moved, lastDay: '2020-08-31' })
      .thenRefuses('DepartureBeforeStart', ['R-AK-31'])
  })
  test('never into the next period of service', () => {
    given(registered, resigned, registeredAgain)
      .when(CorrectDeregistration, { ...moved, lastDay: '2025-03-01' })
      .thenRefuses('InvalidValue', ['R-AK-31'], { before: '2025-03-01' })
    given(registered, resigned, registeredAgain)
      .when(CorrectDeregistration, { ...correction, revoked: true })
      .thenRefuses('WrongState', ['R-AK-31'], { registeredAgain: '2025-03-01' })
  })
  test('what was revoked is not given another day', () => {
    given(registered, resigned, happened(DeregistrationCorrected, { ...correction, revoked: true }))
      .when(CorrectDeregistration, moved)
      .thenRefuses('WrongState', ['R-AK-31'], { status: 'revoked' })
  })
  test('after a correction the counselor may leave anew, and register anew after it', () => {
    const revoked = happened(DeregistrationCorrected, { ...correction, revoked: true })
    const gone = happened(CounselorDeregistered, { counselorId, lastDay: '2024-08-31', reason: 'retired' })
    given(registered, resigned, revoked).when(DeregisterCounselor, gone.data).thenEmits(gone)
    given(registered, resigned, revoked, gone)
      .when(RegisterCounselor, { ...fullTimer, startDate: '2024-08-31' }, { facts: { contract: signedContract } })
      .thenRefuses('InvalidValue', ['R-AK-31'], { after: '2024-08-31' })
  })
})
