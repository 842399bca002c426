import type { Language } from '@fudao/contracts/kit'
import { type RosterColumn, type RosterField, reasonTitle, rosterColumns } from '@fudao/contracts/roster'
import { sayCode } from '@fudao/contracts/vocabulary'
import writeExcelFile, { type Cell, type SheetData } from 'write-excel-file/node'
import { getCellAddress, getOrderOfSiblings, insertElementMarkupAccordingToOrderOfSiblings } from 'write-excel-file/utility'

/** Text whatever it looks like: a staff number keeps its zeros and a formula is none. */
const textCell = (value: string | undefined): Cell => (value ? { value, type: String, format: '@' } : null)
const head = (value: string): Cell => ({ value, type: String, fontWeight: 'bold', backgroundColor: '#e6f4ff' })

const words = {
  roster: { zh: '辅导员名册', en: 'Roster' },
  codes: { zh: '代码表', en: 'Codes' },
  guide: { zh: '填写说明', en: 'Guide' },
  column: { zh: '列', en: 'Column' },
  required: { zh: '必填', en: 'Required' },
  hint: { zh: '说明', en: 'What belongs here' },
  sample: { zh: '示例', en: 'Example' },
} as const
const columns: readonly (RosterColumn & { readonly field: RosterField })[] = rosterColumns
const coded = columns.filter(({ codes }) => codes !== undefined)
const headOf = ({ title, required }: RosterColumn, language: Language): Cell => head(required ? `${title[language]}*` : title[language])

const codeSheet = (language: Language): SheetData => {
  const longest = Math.max(...coded.map(({ codes = [] }) => codes.length))
  const body = Array.from({ length: longest }, (_, row) =>
    coded.map(({ codes = [] }) => textCell(codes[row] === undefined ? undefined : sayCode(codes[row])[language])),
  )
  return [coded.map(({ title }) => head(title[language])), ...body]
}
const guideSheet = (language: Language): SheetData => [
  [words.column, words.required, words.hint, words.sample].map((word) => head(word[language])),
  ...columns.map(({ title, required, hint, sample }) =>
    [title[language], required ? '*' : '', hint[language], sample[language]].map((text) => textCell(text)),
  ),
]

/** Lists to choose from, in each column with codes, for as many rows as a file may have. */
const choices = (language: Language, lastRow: number): string => {
  const lists = coded.map(({ field, codes = [] }, index) => {
    const column = columns.findIndex((c) => c.field === field)
    const cells = `${getCellAddress(1, column)}:${getCellAddress(lastRow, column)}`
    const [from, to] = [getCellAddress(1, index), getCellAddress(codes.length, index)].map((a) => a.replace(/([A-Z]+)(\d+)/, '$$$1$$$2'))
    const list = `'${words.codes[language]}'!${from}:${to}`
    return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${cells}"><formula1>${list}</formula1></dataValidation>`
  })
  return `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`
}

export interface WrittenRow {
  readonly cells: Partial<Record<RosterField, string>>
  readonly reason?: string
}

/** A roster as a workbook of the template: the rows, the code lists that its cells offer, and the guide. */
export const writeWorkbook = async (rows: readonly WrittenRow[], language: Language, withReasons: boolean): Promise<Buffer> => {
  const lists = {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml: string, _: unknown, { sheetIndex }: { readonly sheetIndex: number }) =>
            sheetIndex === 0
              ? insertElementMarkupAccordingToOrderOfSiblings(
                  xml,
                  choices(language, Math.max(1_000, rows.length)),
                  getOrderOfSiblings('xl/worksheets/sheet{id}.xml', 'worksheet') ?? [],
                  'worksheet',
                )
              : xml,
        },
      },
    },
  }
  const data: SheetData = [
    [...columns.map((column) => headOf(column, language)), ...(withReasons ? [head(reasonTitle[language])] : [])],
    ...rows.map(({ cells, reason }) => [...columns.map(({ field }) => textCell(cells[field])), ...(withReasons ? [textCell(reason)] : [])]),
  ]
  const width = columns.map(({ kind }) => ({ width: kind === 'date' ? 13 : 16 }))
  const sheets = [
    { data, sheet: words.roster[language], stickyRowsCount: 1, columns: withReasons ? [...width, { width: 80 }] : width },
    { data: codeSheet(language), sheet: words.codes[language], columns: coded.map(() => ({ width: 26 })) },
    { data: guideSheet(language), sheet: words.guide[language], columns: [{ width: 24 }, { width: 8 }, { width: 70 }, { width: 24 }] },
  ]
  return await writeExcelFile(sheets, { features: [lists] }).toBuffer()
}

/** The empty template with its sample row, which an import leaves out. */
export const writeTemplate = (language: Language): Promise<Buffer> => {
  const cells = Object.fromEntries(columns.map(({ field, sample }) => [field, sample[language]]))
  return writeWorkbook([{ cells }], language, false)
}
