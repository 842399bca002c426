import { describe, expect, it } from 'vitest'
import { type PolicyKey, parameterOf, parameters } from './parameters.js'
import { sayPolicyValue } from './value-words.js'

describe('policy values in words', () => {
  it('units, lists, shares, yes and no, and a rule that is inactive', () => {
    expect(sayPolicyValue(15, 'days')).toEqual({ zh: '15 天', en: '15 days' })
    expect(sayPolicyValue(['laborDispatch', 'personnelAgency'])).toEqual({
      zh: '劳务派遣、人事代理',
      en: 'labour dispatch, personnel agency',
    })
    expect(sayPolicyValue({ num: 1, den: 3 })).toEqual({ zh: '1/3', en: '1/3' })
    expect(sayPolicyValue({ min: 1, max: 3 }, 'advisors')).toEqual({
      zh: '最少 1 名导师，最多 3 名导师',
      en: 'at least 1 advisors, at most 3 advisors',
    })
    expect(sayPolicyValue(false)).toEqual({ zh: '否', en: 'no' })
    expect(sayPolicyValue(null, 'days')).toEqual({ zh: '未设定（此项不起作用）', en: 'not set (has no effect)' })
    expect(sayPolicyValue('of the campus')).toEqual({ zh: 'of the campus', en: 'of the campus' })
  })
  // Themes of campaigns are texts of the regulation and bring both languages with them.
  const keys = (Object.keys(parameters) as PolicyKey[]).filter((key) => !['campaigns.themes', 'rules.reminderDays'].includes(key))
  it.each(keys)('%s: no preset shows a code to people', (key) => {
    const { everywhere, presets, unit } = parameterOf(key)
    for (const value of [everywhere, ...Object.values(presets ?? {})]) {
      if (value === undefined) continue
      const { zh, en } = sayPolicyValue(value, unit)
      expect(zh, key).not.toMatch(/[A-Za-z]/)
      expect(en, key).not.toMatch(/[a-z][A-Z]|[{}[\]"]/)
    }
  })
})
