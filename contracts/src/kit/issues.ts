import { z } from 'zod'
import type { Bilingual } from './bilingual.js'
import type { Issue } from './messages.js'

const zh = z.locales.zhCN().localeError
const en = z.locales.en().localeError

/** Texts that schemas of the kit give themselves are English; this is their Chinese. */
const ownTexts: Readonly<Record<string, string>> = {
  'an id holds 1 to 64 letters, digits or underscores': '标识由 1 至 64 个字母、数字或下划线组成',
  'a date is written yyyy-mm-dd, for example 2024-03-01': '日期应写作 yyyy-mm-dd，例如 2024-03-01',
  'asOf is a day written yyyy-mm-dd, for example 2024-03-01': 'asOf（查询日期）应写作 yyyy-mm-dd，例如 2024-03-01',
  'give at least one entry (key, value, effectiveFrom) or a preset':
    '请至少给出一项参数（entries：key、value、effectiveFrom）或一个预设（preset）',
  'the weights add up to 100': '各方权重之和应为 100',
  'excellent is not below qualified': '优秀的分数线不能低于合格',
  'a term ends on or after its first day': '学期的最后一天不能早于第一天',
  'a term is listed once': '同一学期只能列一次',
  'a share is at most 1': '比例不能大于 1',
  'min is at most max': '最小值不能大于最大值',
  'not the name of a time zone, such as Asia/Shanghai': '不是时区名称，例如 Asia/Shanghai',
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
