import { CancelAssessment, CloseBallot, WithdrawNominee } from '@fudao/contracts/assessment'
import {
  AssignCourse,
  AssignDormResidence,
  AssignRoom,
  CounselorDeregistered,
  CounselorRegistered,
  DeregistrationCorrected,
  DraftContract,
  ReleaseCourse,
  ResumeAllowance,
  StopAllowance,
  TerminateContract,
  VacateDormResidence,
  VacateRoom,
  WithdrawTitleApplication,
} from '@fudao/contracts/staffing'
import type { TaskEnding } from '@fudao/contracts/tasks'
import { type LocalDate, yearOf } from '@fudao/domain-kit'
import { type Cause, defineRule, type EventRef, eventOf, type Reaction, type Rule, type RuleContext, toEventRef } from '@fudao/rules'
import {
  type Departure,
  handOverTask,
  nothingReleased,
  type Released,
  releaseCommands,
  releaseDay,
  releasedAtReturn,
  releasedOn,
  stepKey,
} from './departure-release.js'
import { notRestoredYet, restoreByHand, restoreCommands, restoredAtOnce, restoreUntil, resumeAllowances } from './departure-restore.js'
import { evolveHoldings, type Holdings, holdingAliases, holdingEvents, holdingRoute, nothingHeld } from './departure-state.js'

interface State {
  readonly counselorId: string
  readonly held: Holdings
  /** The last one that is in force. */
  readonly departure: Departure | null
  /** Registered again before everything was released: contract of the new time. */
  readonly back: { readonly contractId: string | null } | null
  readonly released: Released | null
  /** Taken away before the last day was moved into the future: comes back when the departure is revoked. */
  readonly owed: { readonly departure: Departure; readonly released: Released } | null
  /** Open task about the rights of the departed. */
  readonly accessTask: string | null
  /** Open task about the student files, and about what is owed. */
  readonly filesTask: string | null
  readonly owedTask: string | null
  readonly releases: number
  /** What the last cause asks for. */
  readonly now: {
    readonly release?: { readonly departure: Departure; readonly released: Released; readonly left: boolean }
    readonly restore?: { readonly departure: Departure; readonly released: Released; readonly until?: LocalDate; readonly by: EventRef }
    readonly resume?: { readonly departure: Departure; readonly years: readonly number[]; readonly by: EventRef }
    /** `null`: none any more. */
    readonly releaseOn?: LocalDate | null
    readonly settled?: readonly { readonly taskId: string; readonly reason: TaskEnding }[]
  }
}

const noTasks = { accessTask: null, filesTask: null, owedTask: null } as const
/** Nobody left, or not yet: what was asked for because of it is pointless. */
const settleAll = ({ accessTask, filesTask, owedTask }: State) => ({
  settled: [accessTask, filesTask, owedTask].flatMap((taskId) => (taskId === null ? [] : [{ taskId, reason: 'returned' as const }])),
})
const accessKey = (departure: Departure): string => stepKey(departure, 'access')

const onDue = (state: State, context: RuleContext): State => {
  const { departure, back, held } = state
  if (!departure) return state
  const numbered = { ...departure, no: state.releases + 1 }
  const released = back ? releasedAtReturn(held, numbered, back.contractId) : releasedOn(held, numbered, context)
  const [files] = handOverTask(released, held.departmentId, numbered)
  const { owedTask } = state
  return {
    ...state,
    ...noTasks,
    owed: null,
    releases: numbered.no,
    departure: back ? null : numbered,
    back: null,
    released: back ? null : released,
    accessTask: back ? null : context.taskId(accessKey(numbered)),
    filesTask: files ? context.taskId(files.key) : null,
    now: {
      release: { departure: numbered, released, left: !back },
      settled: owedTask === null ? [] : [{ taskId: owedTask, reason: 'lastDayPassed' }],
    },
  }
}

/** The allowances that were stopped from this year on go on: as good as done, so that what is decided next stands on it. */
const resume = (state: State, departure: Departure, since: number, by: EventRef): State => {
  const stopped = Object.entries(state.held.stopped)
  const years = stopped.map(([year]) => Number(year)).filter((year) => year >= since)
  const held = { ...state.held, stopped: Object.fromEntries(stopped.filter(([year]) => Number(year) < since)) }
  return { ...state, held, now: { ...state.now, resume: { departure, years, by } } }
}

const onReturn = (state: State, contractId: string | undefined, startDate: LocalDate, by: EventRef): State => {
  const { departure, released } = state
  if (!departure) return state
  if (!released) return { ...state, back: { contractId: contractId ?? null } }
  const returned = { ...state, ...noTasks, departure: null, released: null, owed: null, now: settleAll(state) }
  return resume(returned, departure, yearOf(startDate), by)
}

