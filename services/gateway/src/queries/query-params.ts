import type { Issue } from '@fudao/contracts/kit'
import { problem } from '../problems/problem.js'

const longest = 500
const issue = (path: string, zh: string, en: string): Issue => ({ path, code: 'custom', message: { zh, en } })

/**
 * The query string as texts, as the read side checks them. A parameter given twice has no one meaning and is refused.
 * @throws Problem InvalidQuery
 */
export const queryParams = (query: unknown): Record<string, string> => {
  const issues: Issue[] = []
  const params: Record<string, string> = {}
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    if (typeof value !== 'string') issues.push(issue(name, '同一条件只能出现一次', 'may be given only once'))
    else if (value.length > longest) issues.push(issue(name, `最多 ${longest} 个字符`, `has at most ${longest} characters`))
    else params[name] = value
  }
  if (issues.length > 0) throw problem('InvalidQuery', { issues })
  return params
}
