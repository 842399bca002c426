import { defineAggregate } from '../kit/index.js'

const context = 'staffing'

export const Counselor = defineAggregate({
  context,
  name: 'Counselor',
  category: 'counselor',
  key: ['counselorId'],
  title: { zh: '辅导员', en: 'Counselor' },
})
export const EmploymentContract = defineAggregate({
  context,
  name: 'EmploymentContract',
  category: 'contract',
  key: ['contractId'],
  title: { zh: '聘用合同', en: 'Employment contract' },
})
export const ExitCase = defineAggregate({
  context,
  name: 'ExitCase',
  category: 'exit',
  key: ['counselorId', 'year', 'ground'],
  title: { zh: '退出事项', en: 'Exit case' },
})
export const Person = defineAggregate({
  context,
  name: 'Person',
  category: 'person',
  key: ['personId'],
  title: { zh: '人员', en: 'Person' },
})
/** Holder of one staff number; the key is a keyed hash of the number, so that the stream name tells nothing (see `services/staffing`). */
export const StaffNumber = defineAggregate({
  context,
  name: 'StaffNumber',
  category: 'staffno',
  key: ['staffNoIndex'],
  title: { zh: '工号占用', en: 'Staff number' },
})
/** Holder of one document number of one type; the key is a keyed hash of both. */
export const IdDocument = defineAggregate({
  context,
  name: 'IdDocument',
  category: 'iddoc',
  key: ['documentIndex'],
  title: { zh: '证件号码占用', en: 'Document number' },
})
/** Which counselors a person is or was; closed for ever when the person is erased. */
export const Engagement = defineAggregate({
  context,
  name: 'Engagement',
  category: 'engagement',
  key: ['personId'],
  title: { zh: '人员任职关系', en: 'Engagement of a person' },
})
/** One showing of document and phone numbers in full; together they are the record of who read them and why. */
export const NumberReveal = defineAggregate({
  context,
  name: 'NumberReveal',
  category: 'reveal',
  key: ['revealId'],
  title: { zh: '号码查看', en: 'Showing of numbers' },
})
export const CampusStructure = defineAggregate({
  context,
  name: 'CampusStructure',
  category: 'structure',
  key: [],
  title: { zh: '学校机构', en: 'Campus structure' },
})
/** Headcount of students, approved posts and whether the campus is short of counselors. */
export const StaffingEstablishment = defineAggregate({
  context,
  name: 'StaffingEstablishment',
  category: 'establishment',
  key: [],
  title: { zh: '辅导员编制', en: 'Staffing establishment' },
})
export const TitleReviewRound = defineAggregate({
  context,
  name: 'TitleReviewRound',
  category: 'titleround',
  key: ['roundId'],
  title: { zh: '职称评审批次', en: 'Title review round' },
})
export const TitleApplication = defineAggregate({
  context,
  name: 'TitleApplication',
  category: 'title',
  key: ['applicationId'],
  title: { zh: '职称申报', en: 'Title application' },
})
export const DormBuilding = defineAggregate({
  context,
  name: 'DormBuilding',
  category: 'dorm',
  key: ['siteId', 'buildingId'],
  title: { zh: '学生宿舍楼', en: 'Dorm building' },
})
export const CompensationYear = defineAggregate({
  context,
  name: 'CompensationYear',
  category: 'pay',
  key: ['year'],
  title: { zh: '年度待遇', en: 'Compensation of a year' },
})
export const PartyCommitteeBriefing = defineAggregate({
  context,
  name: 'PartyCommitteeBriefing',
  category: 'briefing',
  key: ['year'],
  title: { zh: '党委会听取汇报', en: 'Party committee briefing' },
})
export const DepartmentTermPlan = defineAggregate({
  context,
  name: 'DepartmentTermPlan',
  category: 'termplan',
  key: ['departmentId', 'termId'],
  title: { zh: '系（部）学期计划', en: 'Term plan of a department' },
})
export const RecruitmentRound = defineAggregate({
  context,
  name: 'RecruitmentRound',
  category: 'round',
  key: ['roundId'],
  title: { zh: '选聘批次', en: 'Recruitment round' },
})
export const Candidacy = defineAggregate({
  context,
  name: 'Candidacy',
  category: 'candidacy',
  key: ['candidacyId'],
  title: { zh: '应聘', en: 'Candidacy' },
})
/** Time as counselor or class teacher that a young teacher's promotion asks for (R-AK-48). */
export const TeacherServiceRecord = defineAggregate({
  context,
  name: 'TeacherServiceRecord',
  category: 'teacher',
  key: ['teacherId'],
  title: { zh: '教师育人经历', en: 'Teacher service record' },
})
/** Courses a counselor teaches in one term (R-AK-68). */
export const CourseLoad = defineAggregate({
  context,
  name: 'CourseLoad',
  category: 'courseload',
  key: ['counselorId', 'termId'],
  title: { zh: '辅导员授课', en: 'Course load' },
})
