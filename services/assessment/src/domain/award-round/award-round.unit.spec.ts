import * as a from '@fudao/contracts/assessment'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { type AwardEvent, awardDecider } from './award-round.js'
import type { NomineeFacts } from './eligibility.js'

const key = { kind: 'topTen', year: 2024 } as const
const member = { counselorId: 'c_1', personCategory: 'fullTime', departmentId: 'nursing', onLeave: false, departed: false } as const
const good: NomineeFacts = { member, grade: { year: 2023, grade: 'excellent' }, sanctions: [] }
const people = Array.from({ length: 11 }, (_, i) => `p_${i + 1}`)
const factsOf = (facts: NomineeFacts) => ({ facts: { nominees: Object.fromEntries(people.map((person) => [person, facts])) } })

const spec = deciderSpec(awardDecider, {
  preset: 'aksu',
  asOf: '2024-06-01',
  actor: { role: 'deptBranch', departmentId: 'nursing' },
  facts: good,
})
const opened = happened(a.AwardRoundOpened, { ...key, quota: 10 })
const grounds = '所带班级学风优良'
const nominated = (personId: string) =>
  happened(a.Nominated, { ...key, personId, personCategory: 'fullTime', counselorId: 'c_1', by: 'nursing', grounds })
const withdrawn = (personId: string) => happened(a.NomineeWithdrawn, { ...key, personId, reason: '本人放弃' })
const chosen = (...personIds: string[]) => happened(a.WinnersSelected, { ...key, personIds })
const published = happened(a.AwardsPublished, { ...key, on: '2024-09-10', teachersDay: true })
const nominate = { ...key, personId: 'p_1', grounds }
const running = [opened, ...people.map(nominated)]

describe('opening', () => {
  it('R-AK-85, A-32: 十佳 are at most ten, as the campus has set', () => {
    spec.given().when(a.OpenAwardRound, key).thenEmits(opened)
    spec
      .given()
      .when(a.OpenAwardRound, key, { policy: { 'awards.topTen.quota': 12 } })
      .thenEmits(happened(a.AwardRoundOpened, { ...key, quota: 12 }))
  })
  it('R-AK-85: other commendations have no quota', () => {
    const other = { kind: 'excellentIdeologicalWorker', year: 2024 } as const
    spec
      .given()
      .when(a.OpenAwardRound, other)
      .thenEmits(happened(a.AwardRoundOpened, { ...other, quota: null }))
  })
  it('C-02: one that is not in the list says its name, and no other does', () => {
    const other = { kind: 'other', year: 2024 } as const
    spec.given().when(a.OpenAwardRound, other).thenRefuses('InvalidValue', ['R-AK-85'], { field: 'kindText' })
    spec
      .given()
      .when(a.OpenAwardRound, { ...other, kindText: '师德标兵' })
      .thenEmits(happened(a.AwardRoundOpened, { ...other, kindText: '师德标兵', quota: null }))
    spec
      .given()
      .when(a.OpenAwardRound, { ...key, kindText: '十佳' })
      .thenRefuses('InvalidValue', ['R-AK-85'])
  })
})

describe('nominating', () => {
  it('R-AK-85: a branch nominates; the event says who the person is here', () => {
    spec.given(opened).when(a.Nominate, nominate).thenEmits(nominated('p_1'))
  })
  it.each<[string, NomineeFacts]>([
    ['unknown', { sanctions: [] }],
    ['notActive', { ...good, member: { ...member, departed: true } }],
    ['notActive', { ...good, member: { ...member, onLeave: true } }],
    ['unqualified', { ...good, grade: { year: 2023, grade: 'unqualified' } }],
    ['sanctioned', { ...good, sanctions: ['k_1'] }],
  ])('T-80, R-AK-85: not somebody who is %s', (reason, facts) => {
    spec.given(opened).when(a.Nominate, nominate, { facts }).thenRefuses('NomineeNotEligible', ['R-AK-85'], { personId: 'p_1', reason })
  })
  it('R-AK-85: who has no grade yet is not shut out', () => {
    spec
      .given(opened)
      .when(a.Nominate, nominate, { facts: { member, sanctions: [] } })
      .thenEmits(nominated('p_1'))
  })
  it('R-AK-77: of its own department only', () => {
    spec
      .given(opened)
      .when(a.Nominate, nominate, { facts: { ...good, member: { ...member, departmentId: 'automotive' } } })
      .thenRefuses('NotAuthorized', ['R-AK-77'])
  })
  it('other grounds replace the first ones', () => {
    spec
      .given(opened, nominated('p_1'))
      .when(a.Nominate, { ...nominate, grounds: '连年优秀' })
      .thenEmits({ ...nominated('p_1'), data: { ...nominated('p_1').data, grounds: '连年优秀' } })
  })
})

describe('withdrawing', () => {
  const withdraw = { ...key, personId: 'p_1', reason: '本人放弃' }
  it('R-AK-85: before publication, with a reason', () => {
    spec
      .given(...running)
      .when(a.WithdrawNominee, withdraw)
      .thenEmits(withdrawn('p_1'))
    spec
      .given(...running)
      .when(a.WithdrawNominee, { ...key, personId: 'p_1' })
      .thenRefuses('ReasonMissing', ['R-AK-85'])
    spec
      .given(...running, chosen('p_1'), published)
      .when(a.WithdrawNominee, withdraw)
      .thenRefuses('WrongState', ['R-AK-85'], { state: 'published' })
  })
  it('R-AK-77: a branch withdraws its own, a rule any', () => {
    const by = (role: 'deptBranch' | 'system') => ({ actor: { role, departmentId: 'automotive' } })
    spec
      .given(...running)
      .when(a.WithdrawNominee, withdraw, by('deptBranch'))
      .thenRefuses('NotAuthorized', ['R-AK-77'])
    spec
      .given(...running)
      .when(a.WithdrawNominee, withdraw, by('system'))
      .thenEmits(withdrawn('p_1'))
  })
  it('a winner loses the place; without any left the choice is open again', () => {
    const { state } = spec
      .given(...running, chosen('p_1', 'p_2'))
      .when(a.WithdrawNominee, withdraw)
      .thenEmits(withdrawn('p_1'))
    expect(state).toMatchObject({ status: 'selected', round: { winners: ['p_2'] } })
    expect(spec.fold([...running, chosen('p_1'), withdrawn('p_1')]).status).toBe('nominating')
  })
})

