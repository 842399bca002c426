import type { Role } from '@fudao/contracts/kit'
import { columnTitle, views } from '@fudao/contracts/views'
import { describe, expect, it } from 'vitest'
import { takeEvents } from './api/server-sent-events'
import { groupsFor, homeOf } from './pages/navigation'
import { mixedNumber } from './state/mixed-number'
import { compareText, search, tableState } from './state/rows'
import { sayValue } from './state/say-value'
import { formatUrl, parseUrl } from './state/url'
import { columnsOf } from './state/view-columns'
import { en } from './texts/en'
import { wordOf } from './texts/words'
import { zh } from './texts/zh'

const said = (text: unknown): string =>
  typeof text === 'function' ? String((text as (...a: string[]) => string)('甲', '乙')) : String(text)

describe('texts', () => {
  it('are complete in both languages', () => {
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(zh).toSorted())
    for (const text of Object.values({ ...zh, ...en })) expect(said(text).trim()).not.toBe('')
  })
  it('English has no Chinese in it, except the name of the other language', () => {
    for (const [key, text] of Object.entries(en))
      if (key !== 'otherLanguage') expect(said(text).replace(/[甲乙]/g, ''), key).not.toMatch(/[\u4e00-\u9fff]/)
  })
  it('every code that a page shows of a row has words of its own', () => {
    const optionsOf = (schema: unknown): readonly unknown[] => {
      const { options = [], unwrap } = schema as { readonly options?: readonly unknown[]; readonly unwrap?: () => unknown }
      return unwrap ? optionsOf(unwrap.call(schema)) : options
    }
    // these two have pages of their own, which say it otherwise
    const shown = views.filter(({ name }) => name !== 'staffing-ratio' && name !== 'policy-texts')
    const unnamed = shown.flatMap((view) =>
      columnsOf(view).flatMap((field) =>
        optionsOf(view.row.shape[field]).flatMap((code) =>
          typeof code === 'string' && wordOf(code).zh === code ? [`${view.name}.${field}: ${code}`] : [],
        ),
      ),
    )
    expect(unnamed).toEqual([])
  })
  it('codes are said in both languages, and an unnamed one as it is', () => {
    for (const code of ['held', 'active', 'twoConsecutiveFails', 'orgPersonnel', 'casesList', 'laborDispatch', 'done']) {
      expect(wordOf(code).zh, code).toMatch(/[\u4e00-\u9fff]/)
      expect(wordOf(code).en, code).toMatch(/^[A-Z][\x20-\x7e]+$/)
    }
    expect(wordOf('c_0001')).toEqual({ zh: 'c_0001', en: 'c_0001' })
  })
})

describe('the address', () => {
  it('keeps campus, page, filters and the open drawer', () => {
    const url = parseUrl('/aksu/contracts', '?clearance=held&q=%E5%BC%A0&why=contract%3Ak_1')
    expect(url).toEqual({ campus: 'aksu', page: 'contracts', params: { clearance: 'held', q: '张', why: 'contract:k_1' } })
    expect(parseUrl(...(formatUrl(url).split(/(?=\?)/) as [string, string]))).toEqual(url)
    expect(formatUrl(url, { clearance: undefined, q: '', why: undefined })).toBe('/aksu/contracts')
  })
})

describe('rows', () => {
  const rows = [
    { id: 'c_2', name: '张三' },
    { id: 'c_10', name: null },
  ]
  it('are found by any text, whatever its width and case', () => {
    expect(search(rows, 'Ｃ_10', (r) => [r.id, r.name])).toEqual([rows[1]])
    expect(search(rows, '张', (r) => [r.id, r.name])).toEqual([rows[0]])
    expect(search(rows, ' ', (r) => [r.id])).toBe(rows)
  })
  it('are ordered as people count, empty ones last in either direction', () => {
    expect(compareText('c_2', 'c_10', false)).toBeLessThan(0)
    for (const descending of [false, true]) {
      const sign = descending ? -1 : 1
      expect(compareText(null, 'a', descending) * sign).toBeGreaterThan(0)
    }
    expect(tableState({ sort: '-to', q: 'x' })).toEqual({ q: 'x', sort: 'to', descending: true })
  })
})

describe('pages', () => {
  const pagesOf = (...asked: Parameters<typeof groupsFor>) => groupsFor(...asked).flatMap(({ pages }) => pages)
  it('are offered to the roles that may read them, and the one that is open to everybody', () => {
    expect(pagesOf('orgPersonnel')).toContain('staffing-ratio')
    expect(pagesOf('counselor')).not.toContain('staffing-ratio')
    const asked: readonly Role[] = ['studentAffairs', 'panel', 'candidate', 'counselor', 'teacher']
    expect(asked.filter((role) => pagesOf(role).includes('recruitment'))).toEqual(['studentAffairs', 'panel', 'candidate'])
    expect(pagesOf('counselor')).toContain('tasks')
    expect(pagesOf('analyst')).not.toContain('contracts')
    expect(pagesOf('analyst', 'contracts')).toContain('contracts')
    expect([homeOf('orgPersonnel'), homeOf('analyst')]).toEqual(['contracts', 'tasks'])
  })
})

describe('fields of any view', () => {
  const say = { language: 'en' as const, word: (code: string) => wordOf(code).en, yes: 'Yes', no: 'No', comma: ', ' }
  it('are said in words, numbers of hundredths as they are meant, and ids as they are', () => {
    expect(sayValue(['open', 'closed'], say)).toBe(`${wordOf('open').en}, ${wordOf('closed').en}`)
    expect(sayValue(8_560, say, true)).toBe('85.60')
    expect(sayValue({ num: 1, den: 3 }, say)).toBe('1/3')
    expect(sayValue({ zh: '次', en: 'times' }, say)).toBe('times')
    expect(sayValue([{ year: 2023, grade: 'qualified' }], say)).toBe('2023 Qualified')
    expect(sayValue('open', say, false, false)).toBe('open')
    expect([sayValue(null, say), sayValue([], say), sayValue({}, say), sayValue(true, say)]).toEqual([null, null, null, 'Yes'])
  })
  it('have titles in both languages', () => {
    for (const view of views.filter(({ name }) => !['contracts', 'exit-watch', 'tasks', 'policy', 'staffing-ratio'].includes(name)))
      for (const field of columnsOf(view)) expect(columnTitle(field).zh, `${view.name}.${field}`).toMatch(/[\u4e00-\u9fff]/)
  })
})

it('parts of a post are said as a whole and a fraction', () => {
  expect([0, 1, 3, 4].map((thirds) => mixedNumber(thirds, 3))).toEqual(['0', '1/3', '1', '1 1/3'])
})

describe('server-sent events', () => {
  it('are taken whole, however the text is cut', () => {
    const text = 'retry: 1000\nevent: ready\ndata: {}\n\n: heartbeat\n\nid: 7\nevent: change\ndata: {"view":"contracts"}\n\n'
    for (let cut = 0; cut <= text.length; cut += 1) {
      const first = takeEvents(text.slice(0, cut))
      const second = takeEvents(first.rest + text.slice(cut))
      expect([...first.events, ...second.events]).toEqual([
        { event: 'ready', data: '{}' },
        { event: 'change', data: '{"view":"contracts"}' },
      ])
      expect(second.rest).toBe('')
    }
  })
})
