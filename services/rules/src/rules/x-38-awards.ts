import {
  AssessmentFinalized,
  AssessmentOpened,
  AssessmentResultRevised,
  AttachInput,
  type AwardKind,
  AwardsPublished,
  Nominated,
  NomineeWithdrawn,
  PublishAwards,
  Sanctioned,
  WinnersSelected,
  WithdrawNominee,
} from '@fudao/contracts/assessment'
import { CounselorDeregistered } from '@fudao/contracts/staffing'
import { type LocalDate, yearOf } from '@fudao/domain-kit'
import {
  type Cause,
  defineRule,
  type EventRef,
  eventOf,
  type Reaction,
  type Route,
  type Rule,
  type RuleCommand,
  type RuleContext,
  type RuleEvent,
  ruleCommand,
  toEventRef,
} from '@fudao/rules'

interface State {
  readonly kind: AwardKind
  readonly year: number
  /** Person → counselor. */
  readonly nominees: Readonly<Record<string, string>>
  /** Persons. */
  readonly winners: readonly string[]
  readonly published: { readonly on: LocalDate; readonly by: EventRef } | null
  /** Open task to publish by hand. */
  readonly task: string | null
  /** A task the last event made pointless. */
  readonly settled: string | null
}

const counselorAlias = (counselorId: unknown): string => `counselor:${String(counselorId)}`
const awardOf = ({ kind, year }: Pick<State, 'kind' | 'year'>): string => `${kind}-${year}`
const keyOf = (state: State): string => `X38:${awardOf(state)}`
const publishTask = (state: State): string => `${keyOf(state)}:publish`

const route = ({ data }: RuleEvent): readonly Route[] => {
  const { kind, year, counselorId } = data
  // the events of a round name it; those of a counselor find the rounds the counselor is nominated in
  if (typeof kind === 'string' && typeof year === 'number') return [`${kind}_${year}`]
  return typeof counselorId === 'string' ? [{ alias: counselorAlias(counselorId) }] : []
}

/** The day of commendation of the round's year; `null`: the campus has none. */
const commendationDay = ({ year }: State, { policy }: RuleContext): LocalDate | null => {
  const day = policy.value('awards.commendationDay')
  return day === null ? null : `${year}-${day}`
}

const settle = (state: State): State => ({ ...state, task: null, settled: state.task })

const evolve = (before: State, cause: Cause, context: RuleContext): State => {
  const state = { ...before, settled: null }
  const nominated = eventOf(cause, Nominated)
  if (nominated) {
    const { personId, counselorId } = nominated.data
    return counselorId === undefined ? state : { ...state, nominees: { ...state.nominees, [personId]: counselorId } }
  }
  const withdrawn = eventOf(cause, NomineeWithdrawn)
  if (withdrawn) {
    const { [withdrawn.data.personId]: _, ...nominees } = state.nominees
    const winners = state.winners.filter((person) => person !== withdrawn.data.personId)
    const left = { ...state, nominees, winners }
    return winners.length === 0 ? settle(left) : left
  }
  const chosen = eventOf(cause, WinnersSelected)
  if (chosen) {
    const winners = chosen.data.personIds
    const day = commendationDay(state, context)
    const late = day !== null && day < context.asOf && state.task === null
    return { ...state, winners, ...(late ? { task: context.taskId(publishTask(state)) } : {}) }
  }
  const published = eventOf(cause, AwardsPublished)
  return published ? settle({ ...state, published: { on: published.data.on, by: toEventRef(published) } }) : state
}

/** Why a winner can no longer be honoured; `undefined`: this says nothing against it. */
const whyNot = (cause: Cause, { year }: State): { readonly counselorId: string; readonly reason: string } | undefined => {
  const left = eventOf(cause, CounselorDeregistered)
  if (left) return { counselorId: left.data.counselorId, reason: 'deregistered' }
  const sanctioned = eventOf(cause, Sanctioned)
  if (sanctioned) return { counselorId: sanctioned.data.counselorId, reason: 'sanctioned' }
  const finalized = eventOf(cause, AssessmentFinalized)
  const revised = eventOf(cause, AssessmentResultRevised)
  const result = finalized?.data ?? revised?.data
  if (!result || (finalized?.data.grade ?? revised?.data.to) !== 'unqualified') return undefined
  return result.year === year || result.year === year - 1 ? { counselorId: result.counselorId, reason: 'unqualified' } : undefined
}