describe('choosing the winners', () => {
  const select = (personIds: string[], facts = good, history: readonly AwardEvent[] = running) =>
    spec.given(...history).when(a.SelectWinners, { ...key, personIds }, factsOf(facts))
  it('T-80, A-32: ten are chosen; an eleventh is one too many', () => {
    select(people.slice(0, 10)).thenEmits(chosen(...people.slice(0, 10)))
    select(people).thenRefuses('AwardQuotaExceeded', ['A-32', 'R-AK-85'], { quota: 10, chosen: 11 })
    select(people, good, [...running, chosen(...people.slice(0, 10))]).thenRefuses('AwardQuotaExceeded')
  })
  it('A-32: ten is the most, not the number there must be (the other reading would refuse nine)', () => {
    select(people.slice(0, 9)).thenEmits(chosen(...people.slice(0, 9)))
  })
  it('A-32: a campus that reads another number sets it', () => {
    select(people, good, [happened(a.AwardRoundOpened, { ...key, quota: 11 }), ...people.map(nominated)]).thenEmits(chosen(...people))
  })
  it('without a quota any number', () => {
    select(people, good, [happened(a.AwardRoundOpened, { ...key, quota: null }), ...people.map(nominated)]).thenEmits(chosen(...people))
  })
  it('T-80: only who was nominated and may still be honoured', () => {
    select(['p_1'], { ...good, grade: { year: 2023, grade: 'unqualified' } }).thenRefuses('NomineeNotEligible', ['R-AK-85'], {
      reason: 'unqualified',
    })
    select(['p_99']).thenRefuses('NomineeNotEligible', ['R-AK-85'], { personId: 'p_99', reason: 'notNominated' })
    select(['p_1'], good, [...running, withdrawn('p_1')]).thenRefuses('NomineeNotEligible', ['R-AK-85'], { reason: 'notNominated' })
  })
  it('one person is one winner; another choice replaces the first', () => {
    select(['p_1', 'p_1']).thenEmits(chosen('p_1'))
    select(['p_2'], good, [...running, chosen('p_1')]).thenEmits(chosen('p_2'))
    select(['p_2', 'p_1'], good, [...running, chosen('p_1', 'p_2')]).thenNothing()
  })
})

describe('publishing', () => {
  const on = (asOf: string) => spec.given(...running, chosen('p_1')).when(a.PublishAwards, key, { asOf })
  it('R-AK-85: on Teachers’ Day it belongs to the commendations of that day', () => {
    on('2024-09-10').thenEmits(published)
  })
  it('R-AK-85: on another day it does not, as a campus that has set no day', () => {
    on('2024-09-12').thenEmits(happened(a.AwardsPublished, { ...key, on: '2024-09-12', teachersDay: false }))
    spec
      .given(...running, chosen('p_1'))
      .when(a.PublishAwards, key, { asOf: '2024-09-10', policy: { 'awards.commendationDay': null } })
      .thenEmits(happened(a.AwardsPublished, { ...key, on: '2024-09-10', teachersDay: false }))
  })
})

describe('AwardRound: state × command', () => {
  const histories: readonly (readonly [string, readonly AwardEvent[]])[] = [
    ['none', []],
    ['nominating', running],
    ['selected', [...running, chosen('p_1')]],
    ['published', [...running, chosen('p_1'), published]],
  ]
  const W = 'WrongState'
  const table = [
    ['OpenAwardRound', a.OpenAwardRound, key, ['AwardRoundOpened', '—', '—', '—']],
    ['Nominate', a.Nominate, { ...nominate, personId: 'p_12' }, [W, 'Nominated', W, W]],
    ['Nominate again', a.Nominate, nominate, [W, '—', '—', '—']],
    ['WithdrawNominee', a.WithdrawNominee, { ...key, personId: 'p_1', reason: '本人放弃' }, [W, 'NomineeWithdrawn', 'NomineeWithdrawn', W]],
    ['SelectWinners', a.SelectWinners, { ...key, personIds: ['p_2'] }, [W, 'WinnersSelected', 'WinnersSelected', W]],
    ['PublishAwards', a.PublishAwards, key, [W, W, 'AwardsPublished', '—']],
  ] as const
  const cells = table.flatMap(([name, definition, payload, row]) =>
    histories.map(([state, history], i) => [name, state, row[i] as string, { definition, payload, history }] as const),
  )
  it.each(cells)('%s in %s: %s', (_name, _state, cell, { definition, payload, history }) => {
    const facts = definition.name === 'SelectWinners' ? factsOf(good) : {}
    const when = spec.given(...history).when(definition as never, payload as never, { asOf: '2024-09-10', ...facts })
    const { events, refusal } = when.outcome()
    expect(refusal?.code ?? events[0]?.type ?? '—').toBe(cell)
    if (!refusal) when.thenRepeatsAsNothing()
  })
})
