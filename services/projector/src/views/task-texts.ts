import type { Bilingual } from '@fudao/contracts/kit'
import { isPolicyKey, parameterOf, sayPolicyValue } from '@fudao/contracts/policy'
import { sayCode } from '@fudao/contracts/vocabulary'

type Params = Readonly<Record<string, unknown>>

/** `{name}` replaced from the params; a param that is missing is shown as `…`. */
const fillText = (text: string, params: Params): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '…'
  })

const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A code in words; a parameter of the policy by its title, its value with the unit. */
const sayParam = (name: string, value: string, { key }: Params): Bilingual => {
  if (typeof key !== 'string' || !isPolicyKey(key)) return sayCode(value)
  if (name === 'key') return parameterOf(key).title
  const read = name === 'value' ? fromJson(value) : undefined
  return read === undefined ? sayCode(value) : sayPolicyValue(read, parameterOf(key).unit)
}

const said = (params: Params, language: keyof Bilingual): Params =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? sayParam(name, value, params)[language] : value]),
  )

/** The text of a task with its params in words. */
export const fillTask = (text: Bilingual, params: Params): Bilingual => ({
  zh: fillText(text.zh, said(params, 'zh')),
  en: fillText(text.en, said(params, 'en')),
})
