import type { Clearance } from '@fudao/contracts/staffing'
import { type LocalDate, yearOf } from '@fudao/domain-kit'
import type { EventRef } from '@fudao/rules'
import { type Results, resultOf } from './results.js'

export type ClearanceReason =
  | 'terminationDecided'
  | 'sanctioned'
  | 'latestYearUnqualified'
  | 'noFinalGrade'
  | 'latestYearQualified'
  | 'nothingAgainst'
export interface ClearanceValue {
  readonly clearance: Clearance
  readonly basisYear?: number
  readonly reason: ClearanceReason
}
export interface ClearanceFacts {
  readonly results: Results
  /** Exit case → the decision to terminate. */
  readonly terminations: Readonly<Record<string, EventRef>>
  /** Accountability case → the sanction. */
  readonly sanctions: Readonly<Record<string, EventRef>>
}

/** The year whose result a renewal waits for: the last one that was over at the notice day. */
export const awaitedYear = (noticeOn: LocalDate): number => yearOf(noticeOn) - 1

/**
 * barred over held over cleared (R-AK-81, R-AK-83). `noticeOn` is given from the notice day on: then a missing final grade holds.
 * `null` = nothing is known yet.
 */
export const judgeClearance = (
  facts: ClearanceFacts,
  noticeOn: LocalDate | undefined,
): { readonly value: ClearanceValue; readonly uses: readonly EventRef[] } | null => {
  const latest = facts.results.findLast((r) => r.grade !== 'gap' && r.grade !== 'pending')
  const [terminated] = Object.values(facts.terminations)
  if (terminated) return { value: { clearance: 'barred', reason: 'terminationDecided' }, uses: [terminated] }
  if (noticeOn !== undefined) {
    const year = awaitedYear(noticeOn)
    const result = resultOf(facts.results, year)
    // an exempt year has no grade to wait for: the one before it speaks
    const awaited = (latest?.year ?? 0) < year && result?.grade !== 'gap'
    if (awaited || !latest)
      return {
        value: { clearance: 'held', basisYear: year, reason: 'noFinalGrade' },
        uses: [latest?.by, result?.by].flatMap((e) => e ?? []),
      }
  }
  if (latest?.grade === 'unqualified')
    return { value: { clearance: 'held', basisYear: latest.year, reason: 'latestYearUnqualified' }, uses: [latest.by] }
  const [sanctioned] = Object.values(facts.sanctions)
  if (sanctioned) return { value: { clearance: 'held', reason: 'sanctioned' }, uses: [sanctioned] }
  if (latest) return { value: { clearance: 'cleared', basisYear: latest.year, reason: 'latestYearQualified' }, uses: [latest.by] }
  return null
}

export const sameClearance = (a: ClearanceValue | undefined, b: ClearanceValue): boolean =>
  a?.clearance === b.clearance && a.basisYear === b.basisYear && a.reason === b.reason
