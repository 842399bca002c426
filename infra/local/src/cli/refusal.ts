import type { Problem } from '@fudao/api-client'
import { BilingualError } from '../bilingual-error.js'

interface Texts {
  readonly title: string
  readonly detail: string
}
const textsOf = (problem: Problem, language: 'zh' | 'en'): Texts => {
  const messages = problem.messages as Readonly<Record<string, Texts>> | undefined
  return messages?.[language] ?? { title: problem.title, detail: problem.detail ?? '' }
}
const fieldsOf = (problem: Problem, language: 'zh' | 'en'): readonly string[] =>
  ((problem.errors ?? []) as readonly { readonly path: string; readonly messages?: Readonly<Record<string, string>> }[]).map(
    ({ path, messages }) => `${path}: ${messages?.[language] ?? ''}`,
  )

/** What the system answered, as one sentence in each language: what is wrong, what to do next, the code and the trace. */
export const refusal = (problem: Problem, cause: unknown): BilingualError => {
  const said = (language: 'zh' | 'en', stop: string): string => {
    const { title, detail } = textsOf(problem, language)
    const parts = [title, ...fieldsOf(problem, language), detail].filter(Boolean)
    return parts.map((part) => part.replace(/[。.]$/, '')).join(stop)
  }
  const place = [problem.code ?? problem.status, problem.traceId].filter(Boolean).join(', ')
  return new BilingualError(`${said('zh', '；')}。（${place}）`, `${said('en', '; ')}. (${place})`, 1, { cause })
}
