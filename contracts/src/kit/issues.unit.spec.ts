import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { asOfDate, id, issuesOf, localDate } from './index.js'

const payload = z.strictObject({ counselorId: id, on: localDate, hours: z.object({ n: z.number() }).optional() })

describe('issuesOf', () => {
  it('finds nothing in a valid value', () => {
    expect(issuesOf(payload, { counselorId: 'c1', on: '2026-01-31' })).toEqual([])
  })
  it('names the path of each field in both languages', () => {
    const issues = issuesOf(payload, { counselorId: 'c 1', on: '2026-02-30', hours: { n: 'x' } })
    expect(issues.map((i) => i.path)).toEqual(['counselorId', 'on', 'hours.n'])
    for (const { message } of issues) {
      expect(message.zh).toMatch(/[\u4e00-\u9fff]/)
      expect(message.en).not.toMatch(/[\u4e00-\u9fff]/)
    }
  })
  it('says how a date is written, and names asOf', () => {
    expect(issuesOf(z.object({ on: localDate, asOf: asOfDate }), { on: '2026/1/31', asOf: 'yesterday' })).toMatchObject([
      { path: 'on', message: { zh: '日期应写作 yyyy-mm-dd，例如 2024-03-01', en: 'a date is written yyyy-mm-dd, for example 2024-03-01' } },
      {
        path: 'asOf',
        message: {
          zh: 'asOf（查询日期）应写作 yyyy-mm-dd，例如 2024-03-01',
          en: 'asOf is a day written yyyy-mm-dd, for example 2024-03-01',
        },
      },
    ])
  })
  it('reports an unknown field at its own path', () => {
    expect(issuesOf(payload, { counselorId: 'c1', on: '2026-01-31', ethnicGroup: 'x' }).map((i) => i.path)).toEqual(['ethnicGroup'])
  })
  it('never echoes the value', () => {
    expect(JSON.stringify(issuesOf(payload, { counselorId: '110105 secret', on: 'x' }))).not.toContain('secret')
  })
})
