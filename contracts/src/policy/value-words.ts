import type { Bilingual } from '../kit/index.js'

/** Coded values of parameters in words; a code that a campus made up is shown as it is. */
const codes: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  // staffing
  fte: ['按折算人数', 'full-time equivalents'],
  fullTimeOnly: ['只计专职', 'full-time posts only'],
  campus: ['全校', 'whole campus'],
  department: ['按系（部）', 'per department'],
  headcount: ['按人数', 'headcount'],
  employment: ['聘用合同', 'employment contract'],
  laborDispatch: ['劳务派遣', 'labour dispatch'],
  personnelAgency: ['人事代理', 'personnel agency'],
  juniorCollege: ['专科', 'junior college'],
  bachelor: ['本科', 'bachelor'],
  master: ['硕士', 'master'],
  doctor: ['博士', 'doctor'],
  required: ['必须', 'required'],
  inPrinciple: ['原则上须是', 'in principle'],
  notRequired: ['不要求', 'not required'],
  writtenExam: ['笔试', 'written exam'],
  interviewExam: ['面试', 'interview'],
  publicity: ['公示', 'public notice'],
  trialPost: ['试岗', 'trial on the post'],
  orgRecommendation: ['组织推荐', 'recommendation'],
  openRecruitment: ['公开招聘', 'open recruitment'],
  titles: ['按课程门数', 'by course title'],
  sections: ['按教学班', 'by class section'],
  escalate: ['交人处理，不视为拒绝', 'goes to a person, is no refusal'],
  refusal: ['视为拒绝', 'counts as refusal'],
  nonCounselor: ['非辅导员岗位', 'a post outside counselor work'],
  anyPost: ['任何岗位', 'any post'],
  // parties and roles
  studentAffairs: ['学工部', 'student affairs'],
  orgPersonnel: ['组织（人事）部', 'organisation and personnel'],
  disciplineInspection: ['纪检', 'discipline inspection'],
  deptBranch: ['系（部）党总支', 'department branch'],
  students: ['学生', 'students'],
  provincialWorkCommittee: ['省委教育工委', 'provincial work committee'],
  provincialDepartment: ['省教育厅', 'provincial department'],
  // assessment
  ethics: ['师德师风', 'ethics'],
  educationalEffect: ['育人实效', 'educational effect'],
  studentRecognition: ['学生认可度', 'students’ recognition'],
  studentSatisfaction: ['学生满意度', 'students’ satisfaction'],
  appointment: ['任免', 'appointment'],
  post: ['聘用', 'post'],
  pay: ['工资', 'pay'],
  rewardPunishment: ['奖惩', 'reward and punishment'],
  renewal: ['续聘', 'renewal'],
  breaks: ['空档年打断连续', 'a gap year breaks the sequence'],
  skips: ['空档年略过不计', 'a gap year is skipped'],
  excellent: ['优秀', 'excellent'],
  qualified: ['合格', 'qualified'],
  // training
  primary: ['初级', 'primary'],
  intermediate: ['中级', 'intermediate'],
  associateSenior: ['副高级', 'associate senior'],
  senior: ['正高级', 'senior'],
  assumedUnlessDenied: ['未否定即视为掌握', 'assumed unless denied'],
  certified: ['须经认定', 'must be certified'],
  fullTime: ['专职', 'full-time'],
  all: ['全部', 'all'],
  any: ['不限', 'any'],
  side: ['校内校外各计', 'each side'],
  total: ['合计', 'in total'],
  novice: ['新手期', 'novice'],
  growth: ['成长期', 'growth'],
  experienced: ['熟练期', 'experienced'],
  mature: ['成熟期', 'mature'],
  institution: ['校级', 'institution'],
  provincial: ['省级', 'provincial'],
  national: ['国家级', 'national'],
  months: ['按月折算', 'pro rata by month'],
  none: ['不折算', 'not pro rata'],
  rolling: ['滚动计算', 'rolling'],
  fixed: ['固定周期', 'fixed windows'],
  inCadrePlan: ['列入干部培训计划', 'in the cadre plan'],
  inTeacherPlan: ['列入教师培训计划', 'in the teacher plan'],
  whitePapers: ['白皮书', 'white papers'],
  // workshops, mentorship, campaigns
  nextYear: ['次年', 'the year after'],
  sameYear: ['当年', 'the same year'],
  calendarQuarter: ['自然季度', 'calendar quarter'],
  pairing: ['按结对', 'per pairing'],
  leader: ['按领导', 'per leader'],
  laterOfSchemeAndPairing: ['制度建立与结对较晚者', 'the later of scheme and pairing'],
  scheme: ['制度建立日', 'the scheme'],
  cycle: ['按整个周期', 'the whole cycle'],
  exception: ['说明理由可例外', 'only with a reason'],
  allowed: ['允许', 'allowed'],
  forbidden: ['不允许', 'not allowed'],
  latestGradeExcellent: ['最近考核优秀', 'latest grade excellent'],
  awardLast3Years: ['近三年获奖', 'an award in the last three years'],
  campusDesignation: ['学校认定', 'designated by the campus'],
  // shared; fields of compound values
  calendar: ['公历年', 'calendar year'],
  academic: ['学年', 'academic year'],
  week: ['周', 'week'],
  month: ['月', 'month'],
  quarter: ['季度', 'quarter'],
  term: ['学期', 'term'],
  year: ['年', 'year'],
  times: ['次数', 'times'],
  per: ['周期', 'per'],
  min: ['最少', 'at least'],
  max: ['最多', 'at most'],
}

