import type { Bilingual } from '@fudao/contracts/kit'
import type { PolicyKey } from '@fudao/contracts/policy'
import type { Db } from '@fudao/projections'
import type { RawBuilder } from 'kysely'
import type { ViewContext, ViewQuery } from './view-query.js'

/** A column of a computed row, told: an input has no lines, a result has its calculation. */
export interface Figure {
  readonly name: string
  readonly title: Bilingual
  readonly shown: Bilingual
  readonly rules?: readonly string[]
  /** Parameters it was calculated with, shown as they are in force on the day. */
  readonly policy?: readonly PolicyKey[]
  readonly lines?: readonly Bilingual[]
}

/** Why a computed row is as it is. */
export interface Explanation {
  /** As {@link sealedName} selects it, when the row is about a person. */
  readonly name?: string | null
  readonly conclusion: Bilingual
  readonly figures: readonly Figure[]
  /** Which stored events `e` the inputs come from; these are shown with all they stood on. */
  readonly events: RawBuilder<unknown>
}

/**
 * A view whose columns are calculated when it is read. `read` and `explain` must take the figures from one pure function of the same
 * inputs, so that what is shown and what is told cannot differ.
 */
export interface ComputedQuery extends ViewQuery {
  /** `undefined`: there is no such row, or the caller may not see it. */
  readonly explain: (rows: Db, id: string, context: ViewContext) => Promise<Explanation | undefined>
}
