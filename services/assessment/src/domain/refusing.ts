import type { Bilingual } from '@fudao/contracts/kit'
import { refuse } from '@fudao/domain-kit'

/** A state in the words of the people who read a refusal. */
export interface StateWords extends Bilingual {
  readonly state: string
}

/** Refuses with `WrongState` (C-09) and says both where things stand and what would have to hold. */
export const wrongState = (rules: readonly string[], now: StateWords, needs: Bilingual): never =>
  refuse('WrongState', rules, { state: now.state, stateZh: now.zh, stateEn: now.en, needsZh: needs.zh, needsEn: needs.en })

/** Refuses with `InvalidValue` (C-09) and says which field and what is expected. */
export const invalidValue = (rules: readonly string[], field: string, words: Bilingual, expected: Bilingual, value?: unknown): never =>
  refuse('InvalidValue', rules, {
    field,
    fieldZh: words.zh,
    fieldEn: words.en,
    expectedZh: expected.zh,
    expectedEn: expected.en,
    ...(value === undefined ? {} : { value }),
  })

/** Refuses with `NotAuthorized` (C-09): the role may act, but not on this. */
export const notAuthorized = (rules: readonly string[], issuers: readonly string[], why: Bilingual): never =>
  refuse('NotAuthorized', rules, { issuers, whyZh: why.zh, whyEn: why.en })
