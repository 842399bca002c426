import { accountabilityCasesView } from './accountability-cases-view.js'
import { achievementsView } from './achievements-view.js'
import { assessmentProgressView } from './assessment-progress-view.js'
import { assessmentSheetView } from './assessment-sheet-view.js'
import { awardsView } from './awards-view.js'
import { ballotListView } from './ballot-list-view.js'
import { contractsView } from './contracts-view.js'
import { counselorRegisterView } from './counselor-register-view.js'
import { departmentBranchView } from './department-branch-view.js'
import { exitWatchView } from './exit-watch-view.js'
import { objectionsView } from './objections-view.js'
import { payAndFacilitiesView } from './pay-and-facilities-view.js'
import { policyTextsView } from './policy-texts-view.js'
import { policyView } from './policy-view.js'
import { recruitmentView } from './recruitment-view.js'
import { safetyIncidentsView } from './safety-incidents-view.js'
import { staffingRatioView } from './staffing-ratio-view.js'
import { studentFileReportsView } from './student-file-reports-view.js'
import { talentPoolView } from './talent-pool-view.js'
import { tasksView } from './tasks-view.js'
import { titleStructureView } from './title-structure-view.js'
import { twiceYearlyReportDataView } from './twice-yearly-report-data-view.js'
import type { ViewDefinition } from './view.js'
import { weeklyJournalsView } from './weekly-journals-view.js'
import { youngTeacherEligibilityView } from './young-teacher-eligibility-view.js'

export * from './accountability-cases-view.js'
export * from './achievements-view.js'
export * from './assessment-progress-view.js'
export * from './assessment-sheet-view.js'
export * from './awards-view.js'
export * from './ballot-list-view.js'
export * from './column-titles.js'
export * from './contracts-view.js'
export * from './counselor-register-view.js'
export * from './department-branch-view.js'
export * from './events-query.js'
export * from './exit-watch-view.js'
export * from './live.js'
export * from './objections-view.js'
export * from './pay-and-facilities-view.js'
export * from './policy-texts-view.js'
export * from './policy-view.js'
export * from './query.js'
export * from './recruitment-view.js'
export * from './safety-incidents-view.js'
export * from './staffing-ratio-view.js'
export * from './student-file-reports-view.js'
export * from './talent-pool-view.js'
export * from './tasks-view.js'
export * from './title-structure-view.js'
export * from './twice-yearly-report-data-view.js'
export * from './view.js'
export * from './weekly-journals-view.js'
export * from './why.js'
export * from './young-teacher-eligibility-view.js'

/** Every view of the published language. */
export const views: readonly ViewDefinition[] = [
  assessmentProgressView,
  ballotListView,
  contractsView,
  counselorRegisterView,
  exitWatchView,
  staffingRatioView,
  tasksView,
  policyView,
  policyTextsView,
  payAndFacilitiesView,
  titleStructureView,
  twiceYearlyReportDataView,
  recruitmentView,
  objectionsView,
  youngTeacherEligibilityView,
  talentPoolView,
  weeklyJournalsView,
  studentFileReportsView,
  departmentBranchView,
  assessmentSheetView,
  accountabilityCasesView,
  achievementsView,
  awardsView,
  safetyIncidentsView,
]
