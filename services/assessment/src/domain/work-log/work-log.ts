import { type CorrectWork, type RecordWork, WorkCorrected, WorkRecorded } from '@fudao/contracts/assessment'
import type { EventOf } from '@fudao/contracts/kit'
import { type AggregateDecider, type CommandOf, happened, type Recorded, refuse } from '@fudao/domain-kit'
import { invalidValue, wrongState } from '../refusing.js'
import { sameData } from '../same-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type WorkLogEvent = Recorded<EventOf<typeof WorkRecorded | typeof WorkCorrected>>

// --- State -----------------------------------------------------------------------------------------------------------

type Entry = EventOf<typeof WorkRecorded>['data']
interface LogEntry {
  readonly entry: Entry
  /** Last event about the entry: what a correction corrects (C-11). */
  readonly eventId: string | undefined
}
/** The entries of a month by id. */
export interface WorkLog {
  readonly entries: Readonly<Record<string, LogEntry>>
}

// --- Evolve ----------------------------------------------------------------------------------------------------------

const evolve = (state: WorkLog, event: WorkLogEvent): WorkLog => {
  const { correctsEventId: _, ...entry } = event.data as EventOf<typeof WorkCorrected>['data']
  return { entries: { ...state.entries, [entry.entryId]: { entry, eventId: event.id } } }
}

// --- Commands --------------------------------------------------------------------------------------------------------

export type WorkLogCommand = CommandOf<typeof RecordWork> | CommandOf<typeof CorrectWork>

const OTHER_STUDENT_WORK = 11
const OUTSIDE_THE_DUTIES = 0

/** The entry, if it may stand in the log of its month. */
const entryOf = ({ dutyCode, ...rest }: WorkLogCommand['data']): Entry => {
  const { month, on, purpose } = rest
  if (dutyCode === undefined || dutyCode < OUTSIDE_THE_DUTIES || dutyCode > OTHER_STUDENT_WORK)
    return refuse('DutyCodeMissing', ['R-AK-07', 'R-AK-18'], { dutyCode: dutyCode ?? null })
  if ((dutyCode === OUTSIDE_THE_DUTIES || dutyCode === OTHER_STUDENT_WORK) && purpose === undefined)
    return invalidValue(
      dutyCode === OUTSIDE_THE_DUTIES ? ['R-AK-18'] : ['R-AK-17'],
      'purpose',
      { zh: '工作内容', en: 'what the work was' },
      {
        zh: '职责 11 和职责以外的工作须写明内容；请勿写出学生姓名',
        en: 'work under duty 11 or outside the duties is described; name no student',
      },
    )
  if (!on.startsWith(`${month}-`)) return refuse('OutsideMonth', ['R-AK-18'], { on, month })
  return { ...rest, dutyCode }
}

const recordWork = ({ data }: CommandOf<typeof RecordWork>, state: WorkLog): WorkLogEvent[] => {
  const entry = entryOf(data)
  const recorded = state.entries[data.entryId]
  if (!recorded) return [happened(WorkRecorded, entry)]
  if (sameData(recorded.entry, entry)) return []
  return wrongState(
    ['R-AK-18'],
    { state: 'recorded', zh: '该编号的工作已经记录', en: 'an entry with this id is recorded' },
    { zh: '换用新的编号；原记录有误的请更正', en: 'another id is used; a wrong entry is corrected instead' },
  )
}

const correctWork = ({ data }: CommandOf<typeof CorrectWork>, state: WorkLog): WorkLogEvent[] => {
  const entry = entryOf(data)
  const recorded = state.entries[data.entryId]
  if (!recorded)
    return wrongState(
      ['R-AK-18'],
      { state: 'none', zh: '该编号的工作尚未记录', en: 'no entry has this id' },
      { zh: '先记录该项工作', en: 'the work is recorded' },
    )
  if (sameData(recorded.entry, entry)) return []
  const { eventId } = recorded
  return [happened(WorkCorrected, { ...entry, ...(eventId === undefined ? {} : { correctsEventId: eventId }) })]
}

// --- Decide ----------------------------------------------------------------------------------------------------------

/** What a counselor did in a month, by duty (R-AK-06..22, R-LN-27, 28). */
export const workLogDecider: AggregateDecider<WorkLog, WorkLogCommand, WorkLogEvent> = {
  initialState: () => ({ entries: {} }),
  evolve,
  decide: (command, state) => {
    switch (command.type) {
      case 'RecordWork':
        return recordWork(command, state)
      case 'CorrectWork':
        return correctWork(command, state)
    }
  },
}
