import { z } from 'zod'
import type { Bilingual } from './bilingual.js'
import type { Issue } from './messages.js'

const zh = z.locales.zhCN().localeError
const en = z.locales.en().localeError

/** Texts that schemas of the kit give themselves are English; this is their Chinese. */
const ownTexts: Readonly<Record<string, string>> = {
  'an id holds 1 to 64 letters, digits or underscores': '标识由 1 至 64 个字母、数字或下划线组成',
}

type RawIssue = Parameters<typeof zh>[0]
/** A message that a schema wrote itself has no Chinese: then the general Chinese sentence for that kind of mistake. */
const inChineseAnyway = (message: string | undefined, issue: z.core.$ZodIssue): string => {
  if (message !== undefined && /\p{Script=Han}/u.test(message)) return message
  const general = zh(issue as unknown as RawIssue)
  return (typeof general === 'string' ? general : general?.message) ?? issue.message
}

const pathOf = (path: readonly PropertyKey[]): string => path.map(String).join('.')

const oneIssue = (path: readonly PropertyKey[], code: string, message: Bilingual): Issue => ({ path: pathOf(path), code, message })

/**
 * What is wrong with a value, field by field in both languages; empty when it is valid.
 * An unknown field is reported at its own path. Never echoes the value, which may be personal data.
 */
export const issuesOf = (schema: z.ZodType, value: unknown): Issue[] => {
  const inEnglish = schema.safeParse(value, { error: en })
  if (inEnglish.success) return []
  const inChinese = schema.safeParse(value, { error: zh })
  const chinese = inChinese.success ? [] : inChinese.error.issues
  return inEnglish.error.issues.flatMap((issue, index) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => oneIssue([...issue.path, key], issue.code, { zh: '没有这个字段', en: 'there is no such field' }))
    const message = { zh: ownTexts[issue.message] ?? inChineseAnyway(chinese[index]?.message, issue), en: issue.message }
    return [oneIssue(issue.path, issue.code, message)]
  })
}
