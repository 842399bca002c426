import type { Bilingual, Issue, RefusalDefinition } from '@fudao/contracts/kit'
import { type ProblemCode, problems } from '@fudao/contracts/problems'

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

const written = (value: unknown): string =>
  Array.isArray(value) ? value.map(written).join(', ') : typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)

/** Replaces `{name}` from the params; a name without a value stays readable as `…`. */
export const fillIn = (text: string, params: Readonly<Record<string, unknown>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => (params[name] === undefined ? '…' : written(params[name])))

export const fillInBoth = (text: Bilingual, params: Readonly<Record<string, unknown>>): Bilingual => ({
  zh: fillIn(text.zh, params),
  en: fillIn(text.en, params),
})
