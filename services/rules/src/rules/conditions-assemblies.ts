import { DepartmentsSet, TermPlanSubmitted } from '@fudao/contracts/staffing'
import type { LocalDate } from '@fudao/domain-kit'
import { type Cause, eventOf, type Reaction, type RuleContext, type TaskRequest } from '@fudao/rules'
import { type FollowUp, followed, followUp, nextMonthlyCheck, nothingMissing } from './follow-up.js'

export const assemblyEvents = [DepartmentsSet, TermPlanSubmitted] as const

interface State {
  readonly kind: 'assembly'
  readonly departmentId: string
  readonly grades: readonly string[]
  /** Term → grades whose assembly is in the timetable. */
  readonly timetabled: Readonly<Record<string, readonly string[]>>
  /** Term the open task is about. */
  readonly term: string | null
  readonly followUp: FollowUp
}
export type AssemblyState = State
export const unknownDepartment = (departmentId: string): State => ({
  kind: 'assembly',
  departmentId,
  grades: [],
  timetabled: {},
  term: null,
  followUp: nothingMissing,
})

const termsOf = ({ policy }: RuleContext) => policy.value('calendar.terms') ?? []
const termAt = (date: LocalDate, context: RuleContext) => termsOf(context).find(({ from, to }) => from <= date && date <= to)

const fold = (state: State, cause: Cause): State => {
  const set = eventOf(cause, DepartmentsSet)
  if (set) return { ...state, grades: set.data.departments.find((d) => d.departmentId === state.departmentId)?.grades ?? [] }
  const plan = eventOf(cause, TermPlanSubmitted)
  if (!plan) return state
  return { ...state, timetabled: { ...state.timetabled, [plan.data.termId]: plan.data.assemblies.map(({ grade }) => grade) } }
}

/** R-AK-72: grades of the department without an assembly in the timetable of the running term. */
const missing = ({ departmentId, grades, timetabled }: State, context: RuleContext): TaskRequest | null => {
  const { asOf } = context
  const term = termAt(asOf, context)
  const without = term ? grades.filter((grade) => !(timetabled[term.termId] ?? []).includes(grade)) : []
  if (!term || without.length === 0) return null
  return {
    key: `X45:assembly:${departmentId}:${term.termId}`,
    action: 'timetableAssemblies',
    departmentId,
    subject: departmentId,
    dueOn: asOf,
    params: { term: term.termId, grades: without.join('、') },
  }
}

export const evolveAssemblies = (before: State, cause: Cause, context: RuleContext): State => {
  const state = fold(before, cause)
  const term = termAt(context.asOf, context)?.termId ?? null
  // what was asked for in a term that is over is asked for anew
  const over = state.followUp.task !== null && state.term !== term
  const at = { check: cause.kind === 'timer', context }
  const needed = missing(state, context)
  const next = over && needed ? followUp(nothingMissing, needed, at) : followUp(state.followUp, needed, at)
  const settled = over && needed && state.followUp.task !== null ? [state.followUp.task] : next.settled
  return { ...state, term: next.task === null ? null : term, followUp: { ...next, settled } }
}

/** Checked monthly and on the first day of each term. */
export const reactAssemblies = (state: State, _: Cause, context: RuleContext): Reaction => {
  const month = nextMonthlyCheck(context.asOf)
  const starts = termsOf(context).filter(({ from }) => context.asOf < from && from < month)
  return {
    ...followed(state.followUp),
    ...(state.grades.length === 0
      ? { cancelTimers: ['month'] }
      : { timers: [{ name: 'month', dueOn: month }, ...starts.map(({ termId, from }) => ({ name: `term:${termId}`, dueOn: from }))] }),
  }
}
