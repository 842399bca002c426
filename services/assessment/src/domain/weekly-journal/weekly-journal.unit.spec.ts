import { JournalReplied, JournalSubmitted, ReplyJournal, SubmitJournal } from '@fudao/contracts/assessment'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { type JournalEvent, journalDecider } from './weekly-journal.js'

const spec = deciderSpec(journalDecider, {
  preset: 'aksu',
  asOf: '2024-03-10',
  actor: { role: 'deptBranch', departmentId: 'nursing' },
  facts: { departmentId: 'nursing' },
})
const key = { counselorId: 'c_1', isoWeek: '2024-W10' }
const journal = { ...key, studentsInGeneral: '到课率稳定', work: '年级大会一次', effect: '到课率提高', issues: ['教室照明不足'] }
const submitted = happened(JournalSubmitted, { ...journal, late: false })
const reply = { ...key, note: '已报后勤处' }
const replied = happened(JournalReplied, reply)

describe('submitting', () => {
  it('R-AK-23: the students in general, the work and its effect; issues go to the department', () => {
    spec.given().when(SubmitJournal, journal).thenEmits(submitted)
    spec
      .given()
      .when(SubmitJournal, { ...journal, issues: [] })
      .thenEmits(happened(JournalSubmitted, { ...journal, issues: [], late: false }))
  })
  it.each(['studentsInGeneral', 'work', 'effect'] as const)('R-AK-23: without %s it is incomplete', (section) => {
    const { [section]: _, ...bare } = journal
    spec.given().when(SubmitJournal, bare).thenRefuses('JournalIncomplete', ['R-AK-23'])
    spec
      .given()
      .when(SubmitJournal, { ...bare, [section]: ' ' })
      .thenRefuses('JournalIncomplete', ['R-AK-23'])
  })
  it('R-AK-23: in time until Sunday 24:00, late from Monday on', () => {
    spec.given().when(SubmitJournal, journal, { asOf: '2024-03-10' }).thenEmits(submitted)
    spec
      .given()
      .when(SubmitJournal, journal, { asOf: '2024-03-11' })
      .thenEmits(happened(JournalSubmitted, { ...journal, late: true }))
  })
  it('R-AK-23: one a week', () => {
    spec
      .given(submitted)
      .when(SubmitJournal, { ...journal, work: '其他' })
      .thenRefuses('AlreadySubmitted', ['R-AK-23'])
  })
  it('a week that the year does not have', () => {
    spec
      .given()
      .when(SubmitJournal, { ...journal, isoWeek: '2024-W53' })
      .thenRefuses('InvalidValue', ['R-AK-23'], { field: 'isoWeek' })
  })
})

describe('replying', () => {
  it('R-AK-23: the department answers', () => {
    spec.given(submitted).when(ReplyJournal, reply).thenEmits(replied)
  })
  it('R-AK-77: another department does not', () => {
    spec
      .given(submitted)
      .when(ReplyJournal, reply, { actor: { departmentId: 'automotive' } })
      .thenRefuses('NotAuthorized', ['R-AK-77'])
  })
})

describe('WeeklyJournal: state × command', () => {
  const histories: readonly (readonly [string, readonly JournalEvent[]])[] = [
    ['none', []],
    ['submitted', [submitted]],
    ['replied', [submitted, replied]],
  ]
  const table = [
    ['SubmitJournal', SubmitJournal, journal, ['JournalSubmitted', '—', '—']],
    [
      'SubmitJournal of other content',
      SubmitJournal,
      { ...journal, work: '其他' },
      ['JournalSubmitted', 'AlreadySubmitted', 'AlreadySubmitted'],
    ],
    ['ReplyJournal', ReplyJournal, reply, ['WrongState', 'JournalReplied', '—']],
    ['ReplyJournal otherwise', ReplyJournal, { ...reply, note: '已解决' }, ['WrongState', 'JournalReplied', 'JournalReplied']],
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
