import { defineAggregate } from '../kit/index.js'

const context = 'assessment'

export const AssessmentScheme = defineAggregate({
  context,
  name: 'AssessmentScheme',
  category: 'assessscheme',
  key: ['year'],
  title: { zh: '考核方案', en: 'Assessment scheme' },
})
export const CounselorAssessment = defineAggregate({
  context,
  name: 'CounselorAssessment',
  category: 'assessment',
  key: ['counselorId', 'year'],
  title: { zh: '辅导员年度考核', en: 'Yearly assessment of a counselor' },
})
/** Who holds the places of a grade in a year, where the campus has set how many there are. */
export const GradePlaces = defineAggregate({
  context,
  name: 'GradePlaces',
  category: 'gradeplaces',
  key: ['grade', 'year'],
  title: { zh: '考核等次名额', en: 'Places of a grade' },
})
export const StudentEvaluation = defineAggregate({
  context,
  name: 'StudentEvaluation',
  category: 'studenteval',
  key: ['counselorId', 'year'],
  title: { zh: '学生测评', en: 'Student evaluation' },
})
export const UnsuitabilityFinding = defineAggregate({
  context,
  name: 'UnsuitabilityFinding',
  category: 'unsuitable',
  key: ['findingId'],
  title: { zh: '不适宜认定', en: 'Finding of unsuitability' },
})
export const SafetyIncident = defineAggregate({
  context,
  name: 'SafetyIncident',
  category: 'incident',
  key: ['incidentId'],
  title: { zh: '安全稳定事件', en: 'Safety incident' },
})
export const Achievement = defineAggregate({
  context,
  name: 'Achievement',
  category: 'achievement',
  key: ['achievementId'],
  title: { zh: '成果', en: 'Achievement' },
})
export const AwardRound = defineAggregate({
  context,
  name: 'AwardRound',
  category: 'award',
  key: ['kind', 'year'],
  title: { zh: '表彰评选', en: 'Award round' },
})
export const AccountabilityCase = defineAggregate({
  context,
  name: 'AccountabilityCase',
  category: 'accountability',
  key: ['caseId'],
  title: { zh: '问责事项', en: 'Accountability case' },
})
export const WorkLog = defineAggregate({
  context,
  name: 'WorkLog',
  category: 'worklog',
  key: ['counselorId', 'month'],
  title: { zh: '工作记录', en: 'Work log' },
})
export const WeeklyJournal = defineAggregate({
  context,
  name: 'WeeklyJournal',
  category: 'journal',
  key: ['counselorId', 'isoWeek'],
  title: { zh: '工作周记', en: 'Weekly journal' },
})
export const StudentFileReport = defineAggregate({
  context,
  name: 'StudentFileReport',
  category: 'filereport',
  key: ['counselorId', 'termId'],
  title: { zh: '学生档案情况', en: 'Student file report' },
})
