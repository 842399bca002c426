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
/** Which counselors a person is or was; closed for ever when the person is erased. */
export const Engagement = defineAggregate({
  context,
  name: 'Engagement',
  category: 'engagement',
  key: ['personId'],
  title: { zh: '人员任职关系', en: 'Engagement of a person' },
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
