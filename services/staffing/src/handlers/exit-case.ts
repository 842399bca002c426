import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { exitCaseDecider } from '../domain/exit-case/exit-case.js'

export const exitCaseHandlers = aggregateHandlers({
  decider: exitCaseDecider,
  events: [
    c.ExitCaseOpened,
    c.PostOffered,
    c.OfferAccepted,
    c.OfferRefused,
    c.ExitCaseEscalated,
    c.TerminationPermitted,
    c.TerminationDecided,
    c.CounselorReassigned,
    c.ExitCaseWithdrawn,
  ],
  commands: [
    c.OpenExitCase,
    c.OfferPost,
    c.AnswerOffer,
    c.PermitTermination,
    c.DecideTermination,
    c.CompleteReassignment,
    c.WithdrawExitCase,
    c.EscalateExitCase,
  ],
})
