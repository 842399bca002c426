import { isKnownCode, sayCode, sentence } from '@fudao/contracts/vocabulary'

type Word = { readonly zh: string; readonly en: string }

/** Words of these pages alone; every other code has its words in the published vocabulary. */
const pageWords: Readonly<Record<string, Word>> = {
  // lists of views and sections of the report
  rounds: { zh: '批次', en: 'Rounds' },
  candidacies: { zh: '应聘人员', en: 'Candidacies' },
  titles: { zh: '职称', en: 'Titles' },
  grades: { zh: '职员等级', en: 'Management grades' },
  allowances: { zh: '津贴', en: 'Allowances' },
  parity: { zh: '收入对比', en: 'Income parity' },
  buildings: { zh: '公寓用房', en: 'Dorm buildings' },
  assemblies: { zh: '年级大会', en: 'Assemblies' },
  officeHead: { zh: '机关和系（部）负责人', en: 'Heads of offices and departments' },
  studentWork: { zh: '学生工作岗位', en: 'Student-work posts' },
  briefings: { zh: '党委会', en: 'Briefings' },
  conditions: { zh: '工作条件', en: 'Conditions' },
  platform: { zh: '工作平台', en: 'Platform' },
  treatment: { zh: '待遇', en: 'Treatment' },
  development: { zh: '发展', en: 'Development' },
  training: { zh: '培训', en: 'Training' },
  assessment: { zh: '考核', en: 'Assessment' },
  exits: { zh: '退出', en: 'Exits' },
  met: { zh: '达到', en: 'Met' },
  notMet: { zh: '未达到', en: 'Not met' },
  decided: { zh: '已决定', en: 'Decided' },
  noneYet: { zh: '尚无数据', en: 'Nothing yet' },
  noRequirement: { zh: '未设要求', en: 'No requirement' },
  notAvailable: { zh: '暂不支持', en: 'Not supported yet' },
  scored: { zh: '已评分', en: 'Scored' },
  proposed: { zh: '已拟定等次', en: 'Proposed' },
  final: { zh: '已审定', en: 'Final' },
  underAppeal: { zh: '申诉中', en: 'Under appeal' },
  exempt: { zh: '免于考核', en: 'Exempt' },
  // where a policy value comes from and what a draft would change
  preset: { zh: '采用预设', en: 'Preset' },
  set: { zh: '学校设定', en: 'Set' },
  corrected: { zh: '更正', en: 'Corrected' },
  retired: { zh: '停用', en: 'Retired' },
  default: { zh: '通用缺省', en: 'Default' },
  gone: { zh: '不再发生', en: 'Would not happen' },
  new: { zh: '新增', en: 'Would happen besides' },
  active: { zh: '履行中', en: 'Active' },
  casesList: { zh: '退出事项', en: 'Exit cases' },
  oneFailList: { zh: '一次不合格', en: 'One failed year' },
  unsuitableList: { zh: '不适宜认定', en: 'Unsuitable' },
}

/** A coded value in words; a code that nobody named is shown as it is. */
export const wordOf = (code: string): Word => {
  if (Object.hasOwn(pageWords, code)) return pageWords[code] ?? { zh: code, en: code }
  return isKnownCode(code) ? sentence(sayCode(code)) : { zh: code, en: code }
}
