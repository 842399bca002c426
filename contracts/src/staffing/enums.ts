import { z } from 'zod'

/** Enumerations of context staffing, named as in the glossary (`domain/00` §1). Values are published: never renamed or removed. */

/** Who the rules of R-AK-01 apply to; `otherStudentWork` is registered too but never counts in the staffing ratio. */
export const personCategories = ['fullTime', 'partTime', 'otherStudentWork'] as const
export const personCategory = z.enum(personCategories)
export type PersonCategory = z.output<typeof personCategory>

/** 专职 / 兼职 (R-AK-32, R-AK-36). */
export const employments = ['fullTime', 'partTime'] as const
export const employment = z.enum(employments)
export type Employment = z.output<typeof employment>

/** R-AK-32, an open list (等): `other` is explained in words. */
export const positionCategories = ['frontline', 'deputyBranchSecretary', 'studentOfficeHead', 'leagueSecretary', 'other'] as const
export const positionCategory = z.enum(positionCategories)
export type PositionCategory = z.output<typeof positionCategory>

/** Main post of a part-time counselor (R-AK-36); `other` exists so that a wrong source is refused by rule, not as malformed. */
export const homeRoles = ['fullTimeTeacher', 'manager', 'other'] as const
export const homeRole = z.enum(homeRoles)
export type HomeRole = z.output<typeof homeRole>

/** Reasons of a leave; none of them tells anything about health (A8). */
export const leaveReasons = ['study', 'secondment', 'parental', 'personal', 'other'] as const
export const leaveReason = z.enum(leaveReasons)
export type LeaveReason = z.output<typeof leaveReason>

/** Ranks of an academic title, lowest first. */
export const titleRanks = ['primary', 'intermediate', 'associateSenior', 'senior'] as const
export const titleRank = z.enum(titleRanks)
export type TitleRank = z.output<typeof titleRank>

export const departureReasons = ['resigned', 'reassigned', 'terminated', 'retired', 'contractEnded', 'movedCampus', 'deceased'] as const
export const departureReason = z.enum(departureReasons)
export type DepartureReason = z.output<typeof departureReason>

/** `employment` = 聘用合同 (R-AK-34); the kinds R-AK-35 discourages form an open list, so `other` is explained in words. */
export const contractKinds = ['employment', 'laborDispatch', 'personnelAgency', 'other'] as const
export const contractKind = z.enum(contractKinds)
export type ContractKind = z.output<typeof contractKind>

/** `barred` over `held` over `cleared`. */
export const clearances = ['cleared', 'held', 'barred'] as const
export const clearance = z.enum(clearances)
export type Clearance = z.output<typeof clearance>

/** `assessment` is the ground of R-AK-83 and needs an exit case; any other ground is outside these regulations and only named. */
export const contractEndGrounds = [
  'assessment',
  'resigned',
  'retired',
  'movedCampus',
  'deceased',
  'mutualAgreement',
  'discipline',
  'other',
] as const
export const contractEndGround = z.enum(contractEndGrounds)
export type ContractEndGround = z.output<typeof contractEndGround>

/** R-AK-82, R-AK-83. */
export const exitGrounds = ['annualFail', 'twoConsecutiveFails', 'unsuitable'] as const
export const exitGround = z.enum(exitGrounds)
export type ExitGround = z.output<typeof exitGround>

/** Kind of the post that is offered. */
export const exitTargets = ['nonCounselor', 'counselor'] as const
export const exitTarget = z.enum(exitTargets)
export type ExitTarget = z.output<typeof exitTarget>

export const offerAnswers = ['accept', 'refuse'] as const
export const offerAnswer = z.enum(offerAnswers)
export type OfferAnswer = z.output<typeof offerAnswer>

/** 可以 = may: a human decides (C-02). */
export const terminationDecisions = ['terminate', 'retain'] as const
export const terminationDecision = z.enum(terminationDecisions)
export type TerminationDecision = z.output<typeof terminationDecision>

/** Kind of the identity document; `residentId` carries the check digit of GB 11643. */
export const idDocumentTypes = ['residentId', 'passport', 'other'] as const
export const idDocumentType = z.enum(idDocumentTypes)
export type IdDocumentType = z.output<typeof idDocumentType>
/** Views that show numbers in full to who says why. */
export const numberView = z.enum(['counselor-register'])

/** The six basic conditions R-AK-38..43. */
export const basicConditions = ['cond1', 'cond2', 'cond3', 'cond4', 'cond5', 'cond6'] as const
export type BasicCondition = (typeof basicConditions)[number]

/** 职务职级“双线”晋升 (R-AK-50). */
export const promotionTracks = ['title', 'managementGrade'] as const
export const promotionTrack = z.enum(promotionTracks)
export type PromotionTrack = z.output<typeof promotionTrack>

/** What a title rests on (R-AK-54): 工作实绩, 科学研究能力, 成果. */
export const titleEvidenceKinds = ['performance', 'research', 'results'] as const
export const titleEvidenceKind = z.enum(titleEvidenceKinds)
export type TitleEvidenceKind = z.output<typeof titleEvidenceKind>

export const titleDecisions = ['grant', 'refuse'] as const
export const titleDecision = z.enum(titleDecisions)
export type TitleDecision = z.output<typeof titleDecision>

/** Rooms a dorm building has for counselors and students (R-AK-70, R-AK-71). */
export const dormRoomKinds = ['office', 'activityRoom'] as const
export const dormRoomKind = z.enum(dormRoomKinds)
export type DormRoomKind = z.output<typeof dormRoomKind>
/** Degrees, lowest first (R-AK-40). */
export const degrees = ['juniorCollege', 'bachelor', 'master', 'doctor'] as const
export const degree = z.enum(degrees)
export type Degree = z.output<typeof degree>

/** How far party membership is asked for, least first (R-AK-38). */
export const partyRequirements = ['notRequired', 'inPrinciple', 'required'] as const
export const partyRequirement = z.enum(partyRequirements)
export type PartyRequirement = z.output<typeof partyRequirement>

/** Code of a list the campus may extend (等): the values of the glossary and its own. */
const openCode = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'a code starts with a letter and holds letters, digits or underscores')
/** Channels of R-AK-46; `orgRecommendation` is the department branch's, any other the candidate's own. */
export const recruitmentChannel = openCode
/** Stages of R-AK-47; `publicity` and `trialPost` run over days, any other is an exam with a result. */
export const selectionStage = openCode

/** What a round is planned with all the same: shown, never refused (R-AK-46, R-AK-47). */
export const roundWarnings = ['oneChannelOnly', 'stageLeftOut'] as const
export const roundWarning = z.enum(roundWarnings)
export type RoundWarning = z.output<typeof roundWarning>

/** Names the screening where a stage is named: it comes before the first. */
export const SCREENING = 'screening'
/** R-AK-48: the work that counts for a young teacher's promotion. */
export const stintRoles = ['counselor', 'classTeacher'] as const
export const stintRole = z.enum(stintRoles)
export type StintRole = z.output<typeof stintRole>
