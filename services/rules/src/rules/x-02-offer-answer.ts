import {
  ExitCaseWithdrawn,
  fromExitCaseId,
  OfferAccepted,
  OfferRefused,
  PostOffered,
  TerminationPermitted,
} from '@fudao/contracts/staffing'
import { addDays, type LocalDate } from '@fudao/domain-kit'
import { type Cause, defineRule, eventOf, type Reaction, type Rule, type RuleContext } from '@fudao/rules'
import { exitLane } from './routes.js'

interface Offer {
  readonly offerNo: number
  readonly counselorId: string
  readonly post: string
  readonly offeredOn: LocalDate
  readonly answerDueOn: LocalDate
}
interface State {
  readonly exitCaseId: string
  /** The offer that waits for an answer. */
  readonly offer: Offer | null
  /** Open tasks about it. */
  readonly tasks: readonly string[]
  /** Tasks the last cause made pointless. */
  readonly settled: readonly string[]
}

const reminderKey = ({ exitCaseId, offer }: State): string => `X02:${exitCaseId}:${offer?.offerNo ?? 0}:remind`
const silenceKey = ({ exitCaseId, offer }: State): string => `X02:${exitCaseId}:${offer?.offerNo ?? 0}:silence`

/** The day before which nothing is said; `null` when the offer leaves no room for a reminder. */
const reminderOn = (offer: Offer, context: RuleContext): LocalDate | null => {
  const days = context.policy.value('rules.reminderDays')?.['X-02']
  if (typeof days !== 'number') return null
  const on = addDays(offer.answerDueOn, -days)
  return on > offer.offeredOn ? on : null
}

const evolve = (state: State, cause: Cause, context: RuleContext): State => {
  if (cause.kind === 'timer') {
    if (!state.offer) return { ...state, settled: [] }
    const key = cause.timer.name === 'remind' ? reminderKey(state) : silenceKey(state)
    return { ...state, tasks: [...state.tasks, context.taskId(key)], settled: [] }
  }
  const offered = eventOf(cause, PostOffered)
  const { offerNo, counselorId, post, offeredOn, answerDueOn } = offered?.data ?? {}
  const offer =
    offered && offerNo !== undefined && counselorId && post && offeredOn && answerDueOn
      ? { offerNo, counselorId, post, offeredOn, answerDueOn }
      : null
  return { ...state, offer, tasks: [], settled: state.tasks }
}

const remind = (state: State, offer: Offer): Reaction => ({
  tasks: [
    {
      key: reminderKey(state),
      action: 'answerOffer',
      counselorId: offer.counselorId,
      subject: state.exitCaseId,
      dueOn: offer.answerDueOn,
      params: { post: offer.post, answerDueOn: offer.answerDueOn },
    },
  ],
})

/** silence is no refusal; a person asks again. */
const silence = (state: State, offer: Offer, context: RuleContext): Reaction => ({
  tasks: [
    {
      key: silenceKey(state),
      action: 'obtainAnswer',
      counselorId: offer.counselorId,
      subject: state.exitCaseId,
      dueOn: context.asOf,
      params: { post: offer.post, answerDueOn: offer.answerDueOn },
    },
  ],
})

/** An offer of another post: a reminder before its answer is due, a task when it was not answered (R-AK-82, A-13). */
export const offerAnswer: Rule = defineRule<State>({
  id: 'X-02',
  title: { zh: '调岗答复期限', en: 'the answer to an offer' },
  owner: 'orgPersonnel',
  handles: [PostOffered, OfferAccepted, OfferRefused, TerminationPermitted, ExitCaseWithdrawn],
  issues: [],
  route: (event) => (typeof event.data.exitCaseId === 'string' ? [event.data.exitCaseId] : []),
  lane: (exitCaseId) => exitLane(fromExitCaseId(exitCaseId)?.counselorId ?? exitCaseId),
  initial: (exitCaseId) => ({ exitCaseId, offer: null, tasks: [], settled: [] }),
  evolve,
  react: (state, cause, context) => {
    const { offer } = state
    if (cause.kind === 'timer') {
      if (!offer) return {}
      return cause.timer.name === 'remind' ? remind(state, offer) : silence(state, offer, context)
    }
    const settledTasks = state.settled.map((taskId) => ({ taskId, reason: 'answered' as const }))
    if (!offer) return { cancelTimers: ['remind', 'silence'], settledTasks }
    const on = reminderOn(offer, context)
    return {
      timers: [
        ...(on ? [{ name: 'remind', dueOn: on }] : []),
        // C-04: due inclusive, overdue from the next day
        { name: 'silence', dueOn: addDays(offer.answerDueOn, 1) },
      ],
      ...(on ? {} : { cancelTimers: ['remind'] }),
      settledTasks,
    }
  },
})
