import { FilesHandedOver, FilesReported } from '@fudao/contracts/assessment'
import { type Cause, eventOf, type Reaction, type RuleContext, type TaskRequest } from '@fudao/rules'
import { type FollowUp, followed, followUp, monthOf, nextMonthlyCheck, nothingMissing } from './follow-up.js'

export const ownFileEvents = [FilesReported, FilesHandedOver] as const

interface State {
  readonly kind: 'ownFiles'
  readonly counselorId: string
  /** Of the report made last. */
  readonly termId: string | null
  readonly without: number
  readonly followUp: FollowUp
}
export type OwnFileState = State
export const unknownFiles = (counselorId: string): State => ({
  kind: 'ownFiles',
  counselorId,
  termId: null,
  without: 0,
  followUp: nothingMissing,
})

const fold = (state: State, cause: Cause): State => {
  const reported = eventOf(cause, FilesReported)?.data
  if (reported) return { ...state, termId: reported.termId, without: reported.special - reported.specialWithOwnFile }
  // who took the files over reports them
  return eventOf(cause, FilesHandedOver) ? { ...state, without: 0 } : state
}

/** R-AK-25: students who need special attention and have no file of their own, as a number. */
const missing = ({ counselorId, termId, without }: State, { asOf }: RuleContext): TaskRequest | null =>
  without === 0
    ? null
    : {
        key: `X45:ownFiles:${counselorId}:${monthOf(asOf)}`,
        action: 'completeOwnFiles',
        counselorId,
        subject: `${counselorId}_${String(termId)}`,
        dueOn: asOf,
        params: { count: without },
      }

export const evolveOwnFiles = (before: State, cause: Cause, context: RuleContext): State => {
  const state = fold(before, cause)
  return { ...state, followUp: followUp(state.followUp, missing(state, context), { check: cause.kind === 'timer', context }) }
}

/** Checked monthly and on the first day of each term. */
export const reactOwnFiles = (state: State, _: Cause, { asOf, policy }: RuleContext): Reaction => {
  const month = nextMonthlyCheck(asOf)
  const starts = (policy.value('calendar.terms') ?? []).filter(({ from }) => asOf < from && from < month)
  return {
    ...followed(state.followUp),
    ...(state.without === 0
      ? { cancelTimers: ['month', ...starts.map(({ termId }) => `term:${termId}`)] }
      : { timers: [{ name: 'month', dueOn: month }, ...starts.map(({ termId, from }) => ({ name: `term:${termId}`, dueOn: from }))] }),
  }
}
