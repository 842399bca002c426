import type { zh } from './zh'

type Widened<T> = T extends string ? string : T
/** Keys and shapes of all texts: a language that lacks one does not compile. */
export type Texts = { readonly [K in keyof typeof zh]: Widened<(typeof zh)[K]> }
