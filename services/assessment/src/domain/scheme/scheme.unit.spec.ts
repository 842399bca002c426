import { DraftScheme, PublishScheme, SchemeDrafted, SchemePublished } from '@fudao/contracts/assessment'
import { happened, type PolicyView } from '@fudao/domain-kit'
import { deciderSpec, decisionContext } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { schemeDecider } from './scheme.js'

const spec = deciderSpec(schemeDecider, { preset: 'aksu', asOf: '2024-01-10', actor: { role: 'studentAffairs' } })
const terms = {
  year: 2024,
  weights: { studentAffairs: 40, orgPersonnel: 20, deptBranch: 20, students: 20 },
  criteria: ['ethics', 'educationalEffect', 'studentRecognition', 'studentSatisfaction'] as const,
  thresholds: { excellent: 9000, qualified: 6000 },
}
const draft = { ...terms, criteria: [...terms.criteria] }
const drafted = happened(SchemeDrafted, draft)
const published = happened(SchemePublished, { year: 2024, on: '2024-01-10' })

describe('the scheme of a year', () => {
  it('R-AK-78: student affairs drafts it', () => {
    spec.given().when(DraftScheme, draft).thenEmits(drafted)
  })
  it('R-AK-79: it names the competence standard it follows', () => {
    const named = { ...draft, standardRef: '高等学校辅导员职业能力标准' }
    spec.given().when(DraftScheme, named).thenEmits(happened(SchemeDrafted, named))
  })
  it('R-AK-79: the four criteria are present', () => {
    spec
      .given()
      .when(DraftScheme, { ...draft, criteria: ['ethics', 'educationalEffect'] })
      .thenRefuses('CriteriaMissing', ['R-AK-79'], { missing: ['studentRecognition', 'studentSatisfaction'] })
  })
  it('R-AK-04, R-AK-05: qualities and the professional code refine the criteria', () => {
    const wide = { ...draft, criteria: [...terms.criteria, 'politicallyStrong' as const, 'lifelongLearning' as const] }
    spec.given().when(DraftScheme, wide).thenEmits(happened(SchemeDrafted, wide))
  })
  it('R-AK-80: the weights of the four parties sum 100', () => {
    spec
      .given()
      .when(DraftScheme, { ...draft, weights: { ...terms.weights, students: 19 } })
      .thenRefuses('WeightsInvalid', ['R-AK-78', 'R-AK-80'], { sum: 99 })
  })
  it('R-AK-80: each weight is above 0', () => {
    spec
      .given()
      .when(DraftScheme, { ...draft, weights: { studentAffairs: 60, orgPersonnel: 20, deptBranch: 20, students: 0 } })
      .thenRefuses('WeightsInvalid')
  })
  it('R-AK-80: a party left out is refused, and so is a party of nobody', () => {
    spec
      .given()
      .when(DraftScheme, { ...draft, weights: { studentAffairs: 60, orgPersonnel: 20, deptBranch: 20 } })
      .thenRefuses('WeightsInvalid')
    spec
      .given()
      .when(DraftScheme, { ...draft, weights: { ...terms.weights, students: 10, parents: 10 } })
      .thenRefuses('WeightsInvalid')
  })
  it('thresholds are in order and within full marks', () => {
    for (const thresholds of [{ qualified: 9500, excellent: 9000 }, { qualified: -1 }, { qualified: 6000, excellent: 10_001 }])
      spec
        .given()
        .when(DraftScheme, { ...draft, thresholds })
        .thenRefuses('InvalidValue', ['R-AK-78'], { field: 'thresholds' })
  })
  it('a scheme without `excellent` awards no excellence', () => {
    const plain = { ...draft, thresholds: { qualified: 6000 } }
    spec.given().when(DraftScheme, plain).thenEmits(happened(SchemeDrafted, plain))
  })
  it('weights and thresholds may come from the policy of the campus', () => {
    const { year, criteria } = draft
    const policy = { 'assessment.weights': terms.weights, 'assessment.thresholds': { qualified: 60, excellent: 90 } }
    spec.given().when(DraftScheme, { year, criteria }, { policy }).thenEmits(drafted)
    spec.given().when(DraftScheme, { year, criteria }).thenRefuses('WeightsInvalid')
    spec.given().when(DraftScheme, { year, criteria, weights: terms.weights }).thenRefuses('InvalidValue', ['R-AK-78'])
  })
  it('a campus that lists no parties and no criteria is held to what its scheme names', () => {
    const own = { year: 2024, weights: { studentAffairs: 70, students: 30 }, criteria: [], thresholds: { qualified: 6000 } }
    const policy = { 'assessment.parties': null, 'assessment.criteria': null }
    spec.given().when(DraftScheme, own, { policy }).thenEmits(happened(SchemeDrafted, own))
  })
  it('the same draft again does nothing, another one replaces it', () => {
    spec.given(drafted).when(DraftScheme, draft).thenNothing()
    const better = { ...draft, thresholds: { qualified: 7000 } }
    spec.given(drafted).when(DraftScheme, better).thenEmits(happened(SchemeDrafted, better))
  })
  it('R-AK-78: a published scheme holds for its year', () => {
    spec.given(drafted, published).when(DraftScheme, draft).thenNothing()
    spec
      .given(drafted, published)
      .when(DraftScheme, { ...draft, thresholds: { qualified: 7000 } })
      .thenRefuses('WrongState', ['R-AK-78'], { state: 'published' })
  })
  it('R-AK-78: it is published once, and not before there is a draft', () => {
    spec.given(drafted).when(PublishScheme, { year: 2024 }).thenEmits(published)
    spec.given(drafted, published).when(PublishScheme, { year: 2024 }).thenNothing()
    spec.given().when(PublishScheme, { year: 2024 }).thenRefuses('WrongState', ['R-AK-78'], { state: 'none' })
  })
  it('R-AK-80: a draft that no longer fits the policy is not published', () => {
    const policy = { 'assessment.parties': ['studentAffairs', 'students'] as ('studentAffairs' | 'students')[] }
    spec.given(drafted).when(PublishScheme, { year: 2024 }, { policy }).thenRefuses('WeightsInvalid')
    spec
      .given(drafted)
      .when(PublishScheme, { year: 2024 }, { policy: { 'assessment.criteria': ['ethics', 'innovation'] } })
      .thenRefuses('CriteriaMissing', ['R-AK-79'], { missing: ['innovation'] })
  })
  it('C-10: a scheme made before its year stands on the values of its first day, one made in the year on those of the day', () => {
    // A policy that asks for a fifth criterion from 2025-01-01 on.
    const decideOn = (year: number, asOf: string) => {
      const context = decisionContext({ preset: 'aksu', asOf })
      const policy: PolicyView = {
        value: (key, on = asOf) =>
          key === 'assessment.criteria' && on >= '2025-01-01' ? (['ethics', 'innovation'] as never) : context.policy.value(key, on),
      }
      return () =>
        schemeDecider.decide({ type: 'DraftScheme', data: { ...draft, year }, metadata: { ...context, policy } }, { status: 'none' })
    }
    expect(decideOn(2024, '2024-12-20')()).toEqual([drafted])
    expect(decideOn(2025, '2024-12-20')).toThrow('CriteriaMissing')
    expect(decideOn(2024, '2025-01-02')).toThrow('CriteriaMissing')
  })
})

describe('AssessmentScheme: state × command', () => {
  const histories = [
    ['none', []],
    ['drafted', [drafted]],
    ['published', [drafted, published]],
  ] as const
  const table = [
    ['DraftScheme', DraftScheme, draft, ['SchemeDrafted', '—', '—']],
    [
      'DraftScheme of another',
      DraftScheme,
      { ...draft, thresholds: { qualified: 7000 } },
      ['SchemeDrafted', 'SchemeDrafted', 'WrongState'],
    ],
    ['PublishScheme', PublishScheme, { year: 2024 }, ['WrongState', 'SchemePublished', '—']],
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
