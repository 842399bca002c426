import { CounselorReassigned, ExitCaseEscalated, ExitCaseOpened, ExitCaseWithdrawn, toExitCaseId } from '@fudao/contracts/staffing'
import { type AggregateDecider, happened, refuse } from '@fudao/domain-kit'
import { ownData, sameData } from '../own-data.js'
import type { Escalate, ExitCaseCommand, Open, Reassign, Withdraw } from './exit-case-commands.js'
import { type ExitCase, type ExitCaseEvent, evolveExitCase, isFinal, keyOf, noExitCase } from './exit-case-state.js'
import { answerOffer, offerPost } from './offer-post.js'
import { decideTermination, isRefused, permitTermination } from './permit-termination.js'

const wrongState = (s: ExitCase): never => refuse('WrongState', ['R-AK-82', 'R-AK-83'], { status: s.status })

/** The year of the key is the last basis year; for `unsuitable` it is the year of confirmation and years need not be given. */
const basisFits = ({ data: { ground, year, basisYears } }: Open): boolean => {
  const ascending = basisYears.every((y, index) => index === 0 || y > (basisYears[index - 1] ?? y))
  if (ground === 'unsuitable') return ascending && basisYears.every((y) => y <= year)
  if (ground === 'annualFail') return basisYears.length === 1 && basisYears[0] === year
  return ascending && basisYears.length >= 2 && basisYears.at(-1) === year
}

/** `∅|withdrawn → opened`. */
const openExitCase = (c: Open, s: ExitCase): ExitCaseEvent[] => {
  const data = { ...ownData(c.data), exitCaseId: toExitCaseId(c.data) }
  if (s.status !== 'none' && s.status !== 'withdrawn')
    return s.status === 'opened' && sameData(data, s.file.opening)
      ? []
      : refuse('CaseExists', ['R-AK-82'], { exitCaseId: data.exitCaseId, status: s.status })
  if (!basisFits(c)) return refuse('InvalidValue', ['R-AK-82', 'R-AK-83'], { field: 'basisYears', year: data.year })
  return [happened(ExitCaseOpened, data)]
}

/** `accepted → reassigned`; the post is the one accepted unless another is named. */
const completeReassignment = (c: Reassign, s: ExitCase): ExitCaseEvent[] => {
  if (s.status === 'none') return wrongState(s)
  const key = keyOf(c.data)
  const newPost = c.data.newPost ?? s.file.reassignment?.newPost ?? s.file.offer?.post
  const from = c.data.from ?? c.metadata.asOf
  if (s.status === 'reassigned' && s.file.reassignment?.newPost === newPost && s.file.reassignment?.from === from) return []
  if (isFinal(s)) return refuse('CaseFinal', ['R-AK-82'], { status: s.status })
  if (s.status !== 'accepted' || newPost === undefined) return wrongState(s)
  return [happened(CounselorReassigned, { exitCaseId: toExitCaseId(key), ...key, newPost, from })]
}

/** Any case that is not final `→ withdrawn`. */
const withdrawExitCase = (c: Withdraw, s: ExitCase): ExitCaseEvent[] => {
  if (s.status === 'none') return wrongState(s)
  if (s.status === 'withdrawn') return []
  if (isFinal(s)) return refuse('CaseFinal', ['R-AK-82', 'R-AK-83'], { status: s.status })
  const key = keyOf(c.data)
  return [happened(ExitCaseWithdrawn, { exitCaseId: toExitCaseId(key), ...key, reason: c.data.reason })]
}

/** whoever is unsuitable and refuses is not dismissed; the case goes up. `refused → escalated`. */
const escalateExitCase = (c: Escalate, s: ExitCase): ExitCaseEvent[] => {
  const on = c.data.on ?? c.metadata.asOf
  if (s.status === 'escalated' && s.file.escalatedOn === on) return []
  if (s.status === 'none' || c.data.ground !== 'unsuitable' || !isRefused(s, c.metadata)) return wrongState(s)
  const key = keyOf(c.data)
  return [happened(ExitCaseEscalated, { exitCaseId: toExitCaseId(key), ...key, on })]
}

const decide = (command: ExitCaseCommand, state: ExitCase): ExitCaseEvent[] => {
  const { exitCaseId } = command.data
  if (exitCaseId !== undefined && exitCaseId !== toExitCaseId(command.data))
    return refuse('InvalidValue', ['R-AK-82'], { field: 'exitCaseId', expected: toExitCaseId(command.data) })
  switch (command.type) {
    case 'OpenExitCase':
      return openExitCase(command, state)
    case 'OfferPost':
      return offerPost(command, state)
    case 'AnswerOffer':
      return answerOffer(command, state)
    case 'PermitTermination':
      return permitTermination(command, state)
    case 'DecideTermination':
      return decideTermination(command, state)
    case 'CompleteReassignment':
      return completeReassignment(command, state)
    case 'WithdrawExitCase':
      return withdrawExitCase(command, state)
    case 'EscalateExitCase':
      return escalateExitCase(command, state)
  }
}

/** Exit of unqualified or unsuitable counselors (R-AK-82, R-AK-83); the software permits, a human decides. */
export const exitCaseDecider: AggregateDecider<ExitCase, ExitCaseCommand, ExitCaseEvent> = {
  initialState: noExitCase,
  decide,
  evolve: evolveExitCase,
}
