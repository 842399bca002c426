import {
  FilesHandedOver,
  FilesReported,
  fileCategories,
  type HandOverFiles,
  OwnFileMissing,
  type ReportFiles,
} from '@fudao/contracts/assessment'
import type { Bilingual, EventOf } from '@fudao/contracts/kit'
import { sayCode } from '@fudao/contracts/vocabulary'
import { type AggregateDecider, type CommandOf, happened, refuse } from '@fudao/domain-kit'
import { notAuthorized, type StateWords, wrongState } from '../refusing.js'
import { sameData } from '../same-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type FileReportEvent = EventOf<typeof FilesReported | typeof OwnFileMissing | typeof FilesHandedOver>

// --- State -----------------------------------------------------------------------------------------------------------

type Counts = Omit<EventOf<typeof FilesReported>['data'], 'on'>
/** `∅ → reported (again on change) → handedOver`. */
export type StudentFileReport =
  | { readonly status: 'none' }
  | { readonly status: 'reported'; readonly counts: Counts }
  | { readonly status: 'handedOver'; readonly counts: Counts; readonly toId: string }

const words: Readonly<Record<StudentFileReport['status'], StateWords>> = {
  none: { state: 'none', zh: '该学期的学生档案情况尚未报告', en: 'the files of this term are not reported' },
  reported: { state: 'reported', zh: '学生档案情况已报告', en: 'the files are reported' },
  handedOver: { state: 'handedOver', zh: '学生档案已移交', en: 'the files are handed over' },
}

// --- Evolve ----------------------------------------------------------------------------------------------------------

const evolve = (state: StudentFileReport, event: FileReportEvent): StudentFileReport => {
  switch (event.type) {
    case 'FilesReported': {
      const { on: _, ...counts } = event.data
      return { status: 'reported', counts }
    }
    case 'FilesHandedOver':
      return state.status === 'none' ? state : { status: 'handedOver', counts: state.counts, toId: event.data.toId }
    case 'OwnFileMissing':
      return state
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

export interface HandOverFilesFacts {
  /** Department the counselor was last in; absent when never registered. */
  readonly departmentId?: string | undefined
  /** Whether the successor is registered and has not left. */
  readonly successorServes: boolean
}
export type FileReportCommand = CommandOf<typeof ReportFiles> | CommandOf<typeof HandOverFiles, HandOverFilesFacts>

const isCategory = (code: string): boolean => (fileCategories as readonly string[]).includes(code)

/** Refuses a count that is below 0 or above what it is a part of. */
const within = (field: string, words: Bilingual, value: number, max: number): void => {
  if (value < 0 || value > max) refuse('CountInvalid', ['R-AK-24', 'R-AK-25'], { field, fieldZh: words.zh, fieldEn: words.en, value, max })
}

const reportFiles = ({ data, metadata }: CommandOf<typeof ReportFiles>, state: StudentFileReport): FileReportEvent[] => {
  const { counselorId, termId, students, special, specialWithOwnFile } = data
  const missing = fileCategories.filter((category) => data.complete[category] === undefined)
  const unknown = Object.keys(data.complete).filter((code) => !isCategory(code))
  if (missing.length + unknown.length > 0)
    return refuse('UnknownCategory', ['R-AK-24'], { missing: missing.join('、') || '—', unknown: unknown.join('、') || '—' })
  within('students', { zh: '所带学生', en: 'students' }, students, Number.MAX_SAFE_INTEGER)
  const complete = fileCategories.map((category) => {
    const value = data.complete[category] ?? 0
    within(`complete.${category}`, sayCode(category), value, students)
    return value
  })
  within('special', { zh: '需要特别关注的学生', en: 'students who need special attention' }, special, students)
  within('specialWithOwnFile', { zh: '已建“一人一档”', en: 'files of their own' }, specialWithOwnFile, special)
  const counts = { counselorId, termId, students, complete, special, specialWithOwnFile }
  if (state.status !== 'none' && sameData(state.counts, counts)) return []
  if (state.status === 'handedOver') return wrongState(['R-AK-24'], words.handedOver, { zh: '尚未移交', en: 'they are not handed over' })
  const reported = happened(FilesReported, { ...counts, on: metadata.asOf })
  const without = special - specialWithOwnFile
  return without > 0 ? [reported, happened(OwnFileMissing, { counselorId, termId, count: without })] : [reported]
}

const handOverFiles = (
  { data, metadata }: CommandOf<typeof HandOverFiles, HandOverFilesFacts>,
  state: StudentFileReport,
): FileReportEvent[] => {
  const { counselorId, termId, toId } = data
  const { actor, facts, asOf } = metadata
  if (actor.role === 'deptBranch' && facts.departmentId !== undefined && actor.departmentId !== facts.departmentId)
    return notAuthorized(['R-AK-77'], ['deptBranch'], {
      zh: '系（部）党总支只移交本系（部）辅导员的学生档案',
      en: 'a department branch hands over the files of its own counselors only',
    })
  if (state.status === 'handedOver' && state.toId === toId) return []
  if (state.status !== 'reported')
    return wrongState(['R-AK-24'], words[state.status], { zh: '已报告且尚未移交', en: 'they are reported and not handed over' })
  const nobody = (whyZh: string, whyEn: string) => refuse('SuccessorMissing', ['R-AK-24', 'R-AK-31'], { toId: toId ?? null, whyZh, whyEn })
  if (toId === undefined) return nobody('没有指定接收人', 'no successor is named')
  if (toId === counselorId) return nobody('接收人不能是本人', 'nobody succeeds themselves')
  if (!facts.successorServes) return nobody(`${toId} 不是在册的辅导员`, `${toId} is not a registered counselor`)
  return [happened(FilesHandedOver, { counselorId, termId, toId, students: state.counts.students, on: asOf })]
}

// --- Decide ----------------------------------------------------------------------------------------------------------

/** How complete the student files of a counselor are; the files themselves stay outside (R-AK-24, 25, C-12). */
export const fileReportDecider: AggregateDecider<StudentFileReport, FileReportCommand, FileReportEvent> = {
  initialState: () => ({ status: 'none' }),
  evolve,
  decide: (command, state) => {
    switch (command.type) {
      case 'ReportFiles':
        return reportFiles(command, state)
      case 'HandOverFiles':
        return handOverFiles(command, state)
    }
  },
}
