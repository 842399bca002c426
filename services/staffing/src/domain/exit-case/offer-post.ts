import { OfferAccepted, OfferRefused, PostOffered, toExitCaseId } from '@fudao/contracts/staffing'
import { addDays, happened, refuse } from '@fudao/domain-kit'
import type { Answer, Offer } from './exit-case-commands.js'
import { type ExitCase, type ExitCaseEvent, keyOf } from './exit-case-state.js'

/** C-04: due = offered + response days, inclusive. Without the parameter the campus names the day itself. */
const answerDueOn = ({ data, metadata }: Offer, offeredOn: string): string => {
  const days = metadata.policy.value('staffing.exit.offerResponseDays')
  const due = days === null ? data.answerDueOn : addDays(offeredOn, days)
  if (due === undefined || due < offeredOn || (data.answerDueOn !== undefined && data.answerDueOn !== due))
    return refuse('InvalidValue', ['R-AK-83'], { field: 'answerDueOn', expected: due ?? null })
  return due
}

/** `opened|escalated|retained → offered`. A-36: another post is one outside counselor work, unless the campus reads it otherwise. */
export const offerPost = (c: Offer, s: ExitCase): ExitCaseEvent[] => {
  const offeredOn = c.data.offeredOn ?? c.metadata.asOf
  const targetKind = c.data.targetKind ?? 'nonCounselor'
  if (s.status === 'offered') {
    const { offer } = s.file
    if (offer?.post === c.data.post && offer.offeredOn === offeredOn && offer.targetKind === targetKind) return []
  }
  if (s.status !== 'opened' && s.status !== 'escalated' && s.status !== 'retained')
    return refuse('WrongState', ['R-AK-82'], { status: s.status })
  if (targetKind === 'counselor' && c.metadata.policy.value('staffing.exit.target') !== 'anyPost')
    return refuse('TargetNotAllowed', ['R-AK-82', 'A-36'], { targetKind })
  const key = keyOf(c.data)
  return [
    happened(PostOffered, {
      exitCaseId: toExitCaseId(key),
      ...key,
      offerNo: s.file.offers + 1,
      post: c.data.post,
      targetKind,
      offeredOn,
      answerDueOn: answerDueOn(c, offeredOn),
    }),
  ]
}

/**
 * `offered → accepted | refused`. The answer is explicit, and late ones count. What the office records for the counselor
 * rests on a signed paper; a counselor who answers in person refers to this very command.
 */
export const answerOffer = (c: Answer, s: ExitCase): ExitCaseEvent[] => {
  const { answer } = c.data
  const on = c.data.on ?? c.metadata.asOf
  if ((s.status === 'accepted' || s.status === 'refused') && s.file.answer?.answer === answer && s.file.answer?.on === on) return []
  if (s.status !== 'offered' || !s.file.offer) return refuse('WrongState', ['R-AK-83'], { status: s.status })
  if (answer === undefined) return refuse('AnswerMissing', ['R-AK-83', 'A-13'], { missing: 'answer' })
  const inPerson = c.metadata.actor.role === 'counselor'
  const statementRef = c.data.statementRef || (inPerson ? `command:${c.metadata.commandId}` : undefined)
  if (statementRef === undefined) return refuse('AnswerMissing', ['R-AK-83', 'A-13'], { missing: 'statementRef' })
  const { offerNo, offeredOn } = s.file.offer
  if (on < offeredOn) return refuse('InvalidValue', ['R-AK-83'], { field: 'on', offeredOn })
  const key = keyOf(c.data)
  const data = { exitCaseId: toExitCaseId(key), ...key, offerNo, on, statementRef }
  return [answer === 'accept' ? happened(OfferAccepted, data) : happened(OfferRefused, data)]
}