const onCorrection = (state: State, lastDay: LocalDate | undefined, by: EventRef, { asOf, taskId }: RuleContext): State => {
  const { departure, released, owed } = state
  if (!departure) return state
  const moved = lastDay === undefined ? null : { ...departure, lastDay }
  const releaseOn = moved && releaseDay(moved.lastDay)
  const without = { ...state, departure: moved, released: null, back: moved ? state.back : null }
  if (!released) {
    // moved before, taken back now: the rest comes back
    if (owed && !moved) return { ...without, ...noTasks, owed: null, now: { releaseOn, restore: { ...owed, by }, ...settleAll(state) } }
    return { ...without, now: { releaseOn } }
  }
  // gone by the new day too: what is left is released, and nothing comes back
  const stillGone = releaseOn !== null && releaseOn <= asOf
  const restore = stillGone ? {} : { restore: { departure, released, ...(lastDay === undefined ? {} : { until: lastDay }), by } }
  const [asked] = stillGone || lastDay === undefined ? [] : restoreUntil(released, departure, lastDay)
  const corrected = {
    ...without,
    ...noTasks,
    ...(asked ? { owed: { departure, released: notRestoredYet(released) }, owedTask: taskId(asked.key) } : {}),
    now: { releaseOn, ...restore, ...settleAll(state) },
  }
  return resume(corrected, departure, yearOf(departure.lastDay), by)
}

const evolve = (before: State, cause: Cause, context: RuleContext): State => {
  const state: State = { ...before, held: evolveHoldings(before.held, cause), now: {} }
  if (state.filesTask !== null && before.held.files && !state.held.files)
    return { ...state, filesTask: null, now: { settled: [{ taskId: state.filesTask, reason: 'handedOver' }] } }
  if (cause.kind === 'timer') return onDue(state, context)
  const by = toEventRef(cause.event)
  const left = eventOf(cause, CounselorDeregistered)
  if (left) {
    const { counselorId, lastDay, reason } = left.data
    const departure = { counselorId, lastDay, reason, by, no: state.releases + 1 }
    return { ...state, departure, back: null, released: null, now: { releaseOn: releaseDay(lastDay) } }
  }
  const registered = eventOf(cause, CounselorRegistered)
  if (registered) return onReturn(state, registered.data.contractId, registered.data.startDate, by)
  const corrected = eventOf(cause, DeregistrationCorrected)
  if (corrected?.data.correctsEventId !== state.departure?.by.id || !corrected) return state
  return onCorrection(state, corrected.data.revoked ? undefined : corrected.data.lastDay, by, context)
}

const react = ({ held, now }: State): Reaction => {
  const { release, restore, resume: resumed, releaseOn, settled } = now
  return {
    commands: [
      ...(release ? releaseCommands(release.released, release.departure) : []),
      ...(restore
        ? restoreCommands(restore.until ? restoredAtOnce(restore.released) : restore.released, restore.departure, restore.by)
        : []),
      ...(resumed ? resumeAllowances(resumed.departure, resumed.years, resumed.by) : []),
    ],
    tasks: [
      ...(release?.left
        ? [
            {
              key: accessKey(release.departure),
              action: 'endAccess' as const,
              subject: release.departure.counselorId,
              params: { counselorId: release.departure.counselorId, lastDay: release.departure.lastDay },
            },
          ]
        : []),
      ...(release?.left ? handOverTask(release.released, held.departmentId, release.departure) : []),
      ...(restore ? restoreByHand(restore.released, restore.departure) : []),
      ...(restore?.until ? restoreUntil(restore.released, restore.departure, restore.until) : []),
    ],
    settledTasks: settled ?? [],
    ...(releaseOn ? { timers: [{ name: 'release', dueOn: releaseOn }] } : {}),
    ...(releaseOn === null ? { cancelTimers: ['release'] } : {}),
  }
}

/**
 * Who leaves gives back all they hold on the day after their last day (R-AK-31): contract, running assessment and ballot, courses of
 * later terms, office, residence, nominations, title applications, allowance; the branch is asked who takes the student files over. A
 * corrected departure brings it back with new commands.
 */
export const departure: Rule = defineRule<State>({
  id: 'X-10',
  title: { zh: '离职后的清退', en: 'what a departed counselor held' },
  owner: 'orgPersonnel',
  handles: [CounselorRegistered, CounselorDeregistered, DeregistrationCorrected, ...holdingEvents],
  issues: [
    TerminateContract,
    CancelAssessment,
    CloseBallot,
    ReleaseCourse,
    VacateRoom,
    VacateDormResidence,
    WithdrawNominee,
    WithdrawTitleApplication,
    StopAllowance,
    DraftContract,
    AssignCourse,
    AssignRoom,
    AssignDormResidence,
    ResumeAllowance,
  ],
  route: holdingRoute,
  aliases: holdingAliases,
  initial: (counselorId) => ({
    counselorId,
    held: nothingHeld,
    departure: null,
    back: null,
    released: null,
    owed: null,
    ...noTasks,
    releases: 0,
    now: {},
  }),
  // states from before student files and moved last days were looked after
  upgrade: (stored) => ({
    ...stored,
    held: { ...nothingHeld, ...stored.held },
    released: stored.released && { ...nothingReleased, ...stored.released },
    owed: stored.owed ?? null,
    filesTask: stored.filesTask ?? null,
    owedTask: stored.owedTask ?? null,
  }),
  evolve,
  react,
})
