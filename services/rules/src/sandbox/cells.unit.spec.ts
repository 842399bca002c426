import type { SandboxRow } from '@fudao/contracts/policy'
import { describe, expect, it } from 'vitest'
import { cellsOf } from './cells.js'

const row = (rule: string, counselorId: string): SandboxRow => ({
  kind: 'decision',
  change: 'other',
  ruleIds: [rule],
  keys: [],
  what: 'staffing.PostOffered',
  title: { zh: '', en: '' },
  subject: counselorId,
  counselorId,
  name: '张三',
  event: null,
  before: null,
  after: null,
  sentence: { zh: '张三', en: 'x' },
})
const rows = (rule: string, count: number) => Array.from({ length: count }, (_, i) => row(rule, `c${i}`))

describe('counts for the province', () => {
  it('are per campus, rule and kind; below five they are hidden, and no sum gives them away', () => {
    expect(cellsOf('aksu', [...rows('R-AK-82', 5), ...rows('R-AK-81', 4)])).toEqual([
      { campus: 'aksu', rule: 'R-AK-82', kind: 'decision', change: 'other', count: 5 },
      { campus: 'aksu', rule: 'R-AK-81', kind: 'decision', change: 'other', count: null },
    ])
  })
  it('hold no name and no id of a person', () => {
    expect(JSON.stringify(cellsOf('aksu', rows('R-AK-82', 9)))).not.toMatch(/张三|c[0-9]/)
  })
})
