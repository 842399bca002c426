import { z } from 'zod'

/** The four criteria of R-AK-79: every scheme weighs them. */
export const emphasisedCriteria = ['ethics', 'educationalEffect', 'studentRecognition', 'studentSatisfaction'] as const
/** The four qualities of R-AK-04. */
export const qualities = ['politicallyStrong', 'professionallySkilled', 'strictlyDisciplined', 'uprightInStyle'] as const
/** The professional code of R-AK-05. */
export const professionalCode = ['patriotismAndLaw', 'dedicationAndCare', 'educationFirst', 'lifelongLearning', 'roleModel'] as const

/** What a party looks at; the criteria of R-AK-79 are required, the items of R-AK-04 and R-AK-05 refine them, `other` is explained in the scheme text. */
export const criterion = z.enum([...emphasisedCriteria, ...qualities, ...professionalCode, 'other'])
export type Criterion = z.output<typeof criterion>

/** `excellent` is derived (only a scheme with that threshold awards it); the other two are of R-AK-82, 83. */
export const grade = z.enum(['excellent', 'qualified', 'unqualified'])
export type Grade = z.output<typeof grade>

export const employment = z.enum(['fullTime', 'partTime'])

export const inputKind = z.enum([
  'trainingHours',
  'mentorship',
  'workshop',
  'campaign',
  'workLog',
  'incident',
  'accountability',
  'award',
  'other',
])
/** Why an assessment ends without a result; `deregistered` comes from X-10. */
export const cancelReason = z.enum(['deregistered', 'openedInError', 'other'])
/** What a result is tied to (R-AK-81, open list). */
export const linkages = ['appointment', 'post', 'pay', 'rewardPunishment', 'renewal'] as const
/** What two offices decide about a raised finding. */
export const findingDecision = z.enum(['confirm', 'dismiss'])

/** Special commendations of R-AK-85, an open list (等): `other` is named in words. */
export const awardKinds = ['topTen', 'excellentCounselor', 'excellentIdeologicalWorker', 'other'] as const
export const awardKind = z.enum(awardKinds)
export type AwardKind = z.output<typeof awardKind>

/** How a case of dereliction ends (R-AK-84). */
export const accountabilityDecisions = ['sanction', 'clear'] as const
export const accountabilityDecision = z.enum(accountabilityDecisions)

export const achievementKinds = ['paper', 'project', 'book', 'course', 'onlineCulturalWork', 'workCase', 'award', 'degree'] as const
export const achievementKind = z.enum(achievementKinds)
export type AchievementKind = z.output<typeof achievementKind>
/** Kinds that the research statistics count; online works by R-AK-55. */
export const researchKinds: readonly AchievementKind[] = ['paper', 'project', 'book', 'onlineCulturalWork']
/** Lowest first. */
export const achievementLevels = ['department', 'institution', 'provincial', 'national'] as const
export const achievementLevel = z.enum(achievementLevels)
export const achievementRoles = ['lead', 'participant', 'author'] as const
export const achievementRole = z.enum(achievementRoles)
export const achievementStatuses = ['approved', 'completed', 'published'] as const
export const achievementStatus = z.enum(achievementStatuses)
/** Why a verified achievement no longer holds; codes, because it is said about a person. */
export const retractReasons = ['misconduct', 'awardWithdrawn', 'recordedInError'] as const
export const retractReason = z.enum(retractReasons)
/** The nine duties of a counselor with the tenth, research, and the eleventh, other student work (R-AK-07..17); 0 is outside them (R-AK-18). */
export const dutyCodes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const
/** The six working systems (R-AK-19..25). */
export const workSystems = ['talk', 'classObservation', 'dormVisit', 'classMeeting', 'weeklyJournal', 'studentFile'] as const
export const workSystem = z.enum(workSystems)
/** By which means a talk is held (R-LN-28), an open list. */
export const talkChannels = ['inPerson', 'phone', 'video', 'instantMessage', 'email', 'other'] as const
export const talkChannel = z.enum(talkChannels)
/** With whom a counselor keeps contact (R-AK-19). */
export const contactParties = ['parent', 'classTeacher', 'courseTeacher', 'classCommittee'] as const
export const contactParty = z.enum(contactParties)
/** What an activity raises, and which right understanding it guides (R-AK-06). */
export const attainments = ['ideologicalLevel', 'politicalAwareness', 'moralCharacter', 'culturalLiteracy'] as const
export const understandings = ['worldAndChinaTrends', 'chinaInComparison', 'responsibilityAndMission', 'ambitionAndDiligence'] as const
export const workTags = [...attainments, ...understandings] as const
export const workTag = z.enum(workTags)
/** The seven categories of a student file, in the order of R-AK-24; `complete` counts them in this order. */
export const fileCategories = [
  'study',
  'family',
  'hardship',
  'mentalHealth',
  'rewardsAndDiscipline',
  'socialWork',
  'partyAndLeague',
] as const
export type FileCategory = (typeof fileCategories)[number]
