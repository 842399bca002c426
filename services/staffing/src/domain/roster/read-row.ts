import { codeOfCell, isMasked, type RosterField, type RosterReason, type RosterRow, rosterColumns } from '@fudao/contracts/roster'
import type {
  ContractKind,
  Department,
  Employment,
  HomeRole,
  IdDocumentType,
  PersonCategory,
  PositionCategory,
  TitleRank,
} from '@fudao/contracts/staffing'
import { addDays, type LocalDate } from '@fudao/domain-kit'
import { isResidentId } from '../person/resident-id.js'

/** What a row of the roster says, checked by itself; a field left out says nothing. */
export interface RosterEntry {
  readonly staffNo: string
  readonly name: string
  readonly idDocumentType: IdDocumentType | undefined
  /** Masked: the record keeps its own. */
  readonly idDocument: string | undefined
  readonly phone: string | undefined
  readonly employment: Employment
  readonly personCategory: PersonCategory | undefined
  readonly positionCategory: PositionCategory
  readonly positionText: string | undefined
  readonly department: Department
  readonly siteId: string | undefined
  readonly startDate: LocalDate
  readonly homeRole: HomeRole | undefined
  readonly excellenceEvidence: string | undefined
  readonly attested: boolean
  readonly contract:
    | {
        readonly kind: ContractKind | undefined
        readonly from: LocalDate
        readonly to: LocalDate | undefined
        readonly signedOn: LocalDate | undefined
      }
    | undefined
  readonly title:
    | { readonly title: string; readonly rank: TitleRank; readonly discipline: string; readonly grantedOn: LocalDate }
    | undefined
  readonly effectiveDate: LocalDate | undefined
}

const reason = (code: string, field: RosterField, rules: readonly string[] = [], params: RosterReason['params'] = {}): RosterReason => ({
  code,
  field,
  rules,
  params,
})

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text

/** Cells with codes in place of words; what is missing or no value of its column is a reason. */
const readCells = (row: RosterRow, reasons: RosterReason[]): Partial<Record<RosterField, string>> => {
  const values: Partial<Record<RosterField, string>> = {}
  for (const column of rosterColumns) {
    const { field } = column
    const cell = row.cells[field]?.trim()
    if (!cell) {
      if ('required' in column) reasons.push(reason('CellMissing', field, ['R-AK-31']))
      continue
    }
    if (column.kind === 'code') {
      const code = codeOfCell(column.codes, cell)
      if (code === undefined) reasons.push(reason('CodeUnknown', field, [], { allowed: column.codes }))
      else values[field] = code
    } else if (column.kind === 'date' && !isDate(cell)) reasons.push(reason('DateMalformed', field))
    else values[field] = cell
  }
  return values
}

const departmentOf = (cell: string | undefined, departments: readonly Department[] | undefined, reasons: RosterReason[]) => {
  if (cell === undefined) return undefined
  if (departments === undefined) {
    reasons.push(reason('DepartmentsNotSet', 'departmentId', ['R-AK-28']))
    return undefined
  }
  const found = departments.find(({ departmentId }) => departmentId === cell) ?? departments.find(({ name }) => name === cell)
  if (!found) reasons.push(reason('DepartmentUnknown', 'departmentId', ['R-AK-28']))
  return found
}

const titleOf = (v: Partial<Record<RosterField, string>>, reasons: RosterReason[]): RosterEntry['title'] => {
  const { title, titleRank, titleDiscipline, titleGrantedOn } = v
  const given = [title, titleRank, titleDiscipline, titleGrantedOn].filter((value) => value !== undefined)
  if (given.length === 0) return undefined
  if (!title || !titleRank || !titleDiscipline || !titleGrantedOn) {
    reasons.push(reason('TitleIncomplete', 'title', ['R-AK-52']))
    return undefined
  }
  return { title, rank: titleRank as TitleRank, discipline: titleDiscipline, grantedOn: titleGrantedOn }
}

/** Reads a row by itself and against the departments of the campus; all that is wrong with it at once. */
export const readRow = (
  row: RosterRow,
  departments: readonly Department[] | undefined,
): { readonly entry: RosterEntry } | { readonly reasons: readonly RosterReason[] } => {
  const reasons: RosterReason[] = []
  const v = readCells(row, reasons)
  const { idDocument, idDocumentType } = v
  if (idDocument !== undefined && !isMasked(idDocument) && (idDocumentType ?? 'residentId') === 'residentId' && !isResidentId(idDocument))
    reasons.push(reason('IdNumberWrong', 'idDocument', ['R-AK-31']))
  const department = departmentOf(v.departmentId, departments, reasons)
  const title = titleOf(v, reasons)
  if (v.contractFrom === undefined)
    for (const field of ['contractKind', 'contractTo', 'contractSignedOn'] as const)
      if (v[field] !== undefined && !row.cells.contractFrom?.trim()) {
        reasons.push(reason('CellMissing', 'contractFrom', ['R-AK-34']))
        break
      }
  const { staffNo, name, startDate } = v
  if (reasons.length > 0 || !staffNo || !name || !startDate || !department) return { reasons }
  return {
    entry: {
      staffNo,
      name,
      idDocumentType: idDocumentType as IdDocumentType | undefined,
      idDocument,
      phone: v.phone,
      employment: v.employment as Employment,
      personCategory: v.personCategory as PersonCategory | undefined,
      positionCategory: v.positionCategory as PositionCategory,
      positionText: v.positionText,
      department,
      siteId: v.siteId,
      startDate,
      homeRole: v.homeRole as HomeRole | undefined,
      excellenceEvidence: v.excellenceEvidence,
      attested: v.attested === 'yes',
      contract:
        v.contractFrom === undefined
          ? undefined
          : { kind: v.contractKind as ContractKind | undefined, from: v.contractFrom, to: v.contractTo, signedOn: v.contractSignedOn },
      title,
      effectiveDate: v.effectiveDate,
    },
  }
}
