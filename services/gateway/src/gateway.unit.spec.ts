import { contexts } from '@fudao/contracts'
import { asOfDate, issuesOf, localDate } from '@fudao/contracts/kit'
import { genericRefusals, problems } from '@fudao/contracts/problems'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { commandIdOf, expectedRevisionOf, uuidV5 } from './commands/idempotency.js'
import { ConfigurationError, readConfig } from './config.js'
import { allowedMethods, reservedContexts } from './http/routes.js'
import { toDocument } from './problems/document.js'
import { preferredLanguage } from './problems/language.js'
import { fillIn, problem } from './problems/problem.js'

describe('command ids', () => {
  it('are UUIDv5 as RFC 9562 has them', () => {
    expect(uuidV5('www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2')
  })
  it('differ by campus, user and key, with no way to shift text between them', () => {
    const ids = [commandIdOf('k', 'a', 'u'), commandIdOf('k', 'b', 'u'), commandIdOf('k', 'a', 'v'), commandIdOf('u\nk', 'a', '')]
    expect(new Set(ids).size).toBe(4)
  })
  it('read If-Match', () => {
    expect(expectedRevisionOf('"-1"')).toBe(-1)
    expect(expectedRevisionOf('"12"')).toBe(12)
    expect(expectedRevisionOf(undefined)).toBeUndefined()
  })
})

describe('language', () => {
  it('is Chinese unless English is preferred', () => {
    expect(preferredLanguage(undefined)).toBe('zh')
    expect(preferredLanguage('fr')).toBe('zh')
    expect(preferredLanguage('en-US,en;q=0.9')).toBe('en')
    expect(preferredLanguage('zh-CN,zh;q=0.9,en;q=0.8')).toBe('zh')
    expect(preferredLanguage('en;q=0.2, zh;q=0.7')).toBe('zh')
  })
})

describe('texts', () => {
  it('fill in params and stay readable without them', () => {
    expect(fillIn('{a}, {b}, {c}', { a: [1, 'x'], b: { num: 1, den: 3 } }, 'en')).toBe('1, x, {"num":1,"den":3}, …')
  })
  it('say codes and fields in the words of the trade; a field that nobody has named is shown as it is', () => {
    const params = { clearance: 'held', kinds: ['laborDispatch', 'personnelAgency'], field: 'post', missing: ['reason', 'oneDay'] }
    expect(fillIn('{clearance}；{kinds}；{field}；{missing}', params, 'zh')).toBe('暂缓续订；劳务派遣、人事代理；岗位；理由、oneDay')
    expect(fillIn('{clearance}; {kinds}; {field}', params, 'en')).toBe('held; labour dispatch, personnel agency; post')
  })
  it('name a parameter of the policy by its title', () => {
    const params = { key: 'staffing.partTimeWeight' }
    expect([fillIn('“{key}”', params, 'zh'), fillIn('“{key}”', params, 'en')]).toEqual([
      '“兼职辅导员工作量折算”',
      '“workload of a part-time counselor”',
    ])
    expect(fillIn('{key}', { key: 'staffing.noSuchThing' }, 'zh')).toBe('staffing.noSuchThing')
  })
  it('of wrong fields name the field and what it should be, in both languages', () => {
    const issues = issuesOf(z.object({ asOf: asOfDate.optional(), on: localDate }), { asOf: 'x', on: '2024/3/1' })
    const { messages } = toDocument(problem('InvalidQuery', { issues }), 'zh', 't')
    expect(messages.zh.detail).toContain('asOf（查询日期）应写作 yyyy-mm-dd，例如 2024-03-01；日期：日期应写作 yyyy-mm-dd，例如 2024-03-01')
    expect(messages.en.detail).toContain('asOf is a day written yyyy-mm-dd, for example 2024-03-01; day: a date is written yyyy-mm-dd')
  })
  it('exist in both languages for every problem and say what to do next', () => {
    for (const [code, { title, action }] of Object.entries({ ...problems, ...genericRefusals }))
      for (const text of [title, action]) {
        expect(text.zh, code).toMatch(/[\u4e00-\u9fff]|\{expectedZh\}/)
        expect(text.en, code).not.toMatch(/[\u4e00-\u9fff]/)
      }
  })
  it('no refusal of a context has the code of a problem of the gateway', () => {
    const generic = Object.keys(genericRefusals)
    for (const { context, refusals } of contexts)
      for (const code of Object.keys(refusals)) expect(!(code in problems) || generic.includes(code), `${context}.${code}`).toBe(true)
  })
})

describe('routes', () => {
  it('tell what an address accepts', () => {
    expect(allowedMethods('/api/aksu/staffing/RegisterCounselor?x=1')).toEqual(['POST'])
    expect(allowedMethods('/api/aksu/views/contracts')).toEqual(['GET'])
    expect(allowedMethods('/api/aksu')).toEqual([])
  })
  it('no context has a reserved name', () => {
    for (const { context } of contexts) expect(reservedContexts).not.toContain(context)
  })
})

describe('configuration', () => {
  const key = Buffer.alloc(32).toString('base64')
  it('says in one sentence what is missing', () => {
    expect(() => readConfig({})).toThrow(ConfigurationError)
    expect(() => readConfig({ FUDAO_MODE: 'prod', FUDAO_TOKEN_KEY: key })).toThrow(/FUDAO_MODE/)
    expect(() => readConfig({ FUDAO_TOKEN_KEY: 'c2hvcnQ=' })).toThrow(/32 bytes/)
    expect(() => readConfig({ OIDC_JWKS_URL: 'https://id/jwks' })).toThrow(/OIDC_ISSUER/)
    expect(() => readConfig({ FUDAO_TOKEN_KEY: key, PORT: 'x' })).toThrow(/PORT/)
  })
  it('is production unless told otherwise', () => {
    expect(readConfig({ FUDAO_TOKEN_KEY: key }).mode).toBe('production')
  })
})
