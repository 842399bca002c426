import {
  PostFilled,
  RoundCancelled,
  RoundClosed,
  RoundPlanned,
  ShortfallCleared,
  ShortfallDeclared,
  StaffingChecked,
} from '@fudao/contracts/staffing'
import type { TaskEnding } from '@fudao/contracts/tasks'
import { addDays, type LocalDate } from '@fudao/domain-kit'
import { type Cause, defineRule, eventOf, type Reaction, type Rule, type RuleContext } from '@fudao/rules'

interface Shortage {
  /** Posts a round would need: every vacancy filled and nobody missing. */
  readonly posts: number
  readonly vacancies: number
  readonly missing: number
  /** Revision of the establishment's stream. */
  readonly version: number
}
interface State {
  readonly campusId: string
  readonly shortage: Shortage | null
  /** The one open proposal. */
  readonly proposal: { readonly taskId: string; readonly posts: number } | null
  /** Rounds planned or open → the task that proposes to cancel it, `null`: none is open. */
  readonly rounds: Readonly<Record<string, string | null>>
  readonly filled: readonly string[]
  /** What the last cause asks for. */
  readonly now: {
    readonly propose?: Shortage
    readonly cancelRounds?: readonly string[]
    readonly settle?: readonly { readonly taskId: string; readonly reason: TaskEnding }[]
    /** `null`: no timer any more. */
    readonly remindOn?: LocalDate | null
  }
}

const proposalKey = ({ campusId }: State, { version }: Shortage): string => `X12:${campusId}:${version}`
const cancelKey = ({ campusId }: State, roundId: string): string => `X12:${campusId}:cancel:${roundId}`
const reminderOn = (context: RuleContext): LocalDate | null => {
  const days = context.policy.value('rules.reminderDays')?.['X-12']
  return typeof days === 'number' && days > 0 ? addDays(context.asOf, days) : null
}

const plus = (state: State, more: State['now']): State => ({
  ...state,
  now: {
    ...state.now,
    ...more,
    settle: [...(state.now.settle ?? []), ...(more.settle ?? [])],
  },
})
const withdraw = (state: State, reason: TaskEnding): State =>
  state.proposal ? { ...plus(state, { settle: [{ taskId: state.proposal.taskId, reason }] }), proposal: null } : state

/** A new proposal replaces the one before: a campus has one. */
const propose = (state: State, shortage: Shortage, reason: TaskEnding, context: RuleContext): State => ({
  ...plus(withdraw(state, reason), { propose: shortage, remindOn: reminderOn(context) }),
  proposal: { taskId: context.taskId(proposalKey(state, shortage)), posts: shortage.posts },
})

const settleCancellation = (state: State, roundId: string, reason: TaskEnding): State => {
  const taskId = state.rounds[roundId]
  return taskId ? { ...plus(state, { settle: [{ taskId, reason }] }), rounds: { ...state.rounds, [roundId]: null } } : state
}

/** Nothing is missing any more: no proposal, and a round that has filled no post is no longer needed. */
const cleared = (state: State, context: RuleContext): State => {
  const without = plus(withdraw(state, 'cleared'), { remindOn: null })
  const idle = Object.entries(state.rounds).flatMap(([roundId, task]) =>
    task === null && !state.filled.includes(roundId) ? [roundId] : [],
  )
  const tasks = Object.fromEntries(idle.map((roundId) => [roundId, context.taskId(cancelKey(state, roundId))]))
  return { ...plus(without, { cancelRounds: idle }), rounds: { ...state.rounds, ...tasks } }
}

const short = (before: State, shortage: Shortage, context: RuleContext): State => {
  const state = Object.keys(before.rounds).reduce((s, roundId) => settleCancellation(s, roundId, 'shortAgain'), before)
  // a round under way is the answer already
  if (Object.keys(state.rounds).length > 0 || state.proposal?.posts === shortage.posts) return state
  return propose(state, shortage, 'superseded', context)
}

