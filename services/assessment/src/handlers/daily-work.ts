import * as assessment from '@fudao/contracts/assessment'
import { aggregateHandlers } from '@fudao/service-kit'
import { fileReportDecider, type HandOverFilesFacts } from '../domain/student-file-report/student-file-report.js'
import { journalDecider, type ReplyJournalFacts } from '../domain/weekly-journal/weekly-journal.js'
import { workLogDecider } from '../domain/work-log/work-log.js'
import { counselors } from '../references/counselors.js'

const eventsOf = (name: string) => assessment.assessmentContext.events.filter(({ aggregate }) => aggregate.name === name)
const departmentOf = (row: { readonly departmentId: unknown } | null | undefined) => (row ? { departmentId: String(row.departmentId) } : {})

export const workLogHandlers = aggregateHandlers({
  decider: workLogDecider,
  events: eventsOf('WorkLog'),
  commands: [assessment.RecordWork, assessment.CorrectWork],
})

export const journalHandlers = aggregateHandlers({
  decider: journalDecider,
  events: eventsOf('WeeklyJournal'),
  commands: [assessment.SubmitJournal, assessment.ReplyJournal],
  facts: {
    ReplyJournal: async ({ data }, _load, { reference }): Promise<ReplyJournalFacts> =>
      departmentOf(await reference(counselors, [data.counselorId])),
  },
})

export const fileReportHandlers = aggregateHandlers({
  decider: fileReportDecider,
  events: eventsOf('StudentFileReport'),
  commands: [assessment.ReportFiles, assessment.HandOverFiles],
  facts: {
    HandOverFiles: async ({ data: { counselorId, toId } }, _load, { reference }): Promise<HandOverFilesFacts> => {
      const successor = toId === undefined ? null : await reference(counselors, [toId])
      return {
        ...departmentOf(await reference(counselors, [counselorId])),
        successorServes: successor !== null && successor !== undefined && successor.departed !== true,
      }
    },
  },
})
