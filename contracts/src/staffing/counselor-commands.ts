import { z } from 'zod'
import { id, localDate, text } from '../kit/index.js'
import { Counselor } from './aggregates.js'
import * as e from './enums.js'
import * as ev from './events.js'
import { exitCaseId } from './exit-case-id.js'
import { attestations, counselorKey, exception, namedRef, namedText, title } from './shapes.js'

// `system` among the issuers: the rules of `domain/40` name the command in their row (C-15).
// A date "on which it happened" that is left out is the business date of the command.

export const RegisterCounselor = Counselor.command('RegisterCounselor', {
  title: { zh: '辅导员入职注册', en: 'Register a counselor' },
  issuers: ['orgPersonnel', 'system'],
  rules: ['R-AK-01', 'R-AK-31', 'R-AK-32', 'R-AK-33', 'R-AK-34', 'R-AK-36', 'R-AK-38', 'R-AK-40'],
  refusals: ['AlreadyRegistered', 'ContractMissing', 'PartTimeSourceInvalid', 'AttestationMissing', 'InvalidValue', 'PersonErased'],
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
    /** An appointed candidacy of this person for this service: its screening stands in for the attestations. */
    candidacyId: id.optional(),
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
  issuers: ['studentAffairs', 'system'],
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
  rules: ['R-AK-31', 'PIPL-47'],
  refusals: ['WrongState', 'ReasonMissing', 'DepartureBeforeStart', 'InvalidValue', 'PersonErased'],
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
