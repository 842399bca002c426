import { AccountabilityOpened, Cleared, ConcludeCase, OpenCase, Sanctioned } from '@fudao/contracts/assessment'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { type AccountabilityEvent, accountabilityDecider } from './accountability-case.js'

const spec = deciderSpec(accountabilityDecider, {
  preset: 'aksu',
  asOf: '2024-05-10',
  actor: { role: 'disciplineInspection' },
  facts: { personId: 'p_1' },
})
const about = { caseId: 'k_1', counselorId: 'c_1', personId: 'p_1' }
const open = { caseId: 'k_1', counselorId: 'c_1', facts: '值班期间擅自离岗', consequence: '突发事件延误处置' }
const opened = happened(AccountabilityOpened, { ...about, facts: open.facts, consequence: open.consequence })
const sanctioned = happened(Sanctioned, { ...about, measure: '诫勉', on: '2024-05-10' })
const cleared = happened(Cleared, { ...about, on: '2024-05-10' })
const sanction = { caseId: 'k_1', decision: 'sanction', measure: '诫勉' } as const
const clear = { caseId: 'k_1', decision: 'clear' } as const

describe('opening', () => {
  it('R-AK-84: dereliction with serious consequences becomes a case', () => {
    spec.given().when(OpenCase, open).thenEmits(opened)
  })
  it('R-AK-84: without a serious consequence there is none', () => {
    const { consequence: _, ...bare } = open
    spec.given().when(OpenCase, bare).thenRefuses('ConsequenceMissing', ['R-AK-84'])
    spec
      .given()
      .when(OpenCase, { ...bare, consequence: ' ' })
      .thenRefuses('ConsequenceMissing', ['R-AK-84'])
  })
  it('only about somebody who is or was registered: what it says is encrypted under the key of a person', () => {
    spec.given().when(OpenCase, open, { facts: {} }).thenRefuses('InvalidValue', ['R-AK-84'], { field: 'counselorId' })
  })
  it('an id that is taken by another case', () => {
    spec
      .given(opened)
      .when(OpenCase, { ...open, facts: '其他' })
      .thenRefuses('WrongState', ['R-AK-84'], { state: 'opened' })
  })
})

describe('concluding', () => {
  it('R-AK-84: a sanction names its measure', () => {
    spec.given(opened).when(ConcludeCase, sanction).thenEmits(sanctioned)
    const { measure: _, ...bare } = sanction
    spec.given(opened).when(ConcludeCase, bare).thenRefuses('InvalidValue', ['R-AK-84'], { field: 'measure' })
  })
  it('R-AK-84: or the counselor is cleared, which names none', () => {
    spec.given(opened).when(ConcludeCase, clear).thenEmits(cleared)
    spec
      .given(opened)
      .when(ConcludeCase, { ...clear, measure: '诫勉' })
      .thenRefuses('InvalidValue', ['R-AK-84'], { field: 'measure' })
  })
  it('X-43: a sanction is taken back on review', () => {
    spec.given(opened, sanctioned).when(ConcludeCase, clear).thenEmits(cleared)
  })
  it('who was cleared is not sanctioned in the same case', () => {
    spec.given(opened, cleared).when(ConcludeCase, sanction).thenRefuses('WrongState', ['R-AK-84'], { state: 'cleared' })
  })
  it('a sanction is not replaced by another', () => {
    spec
      .given(opened, sanctioned)
      .when(ConcludeCase, { ...sanction, measure: '警告' })
      .thenRefuses('WrongState', ['R-AK-84'], { state: 'sanctioned' })
  })
})

describe('AccountabilityCase: state × command', () => {
  const histories: readonly (readonly [string, readonly AccountabilityEvent[]])[] = [
    ['none', []],
    ['opened', [opened]],
    ['sanctioned', [opened, sanctioned]],
    ['cleared', [opened, sanctioned, cleared]],
  ]
  const W = 'WrongState'
  const table = [
    ['OpenCase', OpenCase, open, ['AccountabilityOpened', '—', '—', '—']],
    ['OpenCase of another', OpenCase, { ...open, counselorId: 'c_2' }, ['AccountabilityOpened', W, W, W]],
    ['ConcludeCase sanction', ConcludeCase, sanction, [W, 'Sanctioned', '—', W]],
    ['ConcludeCase clear', ConcludeCase, clear, [W, 'Cleared', 'Cleared', '—']],
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
