import type { Role } from '@fudao/contracts/kit'

type Word = { readonly zh: string; readonly en: string }
type Words = Readonly<Record<string, Word>>

/** Roles of the published language in the words of the trade. */
export const roleWords: Readonly<Record<Role, Word>> = {
  studentAffairs: { zh: '学工部', en: 'Student affairs' },
  orgPersonnel: { zh: '组织（人事）部', en: 'Organisation and personnel' },
  disciplineInspection: { zh: '纪检', en: 'Discipline inspection' },
  partyCommittee: { zh: '学校党委', en: 'Party committee' },
  deptBranch: { zh: '系（部）党总支', en: 'Department branch' },
  departmentOffice: { zh: '二级学院', en: 'Department office' },
  leadingGroupOffice: { zh: '领导小组办公室', en: 'Leading group office' },
  leadingGroup: { zh: '领导小组', en: 'Leading group' },
  leader: { zh: '联系领导', en: 'Leader' },
  workshopLeader: { zh: '工作坊主理人', en: 'Workshop leader' },
  counselor: { zh: '辅导员', en: 'Counselor' },
  teacher: { zh: '教师', en: 'Teacher' },
  candidate: { zh: '应聘人员', en: 'Candidate' },
  panel: { zh: '选聘评委', en: 'Panel' },
  reviewPanel: { zh: '评审委员会', en: 'Review panel' },
  advisor: { zh: '导师', en: 'Advisor' },
  member: { zh: '工作坊成员', en: 'Member' },
  organiser: { zh: '主办人', en: 'Organiser' },
  studentEvaluator: { zh: '参评学生', en: 'Student evaluator' },
  provincialDepartment: { zh: '省教育厅', en: 'Provincial department' },
  provincialWorkCommittee: { zh: '省委教育工委', en: 'Provincial work committee' },
  campaignHost: { zh: '承办单位', en: 'Campaign host' },
  analyst: { zh: '数据分析', en: 'Analyst' },
  platformAdmin: { zh: '平台管理员', en: 'Platform administrator' },
  system: { zh: '系统规则', en: 'Rules' },
}

/** Values of columns, by value; an unknown value is shown as it is. */
export const valueWords: Words = {
  // contract kinds and states
  employment: { zh: '聘用合同', en: 'Employment' },
  laborDispatch: { zh: '劳务派遣', en: 'Labour dispatch' },
  personnelAgency: { zh: '人事代理', en: 'Personnel agency' },
  other: { zh: '其他', en: 'Other' },
  draft: { zh: '草稿', en: 'Draft' },
  active: { zh: '履行中', en: 'Active' },
  renewalDue: { zh: '待续订', en: 'Renewal due' },
  renewed: { zh: '已续订', en: 'Renewed' },
  expired: { zh: '已到期', en: 'Expired' },
  terminated: { zh: '已解除', en: 'Terminated' },
  // clearances and grades
  cleared: { zh: '可续订', en: 'Cleared' },
  held: { zh: '暂缓续订', en: 'Held' },
  barred: { zh: '不得续订', en: 'Barred' },
  excellent: { zh: '优秀', en: 'Excellent' },
  qualified: { zh: '合格', en: 'Qualified' },
  unqualified: { zh: '不合格', en: 'Unqualified' },
  // exit cases and findings
  annualFail: { zh: '年度考核不合格', en: 'Failed year' },
  twoConsecutiveFails: { zh: '连续两年不合格', en: 'Two failed years in a row' },
  unsuitable: { zh: '不适宜从事辅导员工作', en: 'Unsuitable' },
  opened: { zh: '已立案', en: 'Opened' },
  offered: { zh: '已提出调岗', en: 'Another post offered' },
  accepted: { zh: '同意调岗', en: 'Accepted' },
  refused: { zh: '不服从调岗', en: 'Refused' },
  escalated: { zh: '已上报', en: 'Escalated' },
  terminationPermitted: { zh: '可以解除合同', en: 'Termination permitted' },
  retained: { zh: '留任', en: 'Retained' },
  reassigned: { zh: '已调岗', en: 'Reassigned' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  confirmed: { zh: '已认定', en: 'Confirmed' },
  dismissed: { zh: '不予认定', en: 'Dismissed' },
  terminate: { zh: '解除合同', en: 'Terminate' },
  retain: { zh: '留任', en: 'Retain' },
  raised: { zh: '待认定', en: 'Raised' },
  casesList: { zh: '退出事项', en: 'Exit cases' },
  oneFailList: { zh: '一次不合格', en: 'One failed year' },
  unsuitableList: { zh: '不适宜认定', en: 'Unsuitable' },
  // reasons of a clearance
  terminationDecided: { zh: '学校已决定解除合同', en: 'Termination decided' },
  sanctioned: { zh: '受到问责处理', en: 'Sanctioned' },
  latestYearUnqualified: { zh: '考核不合格', en: 'failed' },
  noFinalGrade: { zh: '考核尚未审定', en: 'not final yet' },
  latestYearQualified: { zh: '考核合格', en: 'passed' },
  nothingAgainst: { zh: '没有不宜续订的情形', en: 'Nothing against it' },
  // tasks
  open: { zh: '待办', en: 'To do' },
  done: { zh: '已办结', en: 'Done' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
}
