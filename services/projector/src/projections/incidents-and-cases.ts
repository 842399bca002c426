import * as assessment from '@fudao/contracts/assessment'
import { defineProjection, defineTable, on } from '@fudao/projections'

/** Incidents; `reportedOn` is the campus's day of the report. */
export const incidents = defineTable('incidents', {
  columns: {
    incidentId: 'text',
    counselorId: 'text',
    departmentId: 'text',
    kind: 'text',
    state: 'text',
    discoveredAt: 'text',
    reportedAt: 'text',
    reportedOn: 'text',
    delayMin: 'int',
    responses: 'int',
    lastResponse: 'text',
    lastResponseAt: 'text',
    closedOn: 'text',
  },
  key: ['incidentId'],
})
/** Cases of accountability. What they say stays in the encrypted events: nobody needs it in a list. */
export const accountabilityCases = defineTable('accountability_cases', {
  columns: { caseId: 'text', counselorId: 'text', state: 'text', openedOn: 'text', sanctionedOn: 'text', clearedOn: 'text' },
  key: ['caseId'],
})

const incidentKey = ({ data }: { readonly data: { readonly incidentId: string } }) => [data.incidentId]
const caseKey = ({ data }: { readonly data: { readonly caseId: string } }) => [data.caseId]

/** R-AK-14 and R-AK-84. */
export const incidentsAndCasesProjection = defineProjection({
  name: 'incidents-and-cases',
  version: 1,
  tables: [incidents, accountabilityCases],
  handlers: [
    on(assessment.IncidentReported, incidents, incidentKey, (_, { campus, asof, data }) => ({
      campus,
      incidentId: data.incidentId,
      counselorId: data.counselorId,
      departmentId: data.departmentId,
      kind: data.kind,
      state: 'reported',
      discoveredAt: data.discoveredAt,
      reportedAt: data.reportedAt,
      reportedOn: asof,
      delayMin: data.delayMin,
      responses: 0,
      lastResponse: null,
      lastResponseAt: null,
      closedOn: null,
    })),
    on(
      assessment.ResponseRecorded,
      incidents,
      incidentKey,
      (row, { data }) =>
        row && { ...row, state: 'responding', responses: (row.responses ?? 0) + 1, lastResponse: data.action, lastResponseAt: data.at },
    ),
    on(assessment.IncidentClosed, incidents, incidentKey, (row, { asof }) => row && { ...row, state: 'closed', closedOn: asof }),

    on(assessment.AccountabilityOpened, accountabilityCases, caseKey, (_, { campus, asof, data }) => ({
      campus,
      caseId: data.caseId,
      counselorId: data.counselorId,
      state: 'opened',
      openedOn: asof,
      sanctionedOn: null,
      clearedOn: null,
    })),
    on(
      assessment.Sanctioned,
      accountabilityCases,
      caseKey,
      (row, { data }) => row && { ...row, state: 'sanctioned', sanctionedOn: data.on, clearedOn: null },
    ),
    on(assessment.Cleared, accountabilityCases, caseKey, (row, { data }) => row && { ...row, state: 'notSanctioned', clearedOn: data.on }),
  ],
})
