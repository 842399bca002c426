import { id, instant, text } from '../kit/index.js'
import { SafetyIncident } from './aggregates.js'
import * as ev from './incident-events.js'

export const ReportIncident = SafetyIncident.command('ReportIncident', {
  title: { zh: '报告安全稳定事件', en: 'Report an incident' },
  issuers: ['counselor', 'deptBranch'],
  self: 'counselorId',
  rules: ['R-AK-14', 'R-AK-77'],
  refusals: ['InvalidValue', 'NotAuthorized', 'WrongState'],
  emits: [ev.IncidentReported],
  payload: {
    incidentId: id,
    counselorId: id,
    departmentId: id,
    discoveredAt: instant,
    reportedAt: instant,
    /** What kind of incident; name no student (C-12). */
    kind: text,
  },
  example: {
    incidentId: 'inc_0001',
    counselorId: 'c_0001',
    departmentId: 'dept_nursing',
    discoveredAt: '2024-03-05T22:10:00+08:00',
    reportedAt: '2024-03-05T22:18:00+08:00',
    kind: '公寓消防',
  },
})
export const RecordResponse = SafetyIncident.command('RecordResponse', {
  title: { zh: '记录应急处置', en: 'Record a response' },
  issuers: ['counselor', 'deptBranch'],
  rules: ['R-AK-14', 'R-AK-77'],
  refusals: ['InvalidValue', 'NotAuthorized', 'WrongState'],
  emits: [ev.ResponseRecorded],
  payload: {
    incidentId: id,
    /** What was done; name no student (C-12). */
    action: text,
    at: instant,
  },
  example: { incidentId: 'inc_0001', action: '组织疏散并清点人数', at: '2024-03-05T22:25:00+08:00' },
})
export const CloseIncident = SafetyIncident.command('CloseIncident', {
  title: { zh: '办结安全稳定事件', en: 'Close an incident' },
  issuers: ['deptBranch'],
  rules: ['R-AK-14', 'R-AK-77'],
  refusals: ['NotAuthorized', 'WrongState'],
  emits: [ev.IncidentClosed],
  payload: { incidentId: id },
  example: { incidentId: 'inc_0001' },
})
