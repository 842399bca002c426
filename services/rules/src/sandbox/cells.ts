import { type SandboxCell, type SandboxRow, SMALLEST_CELL } from '@fudao/contracts/policy'

/** How many things would change per rule, kind and campus; a count below {@link SMALLEST_CELL} is not shown, nor is any sum it could be worked out from. */
export const cellsOf = (campus: string, rows: readonly SandboxRow[]): readonly SandboxCell[] => {
  const counts = new Map<string, { readonly cell: Omit<SandboxCell, 'count'>; count: number }>()
  for (const { ruleIds, kind, change } of rows) {
    const rule = ruleIds[0] ?? 'none'
    const id = `${rule} ${kind} ${change}`
    const held = counts.get(id) ?? { cell: { campus, rule, kind, change }, count: 0 }
    held.count += 1
    counts.set(id, held)
  }
  return [...counts.values()].map(({ cell, count }) => ({ ...cell, count: count < SMALLEST_CELL ? null : count }))
}
