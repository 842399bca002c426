import { PolicyParameterCorrected, PolicyParameterRetired, PolicyParameterSet, PresetAdopted } from '@fudao/contracts/policy'
import { BriefingHeld, BriefingQuotaMet, BriefingQuotaMissed, BriefingSubmitted, CloseBriefingYear } from '@fudao/contracts/staffing'
import { addDays, type LocalDate, yearOf, yearSpan } from '@fudao/domain-kit'
import { type Cause, defineRule, eventOf, type Reaction, type Rule, type RuleContext, ruleCommand } from '@fudao/rules'

interface State {
  /** Last year whose timers are set. */
  readonly armed: number | null
  /** Year → briefings that were both heard and studied. */
  readonly held: Readonly<Record<string, number>>
  /** Year → open reminders. */
  readonly tasks: Readonly<Record<string, readonly string[]>>
  /** What the last cause asks for. */
  readonly step: { readonly arm: number | null; readonly remind: number | null; readonly settled: readonly string[] }
}
const noStep: State['step'] = { arm: null, remind: null, settled: [] }

const yearKind = (context: RuleContext) => context.policy.value('calendar.yearKind') ?? 'calendar'
/** */
const yearAt = (date: LocalDate, context: RuleContext): number => {
  const year = yearOf(date)
  return date < yearSpan(year, yearKind(context)).from ? year - 1 : year
}
/** C-10: what is owed is fixed on the first day of the year; `null`: the rule is inactive in that year. */
const requiredIn = (year: number, context: RuleContext): number | null =>
  context.policy.value('staffing.briefing.minPerYear', yearSpan(year, yearKind(context)).from)

const taskKey = (year: number, context: RuleContext): string => `X42:${context.campusId}:${year}:${context.asOf}`

const settle = (state: State, year: number): State => {
  const { [String(year)]: settled = [], ...tasks } = state.tasks
  return { ...state, tasks, step: { ...noStep, settled } }
}

const onTimer = (state: State, name: string, context: RuleContext): State => {
  const year = Number(name.slice(name.indexOf(':') + 1, name.indexOf(':') + 5))
  if (name.startsWith('close')) {
    const closed = settle(state, year)
    return { ...closed, armed: year + 1, step: { ...closed.step, arm: year + 1 } }
  }
  const required = requiredIn(year, context)
  if (required === null || (state.held[year] ?? 0) >= required) return state
  const open = [...(state.tasks[year] ?? []), context.taskId(taskKey(year, context))]
  return { ...state, tasks: { ...state.tasks, [year]: open }, step: { ...noStep, remind: year } }
}

const evolve = (before: State, cause: Cause, context: RuleContext): State => {
  const state = { ...before, step: noStep }
  if (cause.kind === 'timer') return onTimer(state, cause.timer.name, context)
  const held = eventOf(cause, BriefingHeld)
  if (held) {
    const { year, heard, studied } = held.data
    return heard && studied ? { ...state, held: { ...state.held, [year]: (state.held[year] ?? 0) + 1 } } : state
  }
  const about = eventOf(cause, BriefingSubmitted) ?? eventOf(cause, BriefingQuotaMet) ?? eventOf(cause, BriefingQuotaMissed)
  if (about) return settle(state, about.data.year)
  const year = yearAt(context.asOf, context)
  return state.armed === null ? { ...state, armed: year, step: { ...noStep, arm: year } } : state
}

/** Reminders of a year, and the day after its last one; a due date that is set does not move (C-10). */
const timersOf = (year: number, context: RuleContext): NonNullable<Reaction['timers']> => {
  const { from, to } = yearSpan(year, yearKind(context))
  const days = [context.policy.value('rules.reminderDays')?.['X-42'] ?? []].flat().filter((day) => typeof day === 'string')
  const reminders = days
    .map((day) => (`${from.slice(0, 4)}-${day}` < from ? `${to.slice(0, 4)}-${day}` : `${from.slice(0, 4)}-${day}`))
    .filter((on) => on <= to && on > context.asOf)
  return [...reminders.map((on) => ({ name: `remind:${year}:${on}`, dueOn: on })), { name: `close:${year}`, dueOn: addDays(to, 1) }]
}

/**
 * The party committee hears and studies the team building at least twice a year (R-AK-26): reminders to prepare the report, and on the
 * day after the year the count is closed. One instance per campus.
 */
export const briefings: Rule = defineRule<State>({
  id: 'X-42',
  title: { zh: '党委会听取汇报', en: 'the briefings of the party committee' },
  owner: 'studentAffairs',
  handles: [
    PresetAdopted,
    PolicyParameterSet,
    PolicyParameterCorrected,
    PolicyParameterRetired,
    BriefingSubmitted,
    BriefingHeld,
    BriefingQuotaMet,
    BriefingQuotaMissed,
  ],
  issues: [CloseBriefingYear],
  // a parameter of another matter starts nothing
  route: ({ data: { key } }) => (key === undefined || key === 'staffing.briefing.minPerYear' ? ['briefings'] : []),
  initial: () => ({ armed: null, held: {}, tasks: {}, step: noStep }),
  evolve,
  react: ({ held, step }, cause, context) => {
    const settledTasks = step.settled.map((taskId) => ({ taskId, reason: 'prepared' as const }))
    const timers = step.arm === null ? [] : timersOf(step.arm, context)
    if (step.remind !== null) {
      const year = step.remind
      const params = { year, held: held[year] ?? 0, required: requiredIn(year, context) }
      const dueOn = yearSpan(year, yearKind(context)).to
      return { tasks: [{ key: taskKey(year, context), action: 'prepareBriefing', subject: String(year), dueOn, params }] }
    }
    const closing = cause.kind === 'timer' && step.arm !== null ? step.arm - 1 : null
    if (closing === null || requiredIn(closing, context) === null) return { timers, settledTasks }
    const close = ruleCommand(
      CloseBriefingYear,
      { year: closing },
      { key: `X42:${context.campusId}:${closing}`, rules: ['R-AK-26', 'A-10'] },
    )
    return { commands: [close], timers, settledTasks }
  },
})