const withdraw = (state: State, cause: Cause): RuleCommand[] => {
  const against = whyNot(cause, state)
  if (!against || state.published) return []
  const { kind, year } = state
  return state.winners
    .filter((personId) => state.nominees[personId] === against.counselorId)
    .map((personId) =>
      ruleCommand(
        WithdrawNominee,
        { kind, year, personId, reason: against.reason },
        { key: keyOf(state), rules: ['R-AK-85'], moot: ['WrongState'] },
      ),
    )
}

const attach = (state: State, counselors: readonly string[]): RuleCommand[] => {
  const { kind, year, published } = state
  if (!published) return []
  const { on, by } = published
  return counselors.map((counselorId) =>
    ruleCommand(
      AttachInput,
      { counselorId, year: yearOf(on), kind: 'award', sourceId: by.stream, data: { kind, year, on } },
      // not open yet: at its opening; final: an award changes no result
      { key: keyOf(state), rules: ['R-AK-85', 'R-AK-79'], uses: [by], moot: ['WrongState'] },
    ),
  )
}

const whenChosen = (state: State, context: RuleContext): Reaction => {
  const day = commendationDay(state, context)
  if (day === null) return {}
  if (day >= context.asOf) return { timers: [{ name: 'publish', dueOn: day }] }
  if (state.task !== context.taskId(publishTask(state))) return {}
  return { tasks: [{ key: publishTask(state), action: 'publishAwards', subject: awardOf(state), params: { day } }] }
}

/**
 * Awards are published on the day of commendation and count in the year's assessment (R-AK-85); a winner who leaves, fails or is
 * sanctioned before is withdrawn. The day of a round is that of the choice: a later policy does not move it (C-10).
 */
export const awards: Rule = defineRule<State>({
  id: 'X-38',
  title: { zh: '表彰的公布与运用', en: 'publishing awards' },
  owner: 'studentAffairs',
  handles: [
    Nominated,
    NomineeWithdrawn,
    WinnersSelected,
    AwardsPublished,
    CounselorDeregistered,
    AssessmentFinalized,
    AssessmentResultRevised,
    AssessmentOpened,
    Sanctioned,
  ],
  issues: [PublishAwards, AttachInput, WithdrawNominee],
  route,
  aliases: (event) =>
    event.type === Nominated.type && event.data.counselorId !== undefined
      ? [{ alias: counselorAlias(event.data.counselorId), key: `${String(event.data.kind)}_${String(event.data.year)}` }]
      : [],
  // one who is nominated or withdrawn is one entry; who wins is judged beside all
  parts: {
    nominees: (cause) => {
      const named = eventOf(cause, Nominated) ?? eventOf(cause, NomineeWithdrawn)
      return named ? [named.data.personId] : 'all'
    },
  },
  initial: (key) => {
    const at = key.lastIndexOf('_')
    const [kind, year] = [key.slice(0, at) as AwardKind, Number(key.slice(at + 1))]
    return { kind, year, nominees: {}, winners: [], published: null, task: null, settled: null }
  },
  evolve,
  react: (state, cause, context) => {
    const { kind, year, winners, published, nominees, settled } = state
    if (cause.kind === 'timer') {
      const publish = ruleCommand(PublishAwards, { kind, year }, { key: keyOf(state), rules: ['R-AK-85'], moot: ['WrongState'] })
      return winners.length > 0 && !published ? { commands: [publish] } : {}
    }
    const done = settled === null ? {} : { settledTasks: [{ taskId: settled, reason: 'settled' as const }] }
    const counselors = winners.flatMap((person) => nominees[person] ?? [])
    if (eventOf(cause, WinnersSelected)) return whenChosen(state, context)
    if (eventOf(cause, AwardsPublished)) return { ...done, cancelTimers: ['publish'], commands: attach(state, counselors) }
    if (eventOf(cause, NomineeWithdrawn)) return winners.length === 0 ? { ...done, cancelTimers: ['publish'] } : {}
    const opened = eventOf(cause, AssessmentOpened)
    if (opened && published && opened.data.year === yearOf(published.on))
      return {
        commands: attach(
          state,
          counselors.filter((counselorId) => counselorId === opened.data.counselorId),
        ),
      }
    return { commands: withdraw(state, cause) }
  },
})
