import type { z } from 'zod'
import { issuesOf } from '../kit/index.js'

/** What is wrong first with a value that the schema does not take, in both languages; the path is empty for the value as a whole. */
export const firstIssue = (schema: z.ZodType, value: unknown): { readonly path: string; readonly zh: string; readonly en: string } => {
  const [issue] = issuesOf(schema, value)
  return { path: issue?.path ?? '', zh: issue?.message.zh ?? '不允许', en: issue?.message.en ?? 'not allowed' }
}
