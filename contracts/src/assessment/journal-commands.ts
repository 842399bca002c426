import { z } from 'zod'
import { text } from '../kit/index.js'
import { WeeklyJournal } from './aggregates.js'
import * as ev from './journal-events.js'
import { journalKey, namedSection } from './shapes.js'

export const SubmitJournal = WeeklyJournal.command('SubmitJournal', {
  title: { zh: '提交工作周记', en: 'Submit a weekly journal' },
  issuers: ['counselor'],
  self: 'counselorId',
  rules: ['R-AK-23'],
  refusals: ['AlreadySubmitted', 'InvalidValue', 'JournalIncomplete'],
  emits: [ev.JournalSubmitted],
  payload: {
    ...journalKey,
    /** Study and life of the students in general; name no student (C-12). */
    studentsInGeneral: namedSection,
    work: namedSection,
    effect: namedSection,
    /** What the department has to answer; empty: nothing. */
    issues: z.array(text).max(50).default([]),
  },
  example: {
    counselorId: 'c_0001',
    isoWeek: '2024-W10',
    studentsInGeneral: '开学一周，整体到课率稳定，作息逐步恢复',
    work: '召开年级大会一次，走访宿舍十二间',
    effect: '到课率较上学期末提高',
    issues: ['晚自习教室照明不足'],
  },
})
export const ReplyJournal = WeeklyJournal.command('ReplyJournal', {
  title: { zh: '答复工作周记', en: 'Reply to a weekly journal' },
  issuers: ['deptBranch'],
  rules: ['R-AK-23', 'R-AK-77'],
  refusals: ['NotAuthorized', 'WrongState'],
  emits: [ev.JournalReplied],
  payload: { ...journalKey, note: text },
  example: { counselorId: 'c_0001', isoWeek: '2024-W10', note: '照明问题已报后勤处，本周内解决' },
})
