import { ROSTER_MAX_ROWS, type RosterColumn, type RosterField, reasonTitle, rosterColumns } from '@fudao/contracts/roster'
import { type CellValue, readSheet } from 'read-excel-file/node'
import { problem } from '../problems/problem.js'
import { inflatedSize } from './inflated-size.js'

/** A line of the file as it was given, in the order of the template's columns. */
export interface SheetRow {
  readonly line: number
  readonly cells: Partial<Record<RosterField, string>>
}

/** What a workbook of the size allowed may inflate to; more is no roster. */
const MOST_INFLATED = 200 * 1024 * 1024

/** `*` marks a required column in the template. */
const heading = (cell: CellValue | null): string =>
  String(cell ?? '')
    .trim()
    .replace(/\*$/, '')
    .trim()
    .toLowerCase()
const columnsByHeading = new Map<string, RosterColumn & { readonly field: RosterField }>(
  rosterColumns.flatMap((column) => [column.title.zh, column.title.en, column.field].map((text) => [text.toLowerCase(), column] as const)),
)
const ignored: readonly string[] = [reasonTitle.zh, reasonTitle.en].map((text) => text.toLowerCase())

/** 2024/9/1, 2024.9.1 and 2024年9月1日 are dates too. */
const written = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/
const dateText = (text: string): string => {
  const [, y = '', m = '', d = ''] = written.exec(text) ?? []
  return y ? `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}` : text
}

const textOf = (cell: CellValue | null | undefined, kind: RosterColumn['kind']): string => {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10)
  const text = String(cell).trim()
  return kind === 'date' ? dateText(text) : text
}

/** Which column stands where. @throws Problem RosterColumnsWrong */
const layoutOf = (header: readonly (CellValue | null)[]): readonly ((RosterColumn & { readonly field: RosterField }) | undefined)[] => {
  const layout = header.map((cell) => columnsByHeading.get(heading(cell)))
  const present = layout.flatMap((column) => column?.field ?? [])
  const missing = rosterColumns.filter((column) => 'required' in column && !present.includes(column.field))
  const unknown = header.filter((cell, i) => layout[i] === undefined && heading(cell) !== '' && !ignored.includes(heading(cell)))
  const twice = present.filter((field, i) => present.indexOf(field) !== i)
  if (missing.length > 0 || unknown.length > 0 || twice.length > 0)
    throw problem('RosterColumnsWrong', {
      params: {
        missing: missing.map(({ title }) => title.zh).join('、') || '—',
        unknown: [...unknown.map((cell) => String(cell).slice(0, 40)), ...twice].slice(0, 10).join('、') || '—',
      },
    })
  return layout
}

const isSample = ({ cells }: SheetRow): boolean => {
  const { sample } = rosterColumns[0]
  return cells.staffNo === sample.zh || cells.staffNo === sample.en
}

const sheetOf = async (file: Buffer): Promise<readonly (readonly (CellValue | null)[])[]> => {
  const size = inflatedSize(file)
  if (size === null) throw problem('NotAWorkbook')
  if (size > MOST_INFLATED) throw problem('RosterTooLarge')
  try {
    return await readSheet(file)
  } catch {
    // whatever a file can do to the reader is the file's fault: it says what it could not read, which may be personal
    throw problem('NotAWorkbook')
  }
}

/**
 * Rows of the first sheet, by their headings in either language; empty rows and the sample are left out.
 * @throws Problem NotAWorkbook, RosterColumnsWrong, RosterEmpty, RosterTooLarge
 */
export const readWorkbook = async (file: Buffer): Promise<readonly SheetRow[]> => {
  const [header, ...body] = await sheetOf(file)
  if (!header) throw problem('RosterEmpty')
  const layout = layoutOf(header)
  const rows = body
    .map((row, index): SheetRow => {
      const cells: Partial<Record<RosterField, string>> = {}
      layout.forEach((column, i) => {
        const text = column ? textOf(row[i], column.kind) : ''
        if (column && text !== '') cells[column.field] = text
      })
      return { line: index + 2, cells }
    })
    .filter((row) => Object.keys(row.cells).length > 0 && !isSample(row))
  if (rows.length === 0) throw problem('RosterEmpty')
  if (rows.length > ROSTER_MAX_ROWS) throw problem('RosterTooLarge')
  return rows
}
