import {
  type CloseIncident,
  IncidentClosed,
  IncidentReported,
  type RecordResponse,
  type ReportIncident,
  ResponseRecorded,
} from '@fudao/contracts/assessment'
import type { Actor, EventOf } from '@fudao/contracts/kit'
import { type AggregateDecider, type CommandOf, happened } from '@fudao/domain-kit'
import { invalidValue, notAuthorized, type StateWords, wrongState } from '../refusing.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type IncidentEvent = EventOf<typeof IncidentReported | typeof ResponseRecorded | typeof IncidentClosed>

// --- State -----------------------------------------------------------------------------------------------------------

type Report = Pick<EventOf<typeof IncidentReported>['data'], 'counselorId' | 'departmentId' | 'discoveredAt' | 'reportedAt' | 'kind'>
interface IncidentFile {
  readonly report: Report
  /** What was done, as `instant action`. */
  readonly responses: readonly string[]
}
/** `∅ → reported → responding → closed`. */
export type Incident = { readonly status: 'none' } | { readonly status: 'reported' | 'responding' | 'closed'; readonly file: IncidentFile }

const words: Readonly<Record<Incident['status'], StateWords>> = {
  none: { state: 'none', zh: '没有报告过这一事件', en: 'no such incident was reported' },
  reported: { state: 'reported', zh: '事件已报告、尚无处置', en: 'the incident is reported, nothing was done yet' },
  responding: { state: 'responding', zh: '正在处置', en: 'the incident is being dealt with' },
  closed: { state: 'closed', zh: '事件已办结', en: 'the incident is closed' },
}

// --- Evolve ----------------------------------------------------------------------------------------------------------

const toResponse = ({ action, at }: { readonly action: string; readonly at: string }): string => `${at} ${action}`

const evolve = (state: Incident, event: IncidentEvent): Incident => {
  if (event.type === 'IncidentReported') {
    const { counselorId, departmentId, discoveredAt, reportedAt, kind } = event.data
    return { status: 'reported', file: { report: { counselorId, departmentId, discoveredAt, reportedAt, kind }, responses: [] } }
  }
  if (state.status === 'none') return state
  if (event.type === 'IncidentClosed') return { ...state, status: 'closed' }
  return { status: 'responding', file: { ...state.file, responses: [...state.file.responses, toResponse(event.data)] } }
}

// --- Commands --------------------------------------------------------------------------------------------------------

export type IncidentCommand = CommandOf<typeof ReportIncident> | CommandOf<typeof RecordResponse> | CommandOf<typeof CloseIncident>

const rules = ['R-AK-14']

/** Whole minutes between two instants; one that has begun counts, so that a report seconds after the limit is late. */
export const minutesBetween = (from: string, to: string): number => Math.ceil((Date.parse(to) - Date.parse(from)) / 60_000)

/** R-AK-77: a branch acts in its own department. */
const ownDepartment = ({ role, departmentId }: Actor, of: string): void => {
  if (role === 'deptBranch' && departmentId !== of)
    notAuthorized(['R-AK-77'], ['deptBranch'], {
      zh: '系（部）党总支只处理本系（部）的事件',
      en: 'a department branch handles the incidents of its own department only',
    })
}

const reportIncident = ({ data, metadata }: CommandOf<typeof ReportIncident>, state: Incident): IncidentEvent[] => {
  const { incidentId, counselorId, departmentId, discoveredAt, reportedAt, kind } = data
  ownDepartment(metadata.actor, departmentId)
  if (state.status !== 'none') {
    const { report } = state.file
    const same =
      report.counselorId === counselorId &&
      report.departmentId === departmentId &&
      report.discoveredAt === discoveredAt &&
      report.reportedAt === reportedAt &&
      report.kind === kind
    return same ? [] : wrongState(rules, words[state.status], { zh: '换用新的事件编号', en: 'another incident id is used' })
  }
  if (Date.parse(reportedAt) < Date.parse(discoveredAt))
    return invalidValue(
      rules,
      'reportedAt',
      { zh: '报告时间', en: 'time of the report' },
      { zh: '不早于发现时间', en: 'not before the discovery' },
      reportedAt,
    )
  const delayMin = minutesBetween(discoveredAt, reportedAt)
  return [happened(IncidentReported, { incidentId, counselorId, departmentId, discoveredAt, reportedAt, delayMin, kind })]
}

/** R-AK-77: the counselor who reported it and their department deal with it. */
const mayHandle = (actor: Actor, { report }: IncidentFile): void => {
  if (actor.role === 'counselor' && actor.counselorId !== report.counselorId)
    notAuthorized(['R-AK-77'], ['counselor'], { zh: '只记录本人报告的事件', en: 'a counselor records what they reported themselves' })
  ownDepartment(actor, report.departmentId)
}

const recordResponse = ({ data, metadata }: CommandOf<typeof RecordResponse>, state: Incident): IncidentEvent[] => {
  const needs = { zh: '事件已报告且尚未办结', en: 'the incident is reported and not closed' }
  if (state.status === 'none') return wrongState(rules, words.none, needs)
  mayHandle(metadata.actor, state.file)
  const { incidentId, action, at } = data
  if (state.file.responses.includes(toResponse(data))) return []
  if (state.status === 'closed') return wrongState(rules, words.closed, needs)
  if (Date.parse(at) < Date.parse(state.file.report.discoveredAt))
    return invalidValue(
      rules,
      'at',
      { zh: '处置时间', en: 'time of the response' },
      { zh: '不早于发现时间', en: 'not before the discovery' },
      at,
    )
  return [happened(ResponseRecorded, { incidentId, action, at })]
}

const closeIncident = ({ data, metadata }: CommandOf<typeof CloseIncident>, state: Incident): IncidentEvent[] => {
  const needs = { zh: '已有处置记录', en: 'a response is recorded' }
  if (state.status === 'none') return wrongState(rules, words.none, needs)
  mayHandle(metadata.actor, state.file)
  if (state.status === 'closed') return []
  if (state.status !== 'responding') return wrongState(rules, words[state.status], needs)
  return [happened(IncidentClosed, { incidentId: data.incidentId })]
}

// --- Decide ----------------------------------------------------------------------------------------------------------

/** An incident of safety or stability: reported at once, dealt with, closed (R-AK-14). */
export const incidentDecider: AggregateDecider<Incident, IncidentCommand, IncidentEvent> = {
  initialState: () => ({ status: 'none' }),
  evolve,
  decide: (command, state) => {
    switch (command.type) {
      case 'ReportIncident':
        return reportIncident(command, state)
      case 'RecordResponse':
        return recordResponse(command, state)
      case 'CloseIncident':
        return closeIncident(command, state)
    }
  },
}
