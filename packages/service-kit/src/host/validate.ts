import type { Issue } from '@fudao/contracts/kit'
import { z } from 'zod'

type RawIssue = Parameters<ReturnType<typeof z.locales.zhCN>['localeError']>[0]
const zh = z.locales.zhCN().localeError
const en = z.locales.en().localeError
const textOf = (message: string | { readonly message: string } | undefined | null): string =>
  typeof message === 'string' ? message : (message?.message ?? '')

const issuesOf = (issue: z.core.$ZodIssue, prefix: readonly PropertyKey[]): Issue[] => {
  const at = (path: readonly PropertyKey[]): string => [...prefix, ...path].map(String).join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: at([...issue.path, key]),
      code: 'unrecognized_keys',
      message: { zh: `没有名为“${key}”的字段`, en: `There is no field “${key}”` },
    }))
  const raw = issue as unknown as RawIssue
  const chinese = textOf(zh(raw))
  // a message written in the contract says more than the general English one
  return [{ path: at(issue.path), code: issue.code, message: { zh: chinese, en: issue.message || textOf(en(raw)) } }]
}

/** Every wrong field with its path, in both languages. */
export const toIssues = (error: z.ZodError, prefix: readonly PropertyKey[] = []): readonly Issue[] =>
  error.issues.flatMap((issue) => issuesOf(issue, prefix))
