import { z } from 'zod'
import { docRef, id, localDate, text, year } from '../kit/index.js'
import { CampusStructure, Counselor, EmploymentContract, ExitCase, Person } from './aggregates.js'
import * as e from './enums.js'
import * as ev from './events.js'
import { exitCaseId } from './exit-case-id.js'
import {
  attestations,
  contractKey,
  counselorKey,
  department,
  exception,
  exitCommandKey,
  namedRef,
  namedText,
  personFields,
  title,
} from './shapes.js'

// `system` among the issuers: the rules of `domain/40` name the command in their row (C-15).
// A date "on which it happened" that is left out is the business date of the command.

// --- Counselor -------------------------------------------------------------------------------------------------------
export const RegisterCounselor = Counselor.command('RegisterCounselor', {
  title: { zh: '辅导员入职注册', en: 'Register a counselor' },
  issuers: ['orgPersonnel', 'system'],
  rules: ['R-AK-01', 'R-AK-31', 'R-AK-32', 'R-AK-33', 'R-AK-34', 'R-AK-36', 'R-AK-38', 'R-AK-40'],
  refusals: ['AlreadyRegistered', 'ContractMissing', 'PartTimeSourceInvalid', 'AttestationMissing', 'InvalidValue'],
  emits: [ev.CounselorRegistered],
  payload: {
    ...counselorKey,
    personId: id,
    personCategory: e.personCategory,
    employment: e.employment,
    positionCategory: e.positionCategory,
    positionText: text.optional(),
    departmentId: id,
    siteId: id,
    homeRole: e.homeRole.optional(),
    /** Left out: true for full-time counselors (R-AK-33). */
    dualIdentity: z.boolean().optional(),
    startDate: localDate,
    contractId: id.optional(),
    excellenceEvidence: namedRef,
    attestations: attestations.optional(),
    /** Stated false: condition 1 then needs the exception (R-AK-38, 原则上). */
    partyMember: z.boolean().optional(),
    exception: exception.optional(),
  },
  example: {
    counselorId: 'c_0001',
    personId: 'p_0001',
    personCategory: 'fullTime',
    employment: 'fullTime',
    positionCategory: 'frontline',
    departmentId: 'dept_nursing',
    siteId: 'site_main',
    dualIdentity: true,
    startDate: '2021-09-01',
    contractId: 'k_0001',
    attestations: { cond1: true, cond2: true, cond3: true, cond4: true, cond5: true, cond6: true },
  },
})
export const RecordPriorService = Counselor.command('RecordPriorService', {
  title: { zh: '登记以往任职经历', en: 'Record prior service' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-31', 'R-AK-59'],
  refusals: ['ServiceOverlap', 'EvidenceMissing', 'InvalidValue', 'WrongState'],
  emits: [ev.PriorServiceRecorded],
  payload: { ...counselorKey, from: localDate, to: localDate, employment: e.employment, institution: text, evidenceRef: namedRef },
  example: {
    counselorId: 'c_0001',
    from: '2018-09-01',
    to: '2021-08-31',
    employment: 'fullTime',
    institution: '库车职业学校',
    evidenceRef: '任职证明 2021-17',
  },
})
export const ChangeEmployment = Counselor.command('ChangeEmployment', {
  title: { zh: '变更专兼职', en: 'Change employment' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-31', 'R-AK-32', 'R-AK-36'],
  refusals: ['NoChange', 'DateBeforeStart', 'WrongState'],
  emits: [ev.EmploymentChanged],
  payload: { ...counselorKey, to: e.employment, effectiveDate: localDate },
  example: { counselorId: 'c_0001', to: 'partTime', effectiveDate: '2024-03-01' },
})
export const ChangePosition = Counselor.command('ChangePosition', {
  title: { zh: '变更岗位', en: 'Change position' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-31', 'R-AK-32'],
  refusals: ['NoChange', 'DateBeforeStart', 'WrongState', 'InvalidValue'],
  emits: [ev.PositionChanged],
  payload: {
    ...counselorKey,
    positionCategory: e.positionCategory,
    positionText: text.optional(),
    departmentId: id,
    siteId: id,
    effectiveDate: localDate,
  },
  example: {
    counselorId: 'c_0001',
    positionCategory: 'studentOfficeHead',
    departmentId: 'dept_nursing',
    siteId: 'site_main',
    effectiveDate: '2024-03-01',
  },
})
export const StartLeave = Counselor.command('StartLeave', {
  title: { zh: '登记离岗', en: 'Start a leave' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-31'],
  refusals: ['NoChange', 'DateBeforeStart', 'WrongState'],
  emits: [ev.LeaveStarted],
  payload: { ...counselorKey, from: localDate, reason: e.leaveReason },
  example: { counselorId: 'c_0001', from: '2024-03-01', reason: 'study' },
})
export const EndLeave = Counselor.command('EndLeave', {
  title: { zh: '登记返岗', en: 'End a leave' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-31'],
  refusals: ['NoChange', 'DateBeforeStart', 'WrongState'],
  emits: [ev.LeaveEnded],
  payload: { ...counselorKey, on: localDate.optional() },
  example: { counselorId: 'c_0001', on: '2024-07-01' },
})
export const RecordTitle = Counselor.command('RecordTitle', {
  title: { zh: '登记职称', en: 'Record a title' },
  issuers: ['orgPersonnel', 'system'],
  rules: ['R-AK-31', 'R-AK-52'],
  refusals: ['TitleRegression', 'WrongState'],
  emits: [ev.TitleRecorded],
  payload: { ...counselorKey, ...title, discipline: text },
  example: { counselorId: 'c_0001', title: '讲师', rank: 'intermediate', discipline: '思想政治教育', grantedOn: '2023-12-01' },
})
export const CorrectTitle = Counselor.command('CorrectTitle', {
  title: { zh: '更正职称', en: 'Correct a title' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-31'],
  refusals: ['WrongState', 'ReasonMissing'],
  emits: [ev.TitleCorrected],
  payload: { ...counselorKey, correctsEventId: z.uuid(), ...title, reason: namedText },
  example: {
    counselorId: 'c_0001',
    correctsEventId: '0f0e0d0c-0b0a-4908-8706-050403020100',
    title: '助教',
    rank: 'primary',
    grantedOn: '2023-12-01',
    reason: '证书核对有误',
  },
})
export const AssignDormResidence = Counselor.command('AssignDormResidence', {
  title: { zh: '安排入住学生公寓', en: 'Assign a dorm residence' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-11'],
  refusals: ['NotActive'],
  emits: [ev.DormResidenceAssigned],
  payload: { ...counselorKey, siteId: id, buildingId: id, from: localDate },
  example: { counselorId: 'c_0001', siteId: 'site_main', buildingId: 'b3', from: '2024-09-01' },
})
export const VacateDormResidence = Counselor.command('VacateDormResidence', {
  title: { zh: '退出学生公寓', en: 'Vacate a dorm residence' },
  issuers: ['studentAffairs', 'system'],
  rules: ['R-AK-11'],
  refusals: ['NotActive'],
  emits: [ev.DormResidenceVacated],
  payload: { ...counselorKey, siteId: id, buildingId: id, to: localDate },
  example: { counselorId: 'c_0001', siteId: 'site_main', buildingId: 'b3', to: '2025-01-10' },
})
export const DeregisterCounselor = Counselor.command('DeregisterCounselor', {
  title: { zh: '辅导员离职注销', en: 'Deregister a counselor' },
  issuers: ['orgPersonnel', 'system'],
  rules: ['R-AK-31', 'R-AK-82', 'R-AK-83'],
  refusals: ['NotActive', 'DepartureBeforeStart', 'ExitCaseMissing'],
  emits: [ev.CounselorDeregistered],
  payload: { ...counselorKey, lastDay: localDate, reason: e.departureReason, exitCaseId: exitCaseId.optional() },
  example: { counselorId: 'c_0001', lastDay: '2024-06-30', reason: 'resigned' },
})
export const CorrectDeregistration = Counselor.command('CorrectDeregistration', {
  title: { zh: '更正离职注销', en: 'Correct a deregistration' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-31'],
  refusals: ['WrongState', 'ReasonMissing', 'DepartureBeforeStart', 'InvalidValue'],
  emits: [ev.DeregistrationCorrected],
  payload: {
    ...counselorKey,
    correctsEventId: z.uuid(),
    lastDay: localDate.optional(),
    /** True: the departure never took place; left out: false. */
    revoked: z.boolean().optional(),
    reason: namedText,
  },
  example: {
    counselorId: 'c_0001',
    correctsEventId: '0f0e0d0c-0b0a-4908-8706-050403020100',
    lastDay: '2024-07-31',
    revoked: false,
    reason: '交接延期',
  },
})

// --- EmploymentContract ----------------------------------------------------------------------------------------------
export const DraftContract = EmploymentContract.command('DraftContract', {
  title: { zh: '拟定聘用合同', en: 'Draft a contract' },
  issuers: ['orgPersonnel', 'system'],
  rules: ['R-AK-34', 'R-AK-35'],
  refusals: ['ForbiddenContractKind', 'InvalidValue', 'WrongState'],
  emits: [ev.ContractDrafted],
  payload: {
    ...contractKey,
    personId: id,
    counselorId: id,
    kind: e.contractKind,
    kindText: text.optional(),
    from: localDate,
    to: localDate.optional(),
    exception: exception.optional(),
  },
  example: {
    contractId: 'k_0001',
    personId: 'p_0001',
    counselorId: 'c_0001',
    kind: 'employment',
    from: '2021-09-01',
    to: '2024-12-31',
  },
})
export const SignContract = EmploymentContract.command('SignContract', {
  title: { zh: '签订聘用合同', en: 'Sign a contract' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-34'],
  refusals: ['WrongState'],
  emits: [ev.ContractSigned],
  payload: { ...contractKey, signedOn: localDate.optional() },
  example: { contractId: 'k_0001', signedOn: '2021-08-20' },
})
export const MarkRenewalDue = EmploymentContract.command('MarkRenewalDue', {
  title: { zh: '标记待续订', en: 'Mark a contract due for renewal' },
  issuers: ['system'],
  rules: ['R-AK-81'],
  refusals: ['WrongState'],
  emits: [ev.RenewalDue],
  payload: { ...contractKey, dueOn: localDate.optional() },
  example: { contractId: 'k_0001', dueOn: '2024-11-01' },
})
export const SetRenewalClearance = EmploymentContract.command('SetRenewalClearance', {
  title: { zh: '确定续订意见', en: 'Set the renewal clearance' },
  issuers: ['system'],
  rules: ['R-AK-81', 'R-AK-83'],
  refusals: ['WrongState'],
  emits: [ev.RenewalClearanceSet],
  payload: { ...contractKey, clearance: e.clearance, basisYear: year.optional(), reason: text },
  example: { contractId: 'k_0001', clearance: 'held', basisYear: 2023, reason: 'latest final year unqualified' },
})
export const ExpireContract = EmploymentContract.command('ExpireContract', {
  title: { zh: '合同期满终止', en: 'Expire a contract' },
  issuers: ['system'],
  rules: ['R-AK-81'],
  refusals: ['WrongState', 'NotEnded'],
  emits: [ev.ContractExpired],
  payload: { ...contractKey, on: localDate.optional() },
  example: { contractId: 'k_0001', on: '2025-01-01' },
})
export const RenewContract = EmploymentContract.command('RenewContract', {
  title: { zh: '续订聘用合同', en: 'Renew a contract' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-34', 'R-AK-81'],
  refusals: ['WrongState', 'RenewalNotCleared', 'InvalidValue'],
  emits: [ev.ContractRenewed],
  payload: { ...contractKey, newContractId: id, from: localDate, to: localDate },
  example: { contractId: 'k_0001', newContractId: 'k_0002', from: '2025-01-01', to: '2027-12-31' },
})
export const TerminateContract = EmploymentContract.command('TerminateContract', {
  title: { zh: '解除聘用合同', en: 'Terminate a contract' },
  issuers: ['orgPersonnel', 'system'],
  rules: ['R-AK-83'],
  refusals: ['WrongState', 'TerminationNotPermitted', 'InvalidValue'],
  emits: [ev.ContractTerminated],
  payload: {
    ...contractKey,
    on: localDate.optional(),
    ground: e.contractEndGround,
    groundText: text.optional(),
    exitCaseId: exitCaseId.optional(),
  },
  example: { contractId: 'k_0001', on: '2024-02-29', ground: 'assessment', exitCaseId: 'c_0001_2023_twoConsecutiveFails' },
})

// --- ExitCase --------------------------------------------------------------------------------------------------------
const exampleCase = { counselorId: 'c_0001', year: 2023, ground: 'annualFail' }

export const OpenExitCase = ExitCase.command('OpenExitCase', {
  title: { zh: '退出事项立项', en: 'Open an exit case' },
  issuers: ['system', 'studentAffairs'],
  rules: ['R-AK-82', 'R-AK-83'],
  refusals: ['CaseExists', 'InvalidValue'],
  emits: [ev.ExitCaseOpened],
  payload: { ...exitCommandKey, basisYears: z.array(year), basisRef: docRef },
  example: { ...exampleCase, basisYears: [2023], basisRef: 'assessment-aksu.c_0001-2023' },
})
export const OfferPost = ExitCase.command('OfferPost', {
  title: { zh: '提供调整岗位', en: 'Offer a post' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-82', 'A-36'],
  refusals: ['WrongState', 'TargetNotAllowed', 'InvalidValue'],
  emits: [ev.PostOffered],
  payload: {
    ...exitCommandKey,
    post: text,
    /** Left out: a post outside counselor work. */
    targetKind: e.exitTarget.optional(),
    offeredOn: localDate.optional(),
    /** Only on a campus without `staffing.exit.offerResponseDays`. */
    answerDueOn: localDate.optional(),
  },
  example: { ...exampleCase, post: '图书馆读者服务岗', targetKind: 'nonCounselor', offeredOn: '2024-02-01' },
})
export const AnswerOffer = ExitCase.command('AnswerOffer', {
  title: { zh: '答复调整岗位', en: 'Answer an offer' },
  issuers: ['counselor', 'orgPersonnel'],
  self: 'counselorId',
  rules: ['R-AK-83', 'A-13'],
  refusals: ['WrongState', 'AnswerMissing', 'InvalidValue'],
  emits: [ev.OfferAccepted, ev.OfferRefused],
  payload: {
    ...exitCommandKey,
    answer: e.offerAnswer.optional(),
    on: localDate.optional(),
    /** Signed paper; a counselor who answers in person may leave it out. */
    statementRef: namedRef,
  },
  example: { ...exampleCase, answer: 'refuse', on: '2024-02-10', statementRef: '书面意见 2024-03' },
})
export const PermitTermination = ExitCase.command('PermitTermination', {
  title: { zh: '认定可以解除聘用合同', en: 'Permit termination' },
  issuers: ['system'],
  rules: ['R-AK-83', 'A-12', 'A-13', 'A-14'],
  refusals: ['TerminationGroundMissing', 'WrongState', 'InvalidValue'],
  emits: [ev.TerminationPermitted],
  payload: { ...exitCommandKey, basisYears: z.array(year).optional() },
  example: { counselorId: 'c_0001', year: 2023, ground: 'twoConsecutiveFails', basisYears: [2022, 2023] },
})
export const DecideTermination = ExitCase.command('DecideTermination', {
  title: { zh: '决定是否解除聘用合同', en: 'Decide on termination' },
  issuers: ['orgPersonnel'],
  approval: 'partyCommittee',
  rules: ['R-AK-83'],
  refusals: ['TerminationNotPermitted', 'ApprovalMissing', 'InvalidValue'],
  emits: [ev.TerminationDecided],
  payload: { ...exitCommandKey, decision: e.terminationDecision, on: localDate.optional(), reason: text },
  example: { ...exampleCase, decision: 'retain', on: '2024-03-01', reason: '继续安排转岗', approvalRef: '党委会纪要 2024-05' },
})
export const CompleteReassignment = ExitCase.command('CompleteReassignment', {
  title: { zh: '完成岗位调整', en: 'Complete a reassignment' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-82'],
  refusals: ['WrongState', 'CaseFinal', 'InvalidValue'],
  emits: [ev.CounselorReassigned],
  payload: { ...exitCommandKey, newPost: text.optional(), from: localDate.optional() },
  example: { ...exampleCase, newPost: '图书馆读者服务岗', from: '2024-03-01' },
})
export const WithdrawExitCase = ExitCase.command('WithdrawExitCase', {
  title: { zh: '撤回退出事项', en: 'Withdraw an exit case' },
  issuers: ['system'],
  rules: ['R-AK-82', 'R-AK-83'],
  refusals: ['CaseFinal', 'WrongState', 'InvalidValue'],
  emits: [ev.ExitCaseWithdrawn],
  payload: { ...exitCommandKey, reason: text },
  example: { ...exampleCase, reason: 'assessment result revised to qualified' },
})
export const EscalateExitCase = ExitCase.command('EscalateExitCase', {
  title: { zh: '上报退出事项', en: 'Escalate an exit case' },
  issuers: ['system'],
  rules: ['R-AK-83', 'A-14'],
  refusals: ['WrongState', 'InvalidValue'],
  emits: [ev.ExitCaseEscalated],
  payload: { ...exitCommandKey, on: localDate.optional() },
  example: { counselorId: 'c_0001', year: 2024, ground: 'unsuitable', on: '2024-02-11' },
})

// --- Person, CampusStructure -----------------------------------------------------------------------------------------
export const RegisterPerson = Person.command('RegisterPerson', {
  title: { zh: '登记人员', en: 'Register a person' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-31'],
  refusals: ['AlreadyRegistered', 'InvalidValue'],
  emits: [ev.PersonRegistered],
  payload: personFields,
  example: { personId: 'p_0001', name: '示例甲', staffNo: '2021017', idDocument: '11010519491231002X', phone: '13800000000' },
})
export const ChangePerson = Person.command('ChangePerson', {
  title: { zh: '变更人员信息', en: 'Change a person' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-31'],
  refusals: ['AlreadyRegistered', 'InvalidValue', 'WrongState'],
  emits: [ev.PersonChanged],
  payload: personFields,
  example: { personId: 'p_0001', name: '示例甲', staffNo: '2021017', phone: '13900000000' },
})
export const SetDepartments = CampusStructure.command('SetDepartments', {
  title: { zh: '设置系（部）', en: 'Set the departments' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-28'],
  refusals: ['InvalidValue'],
  emits: [ev.DepartmentsSet],
  payload: { departments: z.array(department) },
  example: {
    departments: [{ departmentId: 'dept_nursing', name: '护理系', teachingUnit: true, siteId: 'site_main', grades: ['2022', '2023'] }],
  },
})
