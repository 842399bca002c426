import type { LiveChange } from '@fudao/contracts/views'
import { liveSubject } from '@fudao/messaging'
import type { CommittedBatch } from '@fudao/projections'
import type { NatsConnection } from '@nats-io/nats-core'

const whole = (...views: readonly string[]) => views.map((view) => ({ view, ids: false }))
/** Views that show rows of a table: with their ids, or as a whole (`[]`) where they only join it. */
const shownIn: Readonly<Record<string, readonly { readonly view: string; readonly ids: boolean }[]>> = {
  'contracts.contracts': [
    { view: 'contracts', ids: true },
    { view: 'counselor-register', ids: false },
  ],
  'exit-watch.exit_cases': [
    { view: 'exit-watch', ids: true },
    { view: 'contracts', ids: false },
  ],
  'exit-watch.findings': [{ view: 'exit-watch', ids: true }],
  'assessment-progress.assessments': [
    { view: 'assessment-progress', ids: true },
    { view: 'assessment-sheet', ids: true },
    { view: 'contracts', ids: false },
    { view: 'exit-watch', ids: false },
  ],
  'assessment-progress.ballots': ['assessment-progress', 'ballot-list'].map((view) => ({ view, ids: true })),
  'assessment-sheet.assessment_sheets': [{ view: 'assessment-sheet', ids: true }],
  'tasks.tasks': [{ view: 'tasks', ids: true }],
  'roster.people': whole('contracts', 'counselor-register', 'exit-watch', 'assessment-progress'),
  'roster.counselors': whole('contracts', 'counselor-register', 'exit-watch', 'assessment-progress', 'department-branch'),
  'roster.departments': whole('contracts', 'counselor-register', 'exit-watch', 'assessment-progress', 'staffing-ratio'),
  'staffing-ratio.service_histories': [{ view: 'staffing-ratio', ids: false }],
  'staffing-ratio.headcounts': [{ view: 'staffing-ratio', ids: false }],
  'staffing-ratio.approved_posts': [{ view: 'staffing-ratio', ids: false }],
  'title-structure.held_titles': whole('title-structure', 'counselor-register', 'talent-pool', 'twice-yearly-report-data'),
  'title-structure.management_grades': whole('title-structure'),
  'title-structure.achievements': whole('title-structure'),
  'title-structure.title_rounds': whole('title-structure'),
  'title-structure.rank_structures': whole('title-structure', 'twice-yearly-report-data'),
  'working-conditions.buildings': whole('pay-and-facilities', 'twice-yearly-report-data'),
  'working-conditions.allowances': whole('pay-and-facilities', 'twice-yearly-report-data'),
  'working-conditions.income_parity': whole('pay-and-facilities', 'twice-yearly-report-data'),
  'working-conditions.term_plans': whole('pay-and-facilities', 'twice-yearly-report-data'),
  'working-conditions.grade_lists': whole('pay-and-facilities', 'twice-yearly-report-data'),
  'working-conditions.briefing_years': whole('twice-yearly-report-data'),
  'recruitment.recruitment_rounds': whole('recruitment'),
  'recruitment.candidacies': whole('recruitment', 'objections'),
  'recruitment.objections': [{ view: 'objections', ids: false }],
  'teacher-service.teacher_records': whole('young-teacher-eligibility'),
  'daily-work.journals': [{ view: 'weekly-journals', ids: true }, ...whole('department-branch')],
  'daily-work.file_reports': [{ view: 'student-file-reports', ids: true }, ...whole('department-branch')],
  'daily-work.work_entries': whole('department-branch'),
  'daily-work.reported_incidents': whole('department-branch'),
  'awards.award_rounds': whole('awards', 'talent-pool'),
  'awards.nominees': [{ view: 'awards', ids: true }],
  'achievements.achievement_records': [{ view: 'achievements', ids: true }],
  'incidents-and-cases.incidents': [{ view: 'safety-incidents', ids: true }],
  'incidents-and-cases.accountability_cases': [{ view: 'accountability-cases', ids: true }],
  'campus.tenants': [{ view: 'calendar', ids: false }],
  'campus.policies': [{ view: 'staffing-ratio', ids: false }],
  'policy-history.policy_entries': whole('policy'),
  'policy-history.policy_texts': whole('policy-texts'),
}

// More rows at once are told as "anything of the view": nobody redraws them one by one.
const MOST_IDS = 100

/** What a committed batch means for those who look at views now, by campus. */
export const toLiveChanges = (batch: CommittedBatch): readonly { readonly campus: string; readonly change: LiveChange }[] => {
  const changes = new Map<string, { campus: string; view: string; ids: string[]; whole: boolean }>()
  for (const { campus, table, keys } of batch.changes)
    for (const { view, ids } of shownIn[`${batch.projection}.${table}`] ?? []) {
      const at = `${campus} ${view}`
      const change = changes.get(at) ?? { campus, view, ids: [], whole: false }
      if (ids) change.ids.push(...keys.map((key) => key.join('-')))
      else change.whole = true
      changes.set(at, change)
    }
  return [...changes.values()].map(({ campus, view, ids, whole }) => ({
    campus,
    change: { view, ids: whole || ids.length > MOST_IDS ? [] : ids, position: batch.position },
  }))
}

// During a rebuild nobody is told of each batch: what they see is stale anyway.
const TOO_FAR_BEHIND = 1_000

/** Tells of a batch on `live.<campus>`; lost when nobody listens. */
export const publishLive = (nc: NatsConnection, batch: CommittedBatch): void => {
  if (batch.pending > TOO_FAR_BEHIND || nc.isClosed() || nc.isDraining()) return
  for (const { campus, change } of toLiveChanges(batch)) nc.publish(liveSubject(campus), JSON.stringify(change))
}
