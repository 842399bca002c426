import { addMonths, type LocalDate } from '@fudao/domain-kit'
import type { Reaction, RuleContext, TaskRequest } from '@fudao/rules'

/** One thing that is missing and the task about it: raised at a check, taken back as soon as nothing is missing. */
export interface FollowUp {
  /** The open task. */
  readonly task: string | null
  /** What the last cause asks for. */
  readonly raise: TaskRequest | null
  readonly settled: readonly string[]
}
export const nothingMissing: FollowUp = { task: null, raise: null, settled: [] }

/** `missing`: what is missing now; it becomes a task at a check, one at a time. */
export const followUp = (
  { task }: FollowUp,
  missing: TaskRequest | null,
  at: { readonly check: boolean; readonly context: RuleContext },
): FollowUp => {
  if (missing === null) return { ...nothingMissing, settled: task === null ? [] : [task] }
  if (task !== null || !at.check) return { task, raise: null, settled: [] }
  return { task: at.context.taskId(missing.key), raise: missing, settled: [] }
}

/** Tasks raised and settled by the last cause. */
export const followed = (...all: readonly FollowUp[]): Pick<Reaction, 'tasks' | 'settledTasks'> => ({
  tasks: all.flatMap(({ raise }) => raise ?? []),
  settledTasks: all.flatMap(({ settled }) => settled.map((taskId) => ({ taskId, reason: 'fixed' }))),
})

/** The monthly check is on the first day of each month. */
export const nextMonthlyCheck = (date: LocalDate): LocalDate => addMonths(`${date.slice(0, 7)}-01`, 1)
/** `2024-03`: the period of a monthly check. */
export const monthOf = (date: LocalDate): string => date.slice(0, 7)
