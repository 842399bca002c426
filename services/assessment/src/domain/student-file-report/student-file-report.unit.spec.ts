import { FilesHandedOver, FilesReported, HandOverFiles, OwnFileMissing, ReportFiles } from '@fudao/contracts/assessment'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { type FileReportEvent, fileReportDecider } from './student-file-report.js'

const spec = deciderSpec(fileReportDecider, {
  preset: 'aksu',
  asOf: '2024-05-10',
  actor: { role: 'deptBranch', departmentId: 'nursing' },
  facts: { departmentId: 'nursing', successorServes: true },
})
const key = { counselorId: 'c_1', termId: 't24a' }
const complete = {
  study: 200,
  family: 190,
  hardship: 200,
  mentalHealth: 195,
  rewardsAndDiscipline: 200,
  socialWork: 180,
  partyAndLeague: 0,
}
const report = { ...key, students: 200, complete, special: 6, specialWithOwnFile: 6 }
const reported = happened(FilesReported, { ...report, complete: [200, 190, 200, 195, 200, 180, 0], on: '2024-05-10' })
const handOver = { ...key, toId: 'c_2' }
const handedOver = happened(FilesHandedOver, { ...handOver, students: 200, on: '2024-05-10' })

describe('reporting', () => {
  it('R-AK-24: how many files are complete in each of the seven categories', () => {
    spec.given().when(ReportFiles, report).thenEmits(reported)
  })
  it('R-AK-24: exactly the seven categories', () => {
    const { family: _, ...six } = complete
    spec
      .given()
      .when(ReportFiles, { ...report, complete: six })
      .thenRefuses('UnknownCategory', ['R-AK-24'], { missing: 'family' })
    spec
      .given()
      .when(ReportFiles, { ...report, complete: { ...complete, belief: 1 } })
      .thenRefuses('UnknownCategory', ['R-AK-24'], { unknown: 'belief' })
  })
  it.each([
    ['students', { students: -1 }],
    ['complete.study', { complete: { ...complete, study: 201 } }],
    ['complete.study', { complete: { ...complete, study: -1 } }],
    ['special', { special: 201 }],
    ['specialWithOwnFile', { specialWithOwnFile: 7 }],
    ['specialWithOwnFile', { specialWithOwnFile: -1 }],
  ])('R-AK-24, R-AK-25: %s is a part of the whole', (field, wrong) => {
    spec
      .given()
      .when(ReportFiles, { ...report, ...wrong })
      .thenRefuses('CountInvalid', ['R-AK-24', 'R-AK-25'], { field })
  })
  it('R-AK-25: special attention without a file of their own is said at once, and not any more when mended', () => {
    const bad = { ...report, specialWithOwnFile: 4 }
    const badly = happened(FilesReported, { ...reported.data, specialWithOwnFile: 4 })
    spec
      .given()
      .when(ReportFiles, bad)
      .thenEmits(badly, happened(OwnFileMissing, { ...key, count: 2 }))
    spec
      .given(badly, happened(OwnFileMissing, { ...key, count: 2 }))
      .when(ReportFiles, report)
      .thenEmits(reported)
  })
})

describe('handing over', () => {
  it('X-10, R-AK-31: to the successor the branch names', () => {
    spec.given(reported).when(HandOverFiles, handOver).thenEmits(handedOver)
  })
  it('R-AK-24: not to nobody, to oneself or to somebody who is not there', () => {
    spec.given(reported).when(HandOverFiles, key).thenRefuses('SuccessorMissing', ['R-AK-24', 'R-AK-31'])
    spec
      .given(reported)
      .when(HandOverFiles, { ...key, toId: 'c_1' })
      .thenRefuses('SuccessorMissing', ['R-AK-24', 'R-AK-31'])
    spec
      .given(reported)
      .when(HandOverFiles, handOver, { facts: { departmentId: 'nursing', successorServes: false } })
      .thenRefuses('SuccessorMissing', ['R-AK-24', 'R-AK-31'])
  })
  it('R-AK-77: not by another department', () => {
    spec
      .given(reported)
      .when(HandOverFiles, handOver, { actor: { departmentId: 'automotive' } })
      .thenRefuses('NotAuthorized', ['R-AK-77'])
  })
})

describe('StudentFileReport: state × command', () => {
  const histories: readonly (readonly [string, readonly FileReportEvent[]])[] = [
    ['none', []],
    ['reported', [reported]],
    ['handedOver', [reported, handedOver]],
  ]
  const W = 'WrongState'
  const table = [
    ['ReportFiles', ReportFiles, report, ['FilesReported', '—', '—']],
    ['ReportFiles of other counts', ReportFiles, { ...report, special: 7 }, ['FilesReported', 'FilesReported', W]],
    ['HandOverFiles', HandOverFiles, handOver, [W, 'FilesHandedOver', '—']],
    ['HandOverFiles to another', HandOverFiles, { ...key, toId: 'c_3' }, [W, 'FilesHandedOver', W]],
    ['HandOverFiles to nobody', HandOverFiles, key, [W, 'SuccessorMissing', W]],
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
