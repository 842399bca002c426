import { z } from 'zod'
import { docRef, id, int, localDate, text, year } from '../kit/index.js'
import { CampusStructure, Counselor, EmploymentContract, Engagement, ExitCase, IdDocument, Person, StaffNumber } from './aggregates.js'
import * as e from './enums.js'
import { exitCaseId } from './exit-case-id.js'
import { attestations, contractKey, counselorKey, department, exception, exitEventKey, personFields, title } from './shapes.js'

export * from './course-load-events.js'
export * from './establishment-events.js'
export * from './recruitment-events.js'
export * from './reveal-events.js'
export * from './teacher-events.js'

// These names are stored: never renamed, never given another meaning. A change is a new version with an upcaster.

// --- Counselor -------------------------------------------------------------------------------------------------------
export const CounselorRegistered = Counselor.event('CounselorRegistered', {
  title: { zh: '辅导员已入职注册', en: 'Counselor registered' },
  data: {
    ...counselorKey,
    personId: id,
    personCategory: e.personCategory,
    employment: e.employment,
    positionCategory: e.positionCategory,
    /** In words when `positionCategory` is `other` (C-02: open list). */
    positionText: text.optional(),
    departmentId: id,
    siteId: id,
    homeRole: e.homeRole.optional(),
    dualIdentity: z.boolean(),
    startDate: localDate,
    contractId: id.optional(),
    excellenceEvidence: docRef.optional(),
    attestations: attestations.optional(),
    /** The appointed candidacy that stood in for the attestations. */
    candidacyId: id.optional(),
    exception: exception.optional(),
  },
})
export const PriorServiceRecorded = Counselor.event('PriorServiceRecorded', {
  title: { zh: '以往任职经历已登记', en: 'Prior service recorded' },
  data: { ...counselorKey, from: localDate, to: localDate, employment: e.employment, institution: text, evidenceRef: docRef },
})
export const EmploymentChanged = Counselor.event('EmploymentChanged', {
  title: { zh: '专兼职已变更', en: 'Employment changed' },
  data: { ...counselorKey, from: e.employment, to: e.employment, effectiveDate: localDate },
})
export const PositionChanged = Counselor.event('PositionChanged', {
  title: { zh: '岗位已变更', en: 'Position changed' },
  data: {
    ...counselorKey,
    positionCategory: e.positionCategory,
    positionText: text.optional(),
    departmentId: id,
    siteId: id,
    effectiveDate: localDate,
  },
})
export const LeaveStarted = Counselor.event('LeaveStarted', {
  title: { zh: '离岗开始', en: 'Leave started' },
  data: { ...counselorKey, from: localDate, reason: e.leaveReason },
})
export const LeaveEnded = Counselor.event('LeaveEnded', {
  title: { zh: '离岗结束', en: 'Leave ended' },
  data: { ...counselorKey, on: localDate },
})
export const TitleRecorded = Counselor.event('TitleRecorded', {
  title: { zh: '职称已登记', en: 'Title recorded' },
  data: { ...counselorKey, ...title, discipline: text },
})
export const TitleCorrected = Counselor.event('TitleCorrected', {
  title: { zh: '职称已更正', en: 'Title corrected' },
  data: { ...counselorKey, correctsEventId: z.uuid(), ...title, reason: text },
})
export const DormResidenceAssigned = Counselor.event('DormResidenceAssigned', {
  title: { zh: '已安排入住学生公寓', en: 'Dorm residence assigned' },
  data: { ...counselorKey, siteId: id, buildingId: id, from: localDate },
})
export const DormResidenceVacated = Counselor.event('DormResidenceVacated', {
  title: { zh: '已退出学生公寓', en: 'Dorm residence vacated' },
  data: { ...counselorKey, siteId: id, buildingId: id, to: localDate },
})
export const CounselorDeregistered = Counselor.event('CounselorDeregistered', {
  title: { zh: '辅导员已离职注销', en: 'Counselor deregistered' },
  data: { ...counselorKey, lastDay: localDate, reason: e.departureReason, exitCaseId: exitCaseId.optional() },
})
export const DeregistrationCorrected = Counselor.event('DeregistrationCorrected', {
  title: { zh: '离职注销已更正', en: 'Deregistration corrected' },
  data: { ...counselorKey, correctsEventId: z.uuid(), lastDay: localDate.optional(), revoked: z.boolean(), reason: text },
})

// --- EmploymentContract ----------------------------------------------------------------------------------------------
export const ContractDrafted = EmploymentContract.event('ContractDrafted', {
  title: { zh: '聘用合同已拟定', en: 'Contract drafted' },
  data: {
    ...contractKey,
    personId: id,
    counselorId: id,
    kind: e.contractKind,
    /** In words when `kind` is `other` (C-02: open list). */
    kindText: text.optional(),
    from: localDate,
    to: localDate.optional(),
    /** Document of the exception; where none was cited, approver and reason in one line. Present exactly when an exception was made. */
    exceptionRef: text.optional(),
    exception: exception.optional(),
  },
})
export const ContractSigned = EmploymentContract.event('ContractSigned', {
  title: { zh: '聘用合同已签订', en: 'Contract signed' },
  data: { ...contractKey, signedOn: localDate },
})
export const RenewalDue = EmploymentContract.event('RenewalDue', {
  title: { zh: '聘用合同待续订', en: 'Renewal due' },
  data: { ...contractKey, dueOn: localDate },
})
export const RenewalClearanceSet = EmploymentContract.event('RenewalClearanceSet', {
  title: { zh: '续订意见已确定', en: 'Renewal clearance set' },
  data: { ...contractKey, clearance: e.clearance, basisYear: year.optional(), reason: text },
})
export const ContractExpired = EmploymentContract.event('ContractExpired', {
  title: { zh: '聘用合同已期满', en: 'Contract expired' },
  data: { ...contractKey, on: localDate },
})
export const ContractRenewed = EmploymentContract.event('ContractRenewed', {
  title: { zh: '聘用合同已续订', en: 'Contract renewed' },
  data: { ...contractKey, newContractId: id, from: localDate, to: localDate },
})
export const ContractTerminated = EmploymentContract.event('ContractTerminated', {
  title: { zh: '聘用合同已解除', en: 'Contract terminated' },
  data: { ...contractKey, on: localDate, ground: e.contractEndGround, groundText: text.optional(), exitCaseId: exitCaseId.optional() },
})

