import type { Actor } from '@fudao/contracts/kit'
import type { PolicyState } from '@fudao/contracts/policy'
import type { ViewDefinition } from '@fudao/contracts/views'
import type { Db } from '@fudao/projections'
import { type RawBuilder, sql } from 'kysely'
import type { SortKey } from './cursor.js'
import type { Scope } from './scope.js'

/** What a view's query knows besides its filter. */
export interface ViewContext {
  readonly campus: string
  readonly scope: Scope
  /** Date that what depends on the date is told for. */
  readonly asOf: string
  readonly policy: PolicyState
  readonly after: SortKey | undefined
  readonly limit: number
}
export interface ViewRows {
  readonly items: readonly Readonly<Record<string, unknown>>[]
  /** Sort key of the last item when more follow. */
  readonly next: SortKey | undefined
}

/** How a view of the published language is read from the tables. */
export interface ViewQuery {
  readonly view: ViewDefinition
  /** Projections whose rows it shows; a token is waited for in each. */
  readonly needs: readonly string[]
  /** Its rows carry the days they hold for: a past date is read from them, not from the journal. */
  readonly dated?: boolean
  /** Values in a cursor. */
  readonly sortKeys: number
  /** What is done to each item once its names are in clear (masking). @throws QueryRefused before anything is read */
  readonly show?: (
    actor: Actor,
    filter: Readonly<Record<string, string | number | undefined>>,
  ) => (item: ViewRows['items'][number]) => ViewRows['items'][number]
  readonly read: (rows: Db, filter: Readonly<Record<string, string | number | undefined>>, context: ViewContext) => Promise<ViewRows>
}

export type Condition = RawBuilder<unknown> | undefined

/** Conditions joined by `and`; absent ones are left out. */
export const where = (...conditions: readonly Condition[]): RawBuilder<unknown> => {
  const present = conditions.filter((condition) => condition !== undefined)
  return present.length === 0 ? sql`true` : sql.join(present, sql` and `)
}

/** `column = value`, left out when there is no value. */
export const equals = (column: RawBuilder<unknown>, value: string | number | undefined): Condition =>
  value === undefined ? undefined : sql`${column} = ${value}`

/** Condition that keeps to the rows of the caller's department or self. */
export const scoped = (
  scope: Scope,
  columns: { readonly departmentId: RawBuilder<unknown>; readonly counselorId: RawBuilder<unknown> },
): Condition => {
  switch (scope.kind) {
    case 'campus':
      return undefined
    case 'department':
      return sql`${columns.departmentId} = ${scope.departmentId}`
    case 'self':
      return sql`${columns.counselorId} = ${scope.counselorId}`
    case 'person':
    case 'own':
      return sql`false`
  }
}

/** Rows after the cursor, in the order of the sort columns. */
export const after = (columns: readonly RawBuilder<unknown>[], key: SortKey | undefined): Condition =>
  key === undefined ? undefined : sql`(${sql.join(columns)}) > (${sql.join(key.map((value) => sql`${value}`))})`

/** Cuts the row that was read to see whether more follow. */
export const toPage = <R>(
  rows: readonly R[],
  limit: number,
  keyOfRow: (row: R) => SortKey,
): { readonly rows: readonly R[]; readonly next: SortKey | undefined } => {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, next: rows.length > limit && last !== undefined ? keyOfRow(last) : undefined }
}
