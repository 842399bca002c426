import { policyContext } from '@fudao/contracts/policy'
import {
  CounselorDeregistered,
  CounselorRegistered,
  DeregistrationCorrected,
  EmploymentChanged,
  HeadcountRecorded,
  LeaveEnded,
  LeaveStarted,
  PositionChanged,
  PostsApproved,
  RecordStaffingCheck,
} from '@fudao/contracts/staffing'
import { addDays, addMonths, type HistoryEventOf, historyEvents, type LocalDate, ratioPolicyKeys } from '@fudao/domain-kit'
import {
  type Cause,
  defineRule,
  type EventRef,
  eventOf,
  type Rule,
  type RuleContext,
  type RuleEvent,
  ruleCommand,
  toEventRef,
} from '@fudao/rules'
import { type BucketedCounts, countOn, evolveRosterCounts, fromBuckets, noRoster, type RosterCounts, sumUpTo } from './roster-counts.js'
import { byCounselor } from './routes.js'

interface State extends RosterCounts {
  /** Headcounts, oldest first: a check stands on the one in force. */
  readonly headcounts: readonly { readonly asOf: LocalDate; readonly by: EventRef }[]
  /** The last event that made a check necessary. */
  readonly last: EventRef | null
  /** A check was asked for while the campus had a ratio: one more is due when it retires it. */
  readonly checked: boolean
  /** What the last cause asks for. */
  readonly due: LocalDate | null
}

const historyTypes: readonly string[] = historyEvents.map(({ type }) => type)
const policyTypes: readonly string[] = policyContext.events.map(({ type }) => type)
const keys: readonly string[] = ratioPolicyKeys

/** Whether a policy event touches what the ratio stands on. */
const concernsRatio = ({ data }: RuleEvent): boolean =>
  keys.includes(String(data.key)) ||
  Object.keys((data.values as Readonly<Record<string, unknown>> | undefined) ?? {}).some((key) => keys.includes(key))

const firstOfNextMonth = (day: LocalDate): LocalDate => `${addMonths(day, 1).slice(0, 7)}-01`

/** The day from which the event counts, where that is not the day it was recorded. */
const effectiveOn = (cause: Cause): LocalDate | undefined => {
  const left = eventOf(cause, CounselorDeregistered)?.data.lastDay ?? eventOf(cause, DeregistrationCorrected)?.data.lastDay
  if (left) return addDays(left, 1)
  if (cause.kind === 'event' && policyTypes.includes(cause.event.type))
    return typeof cause.event.data.effectiveFrom === 'string' ? cause.event.data.effectiveFrom : undefined
  return (
    eventOf(cause, CounselorRegistered)?.data.startDate ??
    (eventOf(cause, EmploymentChanged) ?? eventOf(cause, PositionChanged))?.data.effectiveDate ??
    eventOf(cause, HeadcountRecorded)?.data.asOf ??
    eventOf(cause, PostsApproved)?.data.from
  )
}

const concerns = (cause: Cause): boolean =>
  cause.kind === 'event' && (!policyTypes.includes(cause.event.type) || concernsRatio(cause.event))
/** A command sent with an earlier date changes what is true today. */
const isBehind = ({ asOf, today }: RuleContext): boolean => today !== null && asOf < today

const evolve = (state: State, cause: Cause, context: RuleContext): State => {
  const event = cause.kind === 'event' ? cause.event : undefined
  const headcount = eventOf(cause, HeadcountRecorded)
  const counted: RosterCounts = context.today === null ? state : sumUpTo(state, context.today)
  const known: State = {
    ...state,
    due: null,
    ...(event && historyTypes.includes(event.type)
      ? evolveRosterCounts(counted, { ...event, type: event.type.slice('staffing.'.length) } as unknown as HistoryEventOf)
      : counted),
    ...(headcount
      ? {
          headcounts: [
            ...state.headcounts.filter(({ asOf }) => asOf !== headcount.data.asOf),
            { asOf: headcount.data.asOf, by: toEventRef(headcount) },
          ],
        }
      : {}),
    ...(event && concerns(cause) ? { last: toEventRef(event) } : {}),
  }
  if (event ? !concerns(cause) || isBehind(context) : false) return known
  const { asOf } = context
  const ratio = context.policy.value('staffing.ratio.studentsPerCounselor') !== null
  if ((!ratio && !state.checked) || !known.headcounts.some((h) => h.asOf <= asOf)) return known
  return { ...known, due: asOf, checked: ratio }
}

/**
 * The staffing of a campus is checked on every day something about it changes, on the day a change takes effect, and on the 1st of each
 * month (R-AK-29, 30). The counselors of the day are counted here, from all that was ever registered, and go with the command (C-06).
 * One instance per campus. Of several checks of one day that wait, the last goes out.
 */
export const staffingCheck: Rule = defineRule<State>({
  id: 'X-11',
  title: { zh: '配备核查', en: 'the staffing check' },
  owner: 'orgPersonnel',
  handles: [...historyEvents, LeaveStarted, LeaveEnded, HeadcountRecorded, PostsApproved, ...policyContext.events],
  issues: [RecordStaffingCheck],
  route: () => ['campus'],
  initial: () => ({ ...noRoster, headcounts: [], last: null, checked: false, due: null }),
  // a check that is late counts a day that is over
  parts: {
    histories: (cause, today) => {
      if (cause.kind === 'event') return historyTypes.includes(cause.event.type) ? byCounselor(cause.event) : []
      return today !== null && cause.timer.dueOn < today ? 'all' : []
    },
  },
  upgrade: (stored) => {
    const { roster, ...state } = stored as State & { readonly roster?: BucketedCounts }
    return roster ? { ...state, ...fromBuckets(roster) } : stored
  },
  evolve,
  react: (state, cause, context) => {
    const on = effectiveOn(cause)
    const monthly = cause.kind === 'timer' ? cause.timer.name === 'monthly' : true
    const timers = [
      ...(monthly
        ? [{ name: 'monthly', dueOn: firstOfNextMonth(cause.kind === 'timer' ? context.asOf : (context.today ?? context.asOf)) }]
        : []),
      ...(concerns(cause) && on !== undefined && on > context.asOf ? [{ name: `from:${on}`, dueOn: on }] : []),
      ...(concerns(cause) && isBehind(context) && context.today ? [{ name: 'today', dueOn: context.today }] : []),
    ]
    if (state.due === null || state.last === null) return { timers }
    const headcount = state.headcounts.findLast(({ asOf }) => asOf <= context.asOf)
    const uses = [...(headcount && headcount.by.id !== state.last.id ? [headcount.by] : []), state.last]
    return {
      timers,
      commands: [
        ruleCommand(RecordStaffingCheck, countOn(state, state.due), {
          key: `X11:${context.campusId}:${state.due}:${state.last.id}`,
          rules: ['R-AK-29', 'R-AK-30', 'R-AK-37'],
          uses,
          holds: ['HeadcountMissing'],
          slot: state.due,
        }),
      ],
    }
  },
})
