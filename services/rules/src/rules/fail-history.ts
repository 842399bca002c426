import type { Cause, RuleContext } from '@fudao/rules'
import { type Results, resultOf, toYearResult, withResult } from './results.js'

/** Consecutive failed years, ascending: as many as R-AK-83 asks for. */
export type Run = readonly number[]
/** The exit cases that the results of a counselor call for. */
export interface Grounds {
  /** Failed years that belong to no run: annualFail. */
  readonly singles: readonly number[]
  /** twoConsecutiveFails. */
  readonly runs: readonly Run[]
}
/** What the last event changed in them. */
export interface GroundsChange {
  readonly year: number
  readonly singlesAdded: readonly number[]
  /** Failed as before, but part of a run now. */
  readonly singlesAbsorbed: readonly number[]
  /** No longer failed, alone or in a run: what people carried out while it stood alone is theirs to review. */
  readonly singlesGone: readonly number[]
  readonly runsAdded: readonly Run[]
  readonly runsGone: readonly Run[]
}
/** Shared state of: each of them carries out its part of the change. */
export interface FailHistory {
  readonly results: Results
  readonly grounds: Grounds
  readonly change: GroundsChange | null
}
export const noFailHistory: FailHistory = { results: [], grounds: { singles: [], runs: [] }, change: null }

/** with `breaks` only the next calendar year follows; with `skips` years without a result are read over. */
const follows = (results: Results, before: number, after: number, gap: 'breaks' | 'skips'): boolean => {
  if (after === before + 1) return true
  if (gap === 'breaks') return false
  // a year still under way is no gap: its result may yet come
  return results.every((r) => r.year <= before || r.year >= after || r.grade === 'gap')
}

/** Every window of `length` failed years that follow each other. */
const runsOf = (results: Results, length: number, gap: 'breaks' | 'skips'): Run[] => {
  const fails = results.filter((r) => r.grade === 'unqualified').map((r) => r.year)
  const runs: Run[] = []
  for (let at = 0; at + length <= fails.length; at += 1) {
    const run = fails.slice(at, at + length)
    if (run.every((year, i) => i === 0 || follows(results, run[i - 1] ?? year, year, gap))) runs.push(run)
  }
  return runs
}

const spans = (run: Run, year: number): boolean => (run[0] ?? year) <= year && year <= (run.at(-1) ?? year)
const same = (a: Run, b: Run): boolean => a.join() === b.join()
const without = <T>(from: readonly T[], taken: readonly T[], equal: (a: T, b: T) => boolean = Object.is): T[] =>
  from.filter((x) => !taken.some((y) => equal(x, y)))

/**
 * Folds one result. Only what its year bears on is judged anew, both neighbours included (results may arrive out of order), so that
 * a changed policy opens no case about years nobody touched.
 */
export const evolveFailHistory = (history: FailHistory, cause: Cause, context: RuleContext): FailHistory => {
  const result = toYearResult(cause)
  if (!result) return { ...history, change: null }
  const { year } = result
  const results = withResult(history.results, result)
  const length = context.policy.value('staffing.exit.consecutiveFails')
  const gap = context.policy.value('assessment.failGap') ?? 'breaks'
  const { grounds } = history

  const before = grounds.runs.filter((run) => spans(run, year))
  const now = length === null ? [] : runsOf(results, length, gap).filter((run) => spans(run, year))
  const runs = [...without(grounds.runs, before, same), ...now].toSorted((a, b) => (a.at(-1) ?? 0) - (b.at(-1) ?? 0))
  const touched = [...new Set([year, ...before.flat(), ...now.flat()])].toSorted((a, b) => a - b)
  const fails = (y: number, of = results): boolean => resultOf(of, y)?.grade === 'unqualified'
  const single = touched.filter((y) => fails(y) && !runs.some((run) => run.includes(y)))
  const singles = [...without(grounds.singles, touched), ...single].toSorted((a, b) => a - b)
  const left = without(grounds.singles, singles)
  return {
    results,
    grounds: { singles, runs },
    change: {
      year,
      singlesAdded: without(singles, grounds.singles),
      singlesAbsorbed: left.filter((y) => fails(y)),
      singlesGone: fails(year, history.results) && !fails(year) ? [year] : [],
      runsAdded: without(now, before, same),
      runsGone: without(before, now, same),
    },
  }
}
