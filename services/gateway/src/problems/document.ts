import { findRule } from '@fudao/contracts/catalogue'
import type { Bilingual, Issue, Language } from '@fudao/contracts/kit'
import { sayField } from '@fudao/contracts/vocabulary'
import { fillInBoth, type Problem } from './problem.js'

/** An RFC 9457 problem document with Fudao's extension members. */
export interface ProblemDocument {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly rules?: readonly string[]
  readonly params?: Readonly<Record<string, unknown>>
  /** What the rules say and where, for those that the catalogue holds. */
  readonly citations?: readonly { readonly rule: string; readonly regulation: string; readonly article: string; readonly says: string }[]
  readonly errors?: readonly { readonly path: string; readonly code: string; readonly message: string; readonly messages: Bilingual }[]
  readonly messages: Readonly<Record<Language, { readonly title: string; readonly detail: string }>>
  readonly traceId: string
}

const citationsOf = (rules: readonly string[], language: Language) =>
  rules.flatMap((rule) => {
    const entry = findRule(rule)
    return entry ? [{ rule, regulation: entry.regulation[language], article: entry.article[language], says: entry.says[language] }] : []
  })

/** Most issues that the sentence names; all are in `errors`. */
const NAMED = 3
/** `on：日期应写作…；asOf…`: what is wrong where, for who reads only the sentence. */
const sayIssues = (issues: readonly Issue[], language: Language): string => {
  const [colon, separator] = language === 'zh' ? ['：', '；'] : [': ', '; ']
  const said = issues.slice(0, NAMED).map(({ path, message: { [language]: text } }) => {
    return path === '' || text.startsWith(path) ? text : `${sayField(path)[language]}${colon}${text}`
  })
  return [...said, ...(issues.length > NAMED ? ['…'] : [])].join(separator)
}

/** Renders a problem in the caller's language; both languages are always in `messages`. */
export const toDocument = (problem: Problem, language: Language, traceId: string): ProblemDocument => {
  const { params = {}, rules, issues } = problem.details
  const title = fillInBoth(problem.texts.title, params)
  const action = fillInBoth(problem.texts.action, params)
  const detail = issues?.length ? { zh: `${action.zh}${sayIssues(issues, 'zh')}`, en: `${action.en} ${sayIssues(issues, 'en')}` } : action
  const { expectedZh: _zh, expectedEn: _en, ...shown } = params
  return {
    type: `/problems/${problem.code}`,
    title: title[language],
    status: problem.status,
    detail: detail[language],
    code: problem.code,
    ...(rules ? { rules, citations: citationsOf(rules, language) } : {}),
    ...(Object.keys(shown).length > 0 ? { params: shown } : {}),
    ...(issues ? { errors: issues.map((i) => ({ path: i.path, code: i.code, message: i.message[language], messages: i.message })) } : {}),
    messages: { zh: { title: title.zh, detail: detail.zh }, en: { title: title.en, detail: detail.en } },
    traceId,
  }
}
