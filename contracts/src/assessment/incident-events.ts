import { count, id, instant, text } from '../kit/index.js'
import { SafetyIncident } from './aggregates.js'

// These names and fields are stored: never renamed.

export const IncidentReported = SafetyIncident.event('IncidentReported', {
  title: { zh: '安全稳定事件已报告', en: 'Incident reported' },
  data: {
    incidentId: id,
    counselorId: id,
    departmentId: id,
    discoveredAt: instant,
    reportedAt: instant,
    /** From discovery to report; a minute that has begun counts. */
    delayMin: count,
    kind: text,
  },
})
export const ResponseRecorded = SafetyIncident.event('ResponseRecorded', {
  title: { zh: '应急处置已记录', en: 'Response recorded' },
  data: { incidentId: id, action: text, at: instant },
})
export const IncidentClosed = SafetyIncident.event('IncidentClosed', {
  title: { zh: '安全稳定事件已办结', en: 'Incident closed' },
  data: { incidentId: id },
})
