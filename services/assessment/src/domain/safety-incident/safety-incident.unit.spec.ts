import {
  CloseIncident,
  IncidentClosed,
  IncidentReported,
  RecordResponse,
  ReportIncident,
  ResponseRecorded,
} from '@fudao/contracts/assessment'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { type IncidentEvent, incidentDecider } from './safety-incident.js'

const spec = deciderSpec(incidentDecider, { preset: 'aksu', asOf: '2024-03-05', actor: { role: 'deptBranch', departmentId: 'nursing' } })
const report = {
  incidentId: 'i_1',
  counselorId: 'c_1',
  departmentId: 'nursing',
  discoveredAt: '2024-03-05T22:10:00+08:00',
  reportedAt: '2024-03-05T22:18:00+08:00',
  kind: '公寓消防',
}
const reported = happened(IncidentReported, { ...report, delayMin: 8 })
const respond = { incidentId: 'i_1', action: '组织疏散', at: '2024-03-05T22:15:00+08:00' }
const responded = happened(ResponseRecorded, respond)
const close = { incidentId: 'i_1' }
const closed = happened(IncidentClosed, close)

describe('reporting', () => {
  it('R-AK-14: the delay is computed from discovery to report', () => {
    spec.given().when(ReportIncident, report).thenEmits(reported)
  })
  it('R-AK-77: a branch reports what happened in its own department', () => {
    spec
      .given()
      .when(ReportIncident, report, { actor: { departmentId: 'automotive' } })
      .thenRefuses('NotAuthorized', ['R-AK-77'])
    spec
      .given()
      .when(ReportIncident, report, { actor: { departmentId: undefined } })
      .thenRefuses('NotAuthorized', ['R-AK-77'])
  })
  it('R-AK-14: at once is no delay, a minute that has begun is one, across zones and midnight', () => {
    const delay = (reportedAt: string) =>
      spec
        .given()
        .when(ReportIncident, { ...report, reportedAt })
        .outcome().events[0]?.data
    expect(delay('2024-03-05T22:10:00+08:00')).toMatchObject({ delayMin: 0 })
    expect(delay('2024-03-05T22:10:01+08:00')).toMatchObject({ delayMin: 1 })
    expect(delay('2024-03-05T14:12:00Z')).toMatchObject({ delayMin: 2 })
    expect(delay('2024-03-06T00:10:00+08:00')).toMatchObject({ delayMin: 120 })
  })
  it('not before the discovery', () => {
    spec
      .given()
      .when(ReportIncident, { ...report, reportedAt: '2024-03-05T22:09:59+08:00' })
      .thenRefuses('InvalidValue', ['R-AK-14'], { field: 'reportedAt' })
  })
  it('an id that is taken by another incident', () => {
    spec
      .given(reported)
      .when(ReportIncident, { ...report, kind: '其他' })
      .thenRefuses('WrongState', ['R-AK-14'], { state: 'reported' })
  })
})

describe('dealing with it', () => {
  it('R-AK-14: what is done is recorded, as often as needed', () => {
    spec.given(reported).when(RecordResponse, respond).thenEmits(responded)
    const more = { ...respond, action: '联系家长代表' }
    spec.given(reported, responded).when(RecordResponse, more).thenEmits(happened(ResponseRecorded, more))
  })
  it('not before the discovery', () => {
    spec
      .given(reported)
      .when(RecordResponse, { ...respond, at: '2024-03-05T22:00:00+08:00' })
      .thenRefuses('InvalidValue', ['R-AK-14'], { field: 'at' })
  })
  it('R-AK-77: by who reported it and by their department', () => {
    const by = (actor: object) => spec.given(reported).when(RecordResponse, respond, { actor })
    by({ role: 'counselor', counselorId: 'c_1', departmentId: undefined }).thenEmits(responded)
    by({ role: 'counselor', counselorId: 'c_2', departmentId: undefined }).thenRefuses('NotAuthorized', ['R-AK-77'])
    by({ departmentId: 'automotive' }).thenRefuses('NotAuthorized', ['R-AK-77'])
    spec
      .given(reported, responded)
      .when(CloseIncident, close, { actor: { departmentId: 'automotive' } })
      .thenRefuses('NotAuthorized', ['R-AK-77'])
  })
  it('R-AK-14: closed once something was done', () => {
    spec.given(reported, responded).when(CloseIncident, close).thenEmits(closed)
    spec.given(reported).when(CloseIncident, close).thenRefuses('WrongState', ['R-AK-14'], { state: 'reported' })
  })
})

describe('SafetyIncident: state × command', () => {
  const histories: readonly (readonly [string, readonly IncidentEvent[]])[] = [
    ['none', []],
    ['reported', [reported]],
    ['responding', [reported, responded]],
    ['closed', [reported, responded, closed]],
  ]
  const W = 'WrongState'
  const table = [
    ['ReportIncident', ReportIncident, report, ['IncidentReported', '—', '—', '—']],
    ['ReportIncident of another', ReportIncident, { ...report, counselorId: 'c_2' }, ['IncidentReported', W, W, W]],
    ['RecordResponse', RecordResponse, { ...respond, action: '送医' }, [W, 'ResponseRecorded', 'ResponseRecorded', W]],
    ['RecordResponse again', RecordResponse, respond, [W, 'ResponseRecorded', '—', '—']],
    ['CloseIncident', CloseIncident, close, [W, W, 'IncidentClosed', '—']],
  ] as const
  const cells = table.flatMap(([name, definition, payload, row]) =>
    histories.map(([state, history], i) => [name, state, row[i] as string, { definition, payload, history }] as const),
  )
  it.each(cells)('%s in %s: %s', (_name, _state, cell, { definition, payload, history }) => {
    const when = spec.given(...history).when(definition as never, payload as never)
    const { events, refusal } = when.outcome()
    expect(refusal?.code ?? events[0]?.type ?? '—').toBe(cell)
    if (!refusal) when.thenRepeatsAsNothing()
  })
})
