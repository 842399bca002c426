/** What a table keeps in the address: search text, filters and the order. */
export interface TableState {
  readonly q: string
  readonly sort: string
  readonly descending: boolean
}

export const tableState = (params: Readonly<Record<string, string>>): TableState => ({
  q: params.q ?? '',
  sort: (params.sort ?? '').replace(/^-/, ''),
  descending: (params.sort ?? '').startsWith('-'),
})

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Rows in which one of the texts contains what was typed. */
export const search = <Row>(rows: readonly Row[], q: string, texts: (row: Row) => readonly (string | null)[]): readonly Row[] => {
  const wanted = folded(q.trim())
  if (wanted === '') return rows
  return rows.filter((row) => texts(row).some((text) => text !== null && folded(text).includes(wanted)))
}

const collator = new Intl.Collator('zh-CN', { numeric: true })
/** Empty values last in either direction. */
export const compareText = (a: string | null, b: string | null, descending: boolean): number => {
  if (a === null || b === null) return a === b ? 0 : (a === null ? 1 : -1) * (descending ? -1 : 1)
  return collator.compare(a, b)
}
