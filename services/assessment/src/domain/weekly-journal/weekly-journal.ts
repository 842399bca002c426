import { JournalReplied, JournalSubmitted, type ReplyJournal, type SubmitJournal } from '@fudao/contracts/assessment'
import type { EventOf } from '@fudao/contracts/kit'
import { sayCode } from '@fudao/contracts/vocabulary'
import { type AggregateDecider, addDays, type CommandOf, happened, mondayOf, refuse } from '@fudao/domain-kit'
import { invalidValue, notAuthorized, type StateWords, wrongState } from '../refusing.js'
import { sameData } from '../same-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type JournalEvent = EventOf<typeof JournalSubmitted | typeof JournalReplied>

// --- State -----------------------------------------------------------------------------------------------------------

type Journal = Omit<EventOf<typeof JournalSubmitted>['data'], 'late'>
/** `∅ → submitted → replied`; a later reply takes the place of the one before. */
export type WeeklyJournal =
  | { readonly status: 'none' }
  | { readonly status: 'submitted'; readonly journal: Journal }
  | { readonly status: 'replied'; readonly journal: Journal; readonly note: string }

const none: StateWords = { state: 'none', zh: '这一周的周记尚未提交', en: 'the journal of this week is not submitted' }

// --- Evolve ----------------------------------------------------------------------------------------------------------

const evolve = (state: WeeklyJournal, event: JournalEvent): WeeklyJournal => {
  switch (event.type) {
    case 'JournalSubmitted': {
      const { late: _, ...journal } = event.data
      return { status: 'submitted', journal }
    }
    case 'JournalReplied':
      return state.status === 'none' ? state : { status: 'replied', journal: state.journal, note: event.data.note }
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

export interface ReplyJournalFacts {
  /** Department the counselor is in now; absent when not registered. */
  readonly departmentId?: string | undefined
}
export type JournalCommand = CommandOf<typeof SubmitJournal> | CommandOf<typeof ReplyJournal, ReplyJournalFacts>

const rules = ['R-AK-23']
const sections = ['studentsInGeneral', 'work', 'effect'] as const

const submitJournal = ({ data, metadata }: CommandOf<typeof SubmitJournal>, state: WeeklyJournal): JournalEvent[] => {
  const { counselorId, isoWeek, studentsInGeneral, work, effect, issues } = data
  const monday = mondayOf(isoWeek)
  if (monday === null)
    return invalidValue(
      rules,
      'isoWeek',
      { zh: '周次', en: 'week' },
      { zh: '该年没有第 53 周', en: 'a week of the year; this year has no 53rd' },
      isoWeek,
    )
  if (!studentsInGeneral || !work || !effect) {
    const missing = sections.filter((section) => !data[section]).map((section) => sayCode(section))
    return refuse('JournalIncomplete', rules, { missing: missing.map(({ zh, en }) => `${zh} ${en}`).join('、') })
  }
  const journal = { counselorId, isoWeek, studentsInGeneral, work, effect, issues }
  if (state.status !== 'none') return sameData(state.journal, journal) ? [] : refuse('AlreadySubmitted', rules, { isoWeek })
  // due on Sunday, that day included (C-04)
  return [happened(JournalSubmitted, { ...journal, late: metadata.asOf > addDays(monday, 6) })]
}

const replyJournal = ({ data, metadata }: CommandOf<typeof ReplyJournal, ReplyJournalFacts>, state: WeeklyJournal): JournalEvent[] => {
  const { actor, facts } = metadata
  if (facts.departmentId !== undefined && actor.departmentId !== facts.departmentId)
    return notAuthorized(['R-AK-77'], ['deptBranch'], {
      zh: '系（部）党总支只答复本系（部）辅导员的周记',
      en: 'a department branch replies to the journals of its own counselors only',
    })
  if (state.status === 'none') return wrongState(rules, none, { zh: '周记已提交', en: 'the journal is submitted' })
  const { counselorId, isoWeek, note } = data
  if (state.status === 'replied' && state.note === note) return []
  return [happened(JournalReplied, { counselorId, isoWeek, note })]
}

// --- Decide ----------------------------------------------------------------------------------------------------------

/** One journal a week, and what the department answers (R-AK-23). */
export const journalDecider: AggregateDecider<WeeklyJournal, JournalCommand, JournalEvent> = {
  initialState: () => ({ status: 'none' }),
  evolve,
  decide: (command, state) => {
    switch (command.type) {
      case 'SubmitJournal':
        return submitJournal(command, state)
      case 'ReplyJournal':
        return replyJournal(command, state)
    }
  },
}