/** Units of parameters; one that says nothing beside the value (`mm-dd`) is left out. */
const units: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  advisors: [' 名导师', ' advisors'],
  awards: [' 项', ' awards'],
  ballots: [' 票', ' ballots'],
  briefings: [' 次', ' briefings'],
  characters: [' 字', ' characters'],
  counselor: [' 人', ' counselors'],
  counselors: [' 人', ' counselors'],
  courses: [' 门', ' courses'],
  'day of month': [' 日', '. day of the month'],
  days: [' 天', ' days'],
  deferrals: [' 次', ' deferrals'],
  delegates: [' 人', ' delegates'],
  evaluations: [' 次', ' evaluations'],
  fen: [' 分（人民币）', ' fen'],
  guidances: [' 次', ' guidances'],
  hours: [' 学时', ' hours'],
  interviews: [' 次', ' talks'],
  minutes: [' 分钟', ' minutes'],
  months: [' 个月', ' months'],
  percent: ['%', '%'],
  points: [' 分', ' points'],
  results: [' 项', ' results'],
  rooms: [' 间', ' rooms'],
  students: [' 人', ' students'],
  themes: [' 个主题', ' themes'],
  trainings: [' 次', ' trainings'],
  winners: [' 人', ' winners'],
  year: [' 年', ' years'],
  years: [' 年', ' years'],
}

type Language = keyof Bilingual
const at = (pair: readonly [string, string], language: Language): string => pair[language === 'zh' ? 0 : 1]
const lookUp = (table: Readonly<Record<string, readonly [string, string]>>, key: string): readonly [string, string] | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

const say = (value: unknown, unit: string, language: Language): string => {
  const zh = language === 'zh'
  if (value === null || value === undefined) return zh ? '未设定（此项不起作用）' : 'not set (has no effect)'
  if (typeof value === 'boolean') return zh ? (value ? '是' : '否') : value ? 'yes' : 'no'
  if (typeof value === 'number') return `${value}${at(lookUp(units, unit) ?? ['', ''], language)}`
  if (typeof value === 'string') return at(lookUp(codes, value) ?? [value, value], language)
  if (Array.isArray(value)) return value.map((item) => say(item, unit, language)).join(zh ? '、' : ', ')
  const fields = value as Readonly<Record<string, unknown>>
  if ('num' in fields && 'den' in fields) return `${String(fields.num)}/${String(fields.den)}`
  return Object.entries(fields)
    .map(([field, item]) => `${say(field, '', language)} ${say(item, unit, language)}`)
    .join(zh ? '，' : ', ')
}

/** A parameter's value as people read it: `15 天` / `15 days`, `劳务派遣、人事代理`; `null` says that the rule is inactive. */
export const sayPolicyValue = (value: unknown, unit = ''): Bilingual => ({ zh: say(value, unit, 'zh'), en: say(value, unit, 'en') })
