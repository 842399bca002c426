import type { Bilingual } from '../kit/index.js'

/** One rule that *why?* and refusals cite: where it stands and what it says, in our own words. */
export interface CatalogueEntry {
  /** `R-AK-83` (regulation rule), `X-04` (cross-context rule) or `A-12` (reading of an open wording). */
  readonly id: string
  readonly regulation: Bilingual
  /** Place in the source text, or for a cross rule the regulation rules it carries out, for a reading the parameter that decides it. */
  readonly article: Bilingual
  readonly says: Bilingual
}

/** `[number, article code, Chinese, English]`; the code is the path of headings, `3.4.3` = part 3, section 4, item 3; a step ending in `i` is an item whatever its depth. */
export type RuleRow = readonly [number, string, string, string]

const numerals = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']
const chinese = (n: string): string => numerals[Number(n)] ?? n

/** How a regulation numbers its headings, outermost first: 一、（一）1.（1） or 一、1. */
type Level = 'part' | 'section' | 'item' | 'clause'
const zhLevel: Record<Level, (n: string) => string> = {
  part: (n) => `${chinese(n)}、`,
  section: (n) => `（${chinese(n)}）`,
  item: (n) => `${n}.`,
  clause: (n) => `（${n}）`,
}
const enLevel: Record<Level, (n: string) => string> = {
  part: (n) => `part ${n}`,
  section: (n) => `section ${n}`,
  item: (n) => `item ${n}`,
  clause: (n) => `clause ${n}`,
}
const special: Readonly<Record<string, Bilingual>> = {
  title: { zh: '标题', en: 'title' },
  head: { zh: '发文信息', en: 'heading of the notice' },
  preamble: { zh: '引言', en: 'preamble' },
  end: { zh: '文末', en: 'closing line' },
  form1: { zh: '附件1 申报表', en: 'annex 1, application form' },
  form2: { zh: '附件2 评估表', en: 'annex 2, evaluation form' },
  annex: { zh: '附件', en: 'annexes' },
  none: { zh: '全文', en: 'whole text' },
}

export const articleOf = (code: string, levels: readonly Level[]): Bilingual => {
  const known = special[code]
  if (known) return known
  const steps = code.split('.')
  const level = (step: string, depth: number): Level => (step.endsWith('i') ? 'item' : (levels[depth] ?? 'clause'))
  const number = (step: string): string => step.replace(/i$/, '')
  return {
    zh: steps.map((step, depth) => zhLevel[level(step, depth)](number(step))).join(''),
    en: steps.map((step, depth) => enLevel[level(step, depth)](number(step))).join(', '),
  }
}

export const toEntries = (prefix: string, regulation: Bilingual, levels: readonly Level[], rows: readonly RuleRow[]): CatalogueEntry[] =>
  rows.map(([n, code, zh, en]) => ({
    id: `${prefix}-${String(n).padStart(2, '0')}`,
    regulation,
    article: articleOf(code, levels),
    says: { zh, en },
  }))