// --- ExitCase --------------------------------------------------------------------------------------------------------
export const ExitCaseOpened = ExitCase.event('ExitCaseOpened', {
  title: { zh: '退出事项已立项', en: 'Exit case opened' },
  data: { ...exitEventKey, basisYears: z.array(year), basisRef: docRef },
})
export const PostOffered = ExitCase.event('PostOffered', {
  title: { zh: '已提供调整岗位', en: 'Post offered' },
  data: { ...exitEventKey, offerNo: int, post: text, targetKind: e.exitTarget, offeredOn: localDate, answerDueOn: localDate },
})
export const OfferAccepted = ExitCase.event('OfferAccepted', {
  title: { zh: '已同意调整岗位', en: 'Offer accepted' },
  // Version 1 could leave the statement out where the counselor answered in person; R-AK-83 turns on it, so that readers need it always.
  version: 2,
  upcasters: { 1: (data, { commandid }) => ({ ...data, statementRef: data.statementRef ?? `command:${commandid ?? 'unknown'}` }) },
  data: { ...exitEventKey, offerNo: int, on: localDate, statementRef: docRef },
})
export const OfferRefused = ExitCase.event('OfferRefused', {
  title: { zh: '不同意调整岗位', en: 'Offer refused' },
  data: { ...exitEventKey, offerNo: int, on: localDate, statementRef: docRef },
})
export const ExitCaseEscalated = ExitCase.event('ExitCaseEscalated', {
  title: { zh: '退出事项已上报', en: 'Exit case escalated' },
  data: { ...exitEventKey, on: localDate },
})
export const TerminationPermitted = ExitCase.event('TerminationPermitted', {
  title: { zh: '可以解除聘用合同', en: 'Termination permitted' },
  data: { ...exitEventKey, basisYears: z.array(year) },
})
export const TerminationDecided = ExitCase.event('TerminationDecided', {
  title: { zh: '是否解除聘用合同已决定', en: 'Termination decided' },
  data: { ...exitEventKey, decision: e.terminationDecision, on: localDate, reason: text },
})
export const CounselorReassigned = ExitCase.event('CounselorReassigned', {
  title: { zh: '工作岗位已调整', en: 'Counselor reassigned' },
  data: { ...exitEventKey, newPost: text, from: localDate },
})
export const ExitCaseWithdrawn = ExitCase.event('ExitCaseWithdrawn', {
  title: { zh: '退出事项已撤回', en: 'Exit case withdrawn' },
  data: { ...exitEventKey, reason: text },
})

// --- Person, StaffNumber, IdDocument, CampusStructure ----------------------------------------------------------------------------
export const PersonRegistered = Person.event('PersonRegistered', {
  title: { zh: '人员已登记', en: 'Person registered' },
  subject: 'personId',
  data: personFields,
})
export const PersonChanged = Person.event('PersonChanged', {
  title: { zh: '人员信息已变更', en: 'Person changed' },
  subject: 'personId',
  data: personFields,
})
/** Claim of a staff number, written before the person's own event: the first step of a two-stream saga. */
export const StaffNumberTaken = StaffNumber.event('StaffNumberTaken', {
  title: { zh: '工号已占用', en: 'Staff number taken' },
  data: {
    staffNoIndex: id,
    personId: id,
    /** Revision of the person's stream the claim was made at (-1: not registered yet); what tells a live claim from one given up. */
    personRevision: z.int().min(-1),
  },
})
/** Claim of a document number, as that of a staff number. */
export const IdDocumentTaken = IdDocument.event('IdDocumentTaken', {
  title: { zh: '证件号码已占用', en: 'Document number taken' },
  data: { documentIndex: id, personId: id, personRevision: z.int().min(-1) },
})
/** The person's key is destroyed: names and numbers in all events about them are unreadable from here on (A8, PIPL-47). */
export const PersonErased = Person.event('PersonErased', {
  title: { zh: '人员个人信息已删除', en: 'Personal data erased' },
  data: { personId: id, reason: text },
})
/** Written to each counselor of a person before the person is erased: a registration under way that has not seen it is decided anew. */
export const ErasureAnnounced = Counselor.event('ErasureAnnounced', {
  title: { zh: '本人信息即将删除', en: 'Erasure of the person announced' },
  data: { ...counselorKey },
})
/** Written before the counselor's own event, so that who erases a person finds whom to ask. */
export const PersonEngaged = Engagement.event('PersonEngaged', {
  title: { zh: '人员已任辅导员', en: 'Person engaged as counselor' },
  data: { personId: id, counselorId: id },
})
/** Written before `PersonErased`: nobody can engage the person meanwhile. */
export const EngagementClosed = Engagement.event('EngagementClosed', {
  title: { zh: '人员不再任职', en: 'Engagement closed' },
  data: { personId: id },
})
export const DepartmentsSet = CampusStructure.event('DepartmentsSet', {
  title: { zh: '系（部）设置已更新', en: 'Departments set' },
  data: { departments: z.array(department) },
})
export * from './briefing-events.js'
export * from './compensation-events.js'
export * from './dorm-building-events.js'
export * from './term-plan-events.js'
export * from './title-events.js'
