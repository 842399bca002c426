import { aksuRules } from './aksu.js'
import { ambiguities } from './ambiguities.js'
import { crossRules } from './cross-rules.js'
import type { CatalogueEntry } from './entry.js'
import { hangzhouRules } from './hangzhou.js'
import { lanzhouRules } from './lanzhou.js'
import { lawRules } from './law.js'
import { liaoningRules } from './liaoning.js'
import { tangshanRules } from './tangshan.js'

export type { CatalogueEntry } from './entry.js'

/** The 243 rules of the five regulations. */
export const regulationRules: readonly CatalogueEntry[] = [
  ...liaoningRules,
  ...lanzhouRules,
  ...aksuRules,
  ...tangshanRules,
  ...hangzhouRules,
]
export { ambiguities, crossRules, lawRules }

const byId = new Map([...regulationRules, ...crossRules, ...ambiguities, ...lawRules].map((entry) => [entry.id, entry]))
/** Looks a rule up by its id; `undefined` when no regulation, cross rule, ambiguity or law has it. */
export const findRule = (id: string): CatalogueEntry | undefined => byId.get(id)
/** Ids of the regulation rules that a cross rule carries out. */
export const carriedOutBy = (crossRuleId: string): readonly string[] =>
  (findRule(crossRuleId)?.article.en.match(/R-[A-Z]{2}-\d{2}/g) ?? []) as string[]
