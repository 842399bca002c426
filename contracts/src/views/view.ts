import { z } from 'zod'
import type { Bilingual, Role } from '../kit/index.js'
import { asOfDate } from '../kit/index.js'

/** Who reads how much of a view (R-AK-77): every role not named is refused. */
export interface ViewScope {
  /** Read every row of the campus. */
  readonly campus: readonly Role[]
  /** Read the rows of their `departmentId`. */
  readonly department: readonly Role[]
  /** Role `counselor` reads the rows of its own `counselorId`. */
  readonly self: boolean
  /** Read the rows of their own `personId`. */
  readonly person?: readonly Role[]
  /** Read the rows that are addressed to them (tasks) or theirs by another id than those above. */
  readonly own?: readonly Role[]
}

/** A read model as `GET /api/{campus}/views/{name}` shows it. */
export interface ViewDefinition<F extends z.ZodRawShape = z.ZodRawShape, R extends z.ZodRawShape = z.ZodRawShape> {
  readonly kind: 'view'
  /** Kebab-case title of the read model in `domain/50`. */
  readonly name: string
  /** `RM-14`. */
  readonly readModel: string
  readonly title: Bilingual
  readonly scope: ViewScope
  /** Query parameters, as texts; unknown ones are refused. */
  readonly filter: z.ZodObject<F>
  readonly row: z.ZodObject<R>
  /** Rules the view shows the working of. */
  readonly rules: readonly string[]
}

/** Parameters every view takes. */
export const pageParams = {
  /** Date for what depends on the date (overdue, days left); default the campus's date. */
  asOf: asOfDate.optional(),
  /** Consistency token of a command's reply: the answer waits until the rows hold it. */
  token: z.string().min(1).max(64).optional(),
  /** `next` of the page before. */
  cursor: z.string().min(1).max(400).optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, '1 to 500')
    .transform(Number)
    .pipe(z.int().min(1).max(500))
    .optional(),
}

export const defineView = <F extends z.ZodRawShape, R extends z.ZodRawShape>(
  v: Omit<ViewDefinition, 'kind' | 'filter' | 'row'> & { readonly filter: F; readonly row: R },
): ViewDefinition<F & typeof pageParams, R> => ({
  ...v,
  kind: 'view',
  filter: z.strictObject({ ...v.filter, ...pageParams }),
  row: z.object(v.row),
})

export type RowOfView<V> = V extends ViewDefinition<z.ZodRawShape, infer R> ? z.output<z.ZodObject<R>> : never
export type FilterOfView<V> = V extends ViewDefinition<infer F, z.ZodRawShape> ? z.output<z.ZodObject<F>> : never
