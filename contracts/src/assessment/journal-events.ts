import { z } from 'zod'
import { text } from '../kit/index.js'
import { WeeklyJournal } from './aggregates.js'
import { journalKey } from './shapes.js'

// These names and fields are stored: never renamed.

export const JournalSubmitted = WeeklyJournal.event('JournalSubmitted', {
  title: { zh: '工作周记已提交', en: 'Journal submitted' },
  data: {
    ...journalKey,
    /** Study and life of the students in general, none named (C-12). */
    studentsInGeneral: z.string(),
    work: z.string(),
    effect: z.string(),
    /** What the department has to answer. */
    issues: z.array(text),
    /** After Sunday 24:00 of the week. */
    late: z.boolean(),
  },
})
export const JournalReplied = WeeklyJournal.event('JournalReplied', {
  title: { zh: '系（部）已答复周记', en: 'Journal replied to' },
  data: { ...journalKey, note: text },
})
