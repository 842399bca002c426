import { describe, expect, it } from 'vitest'
import { isPolicyKey } from '../policy/index.js'
import { ambiguities, carriedOutBy, crossRules, findRule, lawRules, regulationRules } from './index.js'

describe('rule catalogue', () => {
  it('holds the 243 regulation rules, numbered without a gap', () => {
    const counts = { LN: 42, LZ: 38, AK: 87, TS: 35, HZ: 41 }
    const expected = Object.entries(counts).flatMap(([code, n]) =>
      Array.from({ length: n }, (_, i) => `R-${code}-${String(i + 1).padStart(2, '0')}`),
    )
    expect(regulationRules.map((r) => r.id).toSorted()).toEqual(expected.toSorted())
    expect(regulationRules).toHaveLength(243)
  })
  it('holds the 50 cross rules X-01 … X-50, each carrying out known regulation rules', () => {
    expect(crossRules.map((r) => r.id)).toEqual(Array.from({ length: 50 }, (_, i) => `X-${String(i + 1).padStart(2, '0')}`))
    for (const rule of crossRules) {
      const carried = carriedOutBy(rule.id)
      expect(carried.length, rule.id).toBeGreaterThan(0)
      for (const id of carried) expect(findRule(id), `${rule.id} names ${id}`).toBeDefined()
    }
  })
  it('holds the readings A-01 … A-36, each with the policy value that decides it', () => {
    expect(ambiguities.map((r) => r.id)).toEqual(Array.from({ length: 36 }, (_, i) => `A-${String(i + 1).padStart(2, '0')}`))
    for (const { id, article } of ambiguities) expect(isPolicyKey(article.en), id).toBe(true)
  })
  it('says everything in Chinese and in English, each rule something of its own', () => {
    for (const rule of [...regulationRules, ...crossRules, ...ambiguities, ...lawRules]) {
      for (const text of [rule.regulation, rule.article, rule.says]) {
        expect(text.zh, rule.id).toMatch(/\p{Script=Han}/u)
        expect(text.en, rule.id).toMatch(/[A-Za-z]/)
        expect(text.en, rule.id).not.toMatch(/\p{Script=Han}/u)
      }
    }
    const said = [...regulationRules, ...crossRules, ...ambiguities].map((r) => r.says.en)
    expect(new Set(said).size).toBe(said.length)
  })
  it('tells where a rule stands: R-AK-83 is part 3, section 4, item 3', () => {
    expect(findRule('R-AK-83')?.article).toEqual({ zh: '三、（四）3.', en: 'part 3, section 4, item 3' })
    expect(findRule('R-HZ-26')?.article).toEqual({ zh: '六、', en: 'part 6' })
    expect(findRule('R-LN-36')?.article.zh).toBe('四、1.')
    expect(findRule('R-LN-26')?.article.zh).toBe('三、（五）')
    expect(findRule('R-TS-13')?.article.zh).toBe('四、1.')
    expect(findRule('R-XX-01')).toBeUndefined()
  })
})