const judge = (before: State, shortage: Shortage, context: RuleContext): State => {
  const state = { ...before, shortage: shortage.posts > 0 ? shortage : null }
  if (state.shortage) return short(state, shortage, context)
  return before.shortage ? cleared(state, context) : state
}

const ended = (before: State, roundId: string, cancelled: boolean, context: RuleContext): State => {
  const settled = settleCancellation(before, roundId, 'done')
  const { [roundId]: _, ...rounds } = settled.rounds
  const state = { ...settled, rounds, filled: settled.filled.filter((id) => id !== roundId) }
  if (!state.shortage || Object.keys(rounds).length > 0) return state
  // those appointed may still be on their way to their registration: after a closed round it is asked again at the next reminder
  const later = reminderOn(context)
  return cancelled || later === null ? short(state, state.shortage, context) : plus(state, { remindOn: later })
}

const evolve = (before: State, cause: Cause, context: RuleContext): State => {
  const state: State = { ...before, now: {} }
  if (cause.kind === 'timer')
    return state.shortage && Object.keys(state.rounds).length === 0 ? propose(state, state.shortage, 'remindedAgain', context) : state
  const { revision: version } = cause.event
  const checked = eventOf(cause, StaffingChecked)
  const declared = eventOf(cause, ShortfallDeclared)
  const found = checked ? { ...checked.data, perPost: checked.data.weight.den } : declared?.data
  if (found) {
    const { vacancies, gapThirds, perPost } = found
    const missing = Math.ceil(gapThirds / perPost)
    return judge(state, { posts: Math.max(vacancies, missing), vacancies, missing, version }, context)
  }
  if (eventOf(cause, ShortfallCleared)) return judge(state, { posts: 0, vacancies: 0, missing: 0, version }, context)
  const planned = eventOf(cause, RoundPlanned)
  if (planned) return { ...plus(withdraw(state, 'planned'), { remindOn: null }), rounds: { ...state.rounds, [planned.data.roundId]: null } }
  const filled = eventOf(cause, PostFilled)
  if (filled) {
    const { roundId } = filled.data
    return { ...settleCancellation(state, roundId, 'filled'), filled: [...new Set([...state.filled, roundId])] }
  }
  const closed = eventOf(cause, RoundClosed)
  const over = closed ?? eventOf(cause, RoundCancelled)
  return over ? ended(state, over.data.roundId, !closed, context) : state
}

const react = (state: State): Reaction => {
  const { propose: asked, cancelRounds = [], settle = [], remindOn } = state.now
  return {
    tasks: [
      ...(asked
        ? [
            {
              key: proposalKey(state, asked),
              action: 'planRound' as const,
              subject: state.campusId,
              params: { posts: asked.posts, vacancies: asked.vacancies, missing: asked.missing },
            },
          ]
        : []),
      ...cancelRounds.map((roundId) => ({
        key: cancelKey(state, roundId),
        action: 'cancelRound' as const,
        subject: roundId,
        params: { roundId },
      })),
    ],
    settledTasks: settle,
    ...(remindOn ? { timers: [{ name: 'remind', dueOn: remindOn }] } : {}),
    ...(remindOn === null ? { cancelTimers: ['remind'] } : {}),
  }
}

/**
 * Counselors are missing: a round is proposed to student affairs, one proposal at a time, again and again until a round is planned or
 * nothing is missing (R-AK-29, R-AK-30). Nothing is planned by itself.
 */
export const proposeRound: Rule = defineRule<State>({
  id: 'X-12',
  title: { zh: '缺编时提出选聘建议', en: 'a round for missing counselors' },
  owner: 'studentAffairs',
  handles: [StaffingChecked, ShortfallDeclared, ShortfallCleared, RoundPlanned, PostFilled, RoundClosed, RoundCancelled],
  issues: [],
  route: (event) => [event.campusId],
  initial: (campusId) => ({ campusId, shortage: null, proposal: null, rounds: {}, filled: [], now: {} }),
  evolve,
  react,
})
