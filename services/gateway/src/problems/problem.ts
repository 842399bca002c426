import type { Bilingual, Issue, Language, RefusalDefinition } from '@fudao/contracts/kit'
import { isPolicyKey, parameterOf } from '@fudao/contracts/policy'
import { type ProblemCode, problems } from '@fudao/contracts/problems'
import { isKnownCode, sayCode, sayField } from '@fudao/contracts/vocabulary'

export interface ProblemDetails {
  readonly params?: Readonly<Record<string, unknown>>
  readonly rules?: readonly string[]
  readonly issues?: readonly Issue[]
  readonly headers?: Readonly<Record<string, string>>
}

/** Something a caller can cause or must know; becomes one RFC 9457 document. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly texts: RefusalDefinition
  constructor(
    readonly code: string,
    status: number,
    texts: RefusalDefinition,
    readonly details: ProblemDetails = {},
  ) {
    super(code)
    this.status = status
    this.texts = texts
  }
}

/** A problem of the gateway's own table. */
export const problem = (code: ProblemCode, details: ProblemDetails = {}): Problem => {
  const { status, title, action } = problems[code]
  return new Problem(code, status, { title, action }, details)
}

const written = (value: unknown, language: Language, say: (code: string) => string): string => {
  if (Array.isArray(value)) return value.map((item) => written(item, language, say)).join(language === 'zh' ? '、' : ', ')
  return typeof value === 'string' ? say(value) : JSON.stringify(value)
}

/** A parameter of the policy by its title. */
const titleOfParameter = (key: string): Bilingual => (isPolicyKey(key) ? parameterOf(key).title : { zh: key, en: key })

/** Params that name a thing, never a code: shown as they are. */
const isName = (param: string): boolean => /^(header|path|stream|campus|view|context|command|id)$|Id$/.test(param)

const sayParam = (name: string, text: string): Bilingual => {
  if (name === 'key') return titleOfParameter(text)
  if (name === 'field' || (name === 'missing' && !isKnownCode(text))) return sayField(text)
  return isName(name) ? { zh: text, en: text } : sayCode(text)
}

/** Replaces `{name}` from the params, codes in words; a name without a value stays readable as `…`. */
export const fillIn = (text: string, params: Readonly<Record<string, unknown>>, language: Language): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) return '…'
    return written(value, language, (text) => sayParam(name, text)[language])
  })

export const fillInBoth = (text: Bilingual, params: Readonly<Record<string, unknown>>): Bilingual => ({
  zh: fillIn(text.zh, params, 'zh'),
  en: fillIn(text.en, params, 'en'),
})
