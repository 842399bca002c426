import { type ViewPage, type WhyAnswer, whyAnswer } from '@fudao/contracts/views'
import { testId } from '@fudao/messaging/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultId } from './fixtures/story.js'
import { as, org, World } from './fixtures/world.js'

let world: World
beforeAll(async () => {
  world = await World.create()
})
afterAll(() => world.end())

describe('the journal', () => {
  const events = (params: Record<string, string>, actor = org, campus = 'aksu') => world.ask<ViewPage>('events', actor, params, campus)
  it('gives the events of a stream as stored, personal data encrypted', async () => {
    const reply = await events({ stream: 'person-aksu.p_c1' })
    if (reply.status !== 'ok') throw new Error(reply.status)
    expect(reply.result.items).toMatchObject([{ type: 'staffing.PersonRegistered', revision: 0, data: { personId: 'p_c1' } }])
    expect(JSON.stringify(reply.result.items)).not.toContain('姓名')
  })
  it('filters by type, causation and position, and pages by position', async () => {
    const first = await events({ type: 'assessment.AssessmentFinalized', limit: '3' })
    if (first.status !== 'ok') throw new Error(first.status)
    expect(first.result.items).toHaveLength(3)
    const second = await events({ type: 'assessment.AssessmentFinalized', limit: '3', from: first.result.next ?? '' })
    expect(second).toMatchObject({ status: 'ok', result: { items: [{ stream: 'assessment-aksu.c2-2023' }], next: null } })
    expect(await events({ causation: resultId('c1', 2023) })).toMatchObject({
      result: { items: [{ rule: 'X-04' }, { rule: 'X-04' }, { rule: 'X-08' }] },
    })
  })
  it('finds by its cause also what a person did, whose cause is the command itself', async () => {
    const id = testId('by hand')
    const told = { type: 'test.Told', stream: 'thing-aksu.x', data: {} }
    const token = await world.publish({ ...told, correlationId: id, causationId: id })
    await world.publish({ ...told, correlationId: id, causationId: testId('another') })
    expect(await events({ causation: id, token })).toMatchObject({ result: { items: [{ position: token }], next: null } })
  })
  it('is closed to those who may not read facts, and to other campuses', async () => {
    expect(await events({}, as('counselor', { counselorId: 'c1' }))).toMatchObject({ status: 'forbidden' })
    expect(await events({ stream: 'person-aksu.p_c1' }, org, 'lanzhou')).toMatchObject({ result: { items: [] } })
    expect(await events({}, as('platformAdmin'), 'platform')).toMatchObject({
      result: { items: [{ type: 'registry.CampusRegistered' }, {}] },
    })
  })
})

describe('why', () => {
  const why = (kind: string, id: string, actor = org) => world.ask<WhyAnswer>(`why.${kind}`, actor, { id })
  const answer = async (kind: string, id: string, actor = org): Promise<WhyAnswer> => {
    const reply = await why(kind, id, actor)
    if (reply.status !== 'ok') throw new Error(JSON.stringify(reply))
    return whyAnswer.parse(reply.result)
  }
  it('a contract is held: rule, article, policy value, events and arithmetic', async () => {
    const { conclusion, steps } = await answer('contract', 'k_c1')
    expect(conclusion.zh).toBe('暂缓续订：最近一个审定年度（2023）考核不合格')
    expect(conclusion.en).toContain('Renewal is held')
    const types = steps.map((step) => step.event.type)
    expect(types).toEqual([
      'staffing.ContractDrafted',
      'assessment.AssessmentFinalized',
      'assessment.AssessmentFinalized',
      'staffing.RenewalClearanceSet',
    ])
    const last = steps.at(-1)
    expect(last?.event).toMatchObject({ rule: 'X-08', actorRole: 'system', stream: 'contract-aksu.k_c1' })
    expect(last?.rules.map((rule) => rule.id)).toEqual(['X-08', 'R-AK-81'])
    expect(last?.rules[1]).toMatchObject({ regulation: { zh: expect.stringMatching(/./) }, article: { en: expect.stringMatching(/./) } })
    expect(last?.policy).toMatchObject([
      { key: 'assessment.failGap', value: 'breaks', shown: { zh: '空档年打断连续' }, version: -1, effectiveFrom: null },
    ])
    expect(last?.events.map((event) => event.id)).toEqual([resultId('c1', 2022), resultId('c1', 2023)])
    expect(steps[2]?.arithmetic[0]?.en).toBe(
      'student affairs 30% × 56.10 + personnel 20% × 56.10 + department branch 30% × 56.10 + students 20% × 56.10 = 56.10',
    )
    expect(steps[2]?.arithmetic.slice(-2)).toEqual([
      { zh: '56.10 < 60.00（合格线）', en: '56.10 < 60.00 (qualified)' },
      { zh: '等次：不合格', en: 'grade: unqualified' },
    ])
    expect(steps[2]?.events.map((event) => event.title.en)).toContain('Party scored')
    expect(last?.arithmetic).toEqual([
      { zh: '最近一个审定年度（2023）考核不合格 → 暂缓续订', en: 'the latest final year (2023) is unqualified → renewal is held' },
    ])
  })
  it('an exit case is permitted because of two failed years', async () => {
    const { conclusion, steps } = await answer('exit-case', 'c1_2023_twoConsecutiveFails')
    expect(conclusion.en).toBe('Two failed years in a row (2022, 2023): termination is permitted; people decide (may, not must)')
    expect(steps.map((step) => step.event.type).slice(-2)).toEqual(['staffing.ExitCaseOpened', 'staffing.TerminationPermitted'])
    const opened = steps.find((step) => step.event.type === 'staffing.ExitCaseOpened')
    expect(opened?.arithmetic).toEqual([{ zh: '不合格年度：2022、2023；连续 2 年', en: 'failed years: 2022, 2023; 2 in a row' }])
    expect(opened?.rules.map((rule) => [rule.id, rule.says !== null])).toEqual([
      ['X-04', true],
      ['R-AK-83', true],
      ['A-12', true],
    ])
  })
  it('an assessment and a task are explained too', async () => {
    expect((await answer('assessment', 'c2-2023')).conclusion.en).toBe('The year 2023 is unqualified with 59.00 points')
    expect((await answer('task', 't1')).steps).toMatchObject([{ event: { type: 'tasks.TaskRaised', rule: 'X-02' } }])
  })
  it('hides what the caller may not see', async () => {
    expect(await why('contract', 'k_c2', as('counselor', { counselorId: 'c1' }))).toMatchObject({ status: 'unknown', code: 'NotFound' })
    expect(await why('contract', 'k_c1', as('teacher'))).toMatchObject({ status: 'forbidden' })
    expect(await why('contract', 'k_none')).toMatchObject({ status: 'unknown', code: 'NotFound' })
    expect(await why('weather', 'x')).toMatchObject({ status: 'unknown', code: 'UnknownQuery' })
    const own = await answer('assessment', 'c3-2023', as('counselor', { counselorId: 'c3' }))
    expect(own.steps.map((step) => step.event.type)).toEqual(['assessment.AssessmentOpened'])
    expect(JSON.stringify(own)).not.toContain('70.00')
  })
})
