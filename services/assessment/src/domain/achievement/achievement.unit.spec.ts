import * as a from '@fudao/contracts/assessment'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { type AchievementEvent, achievementDecider } from './achievement.js'

const spec = deciderSpec(achievementDecider, { preset: 'aksu', asOf: '2024-05-10', actor: { role: 'studentAffairs' } })
const id = { achievementId: 'a_1' }
const about = { ...id, counselorId: 'c_1' }
const work = { kind: 'onlineCulturalWork', level: 'provincial', role: 'lead', status: 'published', on: '2024-04-18' } as const
const submit = { ...about, ...work, evidenceRef: '新教思政〔2024〕7号' }
const submitted = happened(a.AchievementSubmitted, { ...submit, coAuthors: [] })
const verified = happened(a.AchievementVerified, { ...about, ...work, countsAsResearch: true })
const rejected = happened(a.AchievementRejected, about)
const retract = { ...id, reason: 'misconduct', findingRef: '学风〔2024〕2号' } as const
const retracted = happened(a.AchievementRetracted, { ...about, reason: 'misconduct', findingRef: '学风〔2024〕2号' })

describe('submitting', () => {
  it('R-AK-16: a counselor submits what they achieved, with evidence', () => {
    spec.given().when(a.SubmitAchievement, submit).thenEmits(submitted)
    const { evidenceRef: _, ...bare } = submit
    spec.given().when(a.SubmitAchievement, bare).thenRefuses('EvidenceMissing', ['R-AK-16'])
  })
  it('with the colleagues who made it too, each once and not oneself', () => {
    spec
      .given()
      .when(a.SubmitAchievement, { ...submit, coAuthors: ['c_2', 'c_2'] })
      .thenEmits(happened(a.AchievementSubmitted, { ...submit, coAuthors: ['c_2'] }))
    spec
      .given()
      .when(a.SubmitAchievement, { ...submit, coAuthors: ['c_1'] })
      .thenRefuses('InvalidValue', ['R-AK-16'], { field: 'coAuthors' })
  })
  it('not before it is there', () => {
    spec
      .given()
      .when(a.SubmitAchievement, { ...submit, on: '2024-05-11' })
      .thenRefuses('InvalidValue', ['R-AK-16'], { field: 'on' })
  })
})

describe('what counts as an achievement', () => {
  const accepted = (kind: a.AchievementKind) =>
    spec
      .given()
      .when(a.SubmitAchievement, { ...submit, kind })
      .thenEmits(happened(a.AchievementSubmitted, { ...submit, kind, coAuthors: [] }))
  it('R-LZ-22: experience turned into theory, as a paper or a case', () => {
    for (const kind of ['paper', 'workCase'] as const) accepted(kind)
  })
  it('R-LZ-25: courses, papers, books and projects', () => {
    for (const kind of ['course', 'paper', 'book', 'project'] as const) accepted(kind)
  })
  it('R-HZ-06: degrees, papers, projects and awards', () => {
    for (const kind of ['degree', 'paper', 'project', 'award'] as const) accepted(kind)
  })
})

describe('verifying', () => {
  it('R-AK-55: an excellent online work counts as research', () => {
    spec.given(submitted).when(a.VerifyAchievement, id).thenEmits(verified)
  })
  it.each([
    ['paper', true],
    ['project', true],
    ['book', true],
    ['course', false],
    ['workCase', false],
    ['award', false],
    ['degree', false],
  ] as const)('R-AK-55: %s counts as research: %s', (kind, countsAsResearch) => {
    spec
      .given(happened(a.AchievementSubmitted, { ...submit, kind, coAuthors: [] }))
      .when(a.VerifyAchievement, id)
      .thenEmits(happened(a.AchievementVerified, { ...about, ...work, kind, countsAsResearch }))
  })
  it('R-AK-16: or it is rejected', () => {
    spec.given(submitted).when(a.RejectAchievement, id).thenEmits(rejected)
  })
})

describe('retracting', () => {
  it('R-AK-16: a verified one is retracted on a finding', () => {
    spec.given(submitted, verified).when(a.RetractAchievement, retract).thenEmits(retracted)
    spec
      .given(submitted, verified)
      .when(a.RetractAchievement, { ...id, reason: 'misconduct' })
      .thenRefuses('FindingMissing', ['R-AK-16'])
  })
})

describe('Achievement: state × command', () => {
  const histories: readonly (readonly [string, readonly AchievementEvent[]])[] = [
    ['none', []],
    ['submitted', [submitted]],
    ['verified', [submitted, verified]],
    ['rejected', [submitted, rejected]],
    ['retracted', [submitted, verified, retracted]],
  ]
  const W = 'WrongState'
  const table = [
    ['SubmitAchievement', a.SubmitAchievement, submit, ['AchievementSubmitted', '—', '—', '—', '—']],
    ['SubmitAchievement of another', a.SubmitAchievement, { ...submit, kind: 'paper' }, ['AchievementSubmitted', W, W, W, W]],
    ['VerifyAchievement', a.VerifyAchievement, id, [W, 'AchievementVerified', '—', W, W]],
    ['RejectAchievement', a.RejectAchievement, id, [W, 'AchievementRejected', W, '—', W]],
    ['RetractAchievement', a.RetractAchievement, retract, [W, W, 'AchievementRetracted', W, '—']],
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
