import type { Language } from '@fudao/contracts/kit'
import { type RosterField, rosterColumn, rosterFields } from '@fudao/contracts/roster'
import type { counselorRegisterView, RowOfView } from '@fudao/contracts/views'
import { sayCode } from '@fudao/contracts/vocabulary'

export type RegisterRow = RowOfView<typeof counselorRegisterView>
/** Stands where the person's data were destroyed (PIPL-47). */
const erased = { zh: '已删除', en: 'erased' } as const

/** Rows of the register as cells of the template, such that an import of them changes nothing. */
export const toCells = (rows: readonly RegisterRow[], language: Language): readonly Partial<Record<RosterField, string>>[] => {
  const named = new Map<string, Set<string>>()
  for (const { departmentId, departmentName } of rows)
    if (departmentName) named.set(departmentName, (named.get(departmentName) ?? new Set()).add(departmentId))
  return rows.map((row) => {
    const values: Readonly<Record<string, unknown>> = {
      ...row,
      name: row.name ?? erased[language],
      // two departments of one name are told apart by their ids
      departmentId: row.departmentName && named.get(row.departmentName)?.size === 1 ? row.departmentName : row.departmentId,
      title: row.heldTitle,
      attested: row.attested ? 'yes' : 'no',
    }
    return Object.fromEntries(
      rosterFields.flatMap((field) => {
        const value = values[field]
        if (typeof value !== 'string' || value === '') return []
        return [[field, rosterColumn(field)?.codes ? sayCode(value)[language] : value]]
      }),
    )
  })
}
