import { CorrectWork, RecordWork, WorkCorrected, WorkRecorded, workTags } from '@fudao/contracts/assessment'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { type WorkLogEvent, workLogDecider } from './work-log.js'

const spec = deciderSpec(workLogDecider, { preset: 'aksu', asOf: '2024-03-06', actor: { role: 'counselor', counselorId: 'c_1' } })
const entry = { counselorId: 'c_1', month: '2024-03', entryId: 'w_1', dutyCode: 1, on: '2024-03-05', minutes: 40, tags: [] }
const recorded = happened(WorkRecorded, entry)

describe('duties', () => {
  it.each([
    ['R-AK-07', 1],
    ['R-AK-08', 2],
    ['R-AK-09', 3],
    ['R-AK-10', 4],
    ['R-AK-11', 5],
    ['R-AK-12', 6],
    ['R-AK-13', 7],
    ['R-AK-14', 8],
    ['R-AK-15', 9],
    ['R-AK-16', 10],
  ])('%s: work is recorded under duty %i', (_rule, dutyCode) => {
    spec
      .given()
      .when(RecordWork, { ...entry, dutyCode })
      .thenEmits(happened(WorkRecorded, { ...entry, dutyCode }))
  })
  it('R-AK-17: other student work is duty 11 and says what it was', () => {
    const other = { ...entry, dutyCode: 11 }
    spec.given().when(RecordWork, other).thenRefuses('InvalidValue', ['R-AK-17'], { field: 'purpose' })
    spec
      .given()
      .when(RecordWork, { ...other, purpose: '迎新志愿服务' })
      .thenEmits(happened(WorkRecorded, { ...other, purpose: '迎新志愿服务' }))
  })
  it('R-AK-18: work outside the duties is 0 and says what it was', () => {
    const outside = { ...entry, dutyCode: 0 }
    spec.given().when(RecordWork, outside).thenRefuses('InvalidValue', ['R-AK-18'], { field: 'purpose' })
    spec
      .given()
      .when(RecordWork, { ...outside, purpose: '协助财务报账' })
      .thenEmits(happened(WorkRecorded, { ...outside, purpose: '协助财务报账' }))
  })
  it.each([undefined, -1, 12])('duty %s is none', (dutyCode) => {
    const { dutyCode: _, ...bare } = entry
    spec
      .given()
      .when(RecordWork, { ...bare, ...(dutyCode === undefined ? {} : { dutyCode }) })
      .thenRefuses('DutyCodeMissing', ['R-AK-07', 'R-AK-18'])
  })
  it('R-AK-06: an activity raises four attainments and guides four right understandings', () => {
    spec
      .given()
      .when(RecordWork, { ...entry, tags: [...workTags] })
      .thenEmits(happened(WorkRecorded, { ...entry, tags: [...workTags] }))
    expect(workTags).toHaveLength(8)
  })
  it('an entry stands in the log of its own month', () => {
    for (const on of ['2024-02-29', '2024-04-01'])
      spec
        .given()
        .when(RecordWork, { ...entry, on })
        .thenRefuses('OutsideMonth', ['R-AK-18'], { on, month: '2024-03' })
  })
})

describe('working systems', () => {
  it.each([
    ['R-LN-27', { system: 'talk', purpose: '学习方法', planned: true, studentCount: 3 }],
    ['R-LN-28', { system: 'talk', channel: 'video', studentCount: 1 }],
    ['R-AK-19', { system: 'talk', party: 'parent', channel: 'phone' }],
    ['R-AK-20', { system: 'classObservation', place: '教学楼 201' }],
    ['R-AK-21', { system: 'dormVisit', place: '3 号楼', rooms: 12 }],
    ['R-AK-22', { system: 'classMeeting', purpose: '诚信考试', studentCount: 50 }],
    ['R-AK-23', { system: 'weeklyJournal' }],
    ['R-AK-24', { system: 'studentFile' }],
  ] as const)('%s: the entry carries counts and codes', (_rule, what) => {
    spec
      .given()
      .when(RecordWork, { ...entry, ...what })
      .thenEmits(happened(WorkRecorded, { ...entry, ...what }))
  })
  it('C-12: there is no field for who a student is', () => {
    for (const field of ['studentId', 'studentName', 'room', 'health'])
      expect(RecordWork.payload.safeParse({ ...entry, [field]: 'x' }).success).toBe(false)
  })
})

it('C-11: a correction names the last event about its entry', () => {
  const correctsEventId = '00000000-0000-4000-8000-00000000000f'
  spec
    .given({ ...recorded, id: correctsEventId })
    .when(CorrectWork, { ...entry, minutes: 45 })
    .thenEmits(happened(WorkCorrected, { ...entry, minutes: 45, correctsEventId }))
})

describe('WorkLog: state × command', () => {
  const histories: readonly (readonly [string, readonly WorkLogEvent[]])[] = [
    ['none', []],
    ['another entry', [happened(WorkRecorded, { ...entry, entryId: 'w_0' })]],
    ['recorded', [recorded]],
    ['corrected', [recorded, happened(WorkCorrected, { ...entry, minutes: 45 })]],
  ]
  const W = 'WrongState'
  const table = [
    ['RecordWork', RecordWork, entry, ['WorkRecorded', 'WorkRecorded', '—', W]],
    ['RecordWork of other content', RecordWork, { ...entry, minutes: 30 }, ['WorkRecorded', 'WorkRecorded', W, W]],
    ['CorrectWork', CorrectWork, { ...entry, minutes: 45 }, [W, W, 'WorkCorrected', '—']],
    ['CorrectWork back', CorrectWork, entry, [W, W, '—', 'WorkCorrected']],
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
