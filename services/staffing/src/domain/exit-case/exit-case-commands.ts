import type {
  AnswerOffer,
  CompleteReassignment,
  DecideTermination,
  EscalateExitCase,
  OfferPost,
  OpenExitCase,
  PermitTermination,
  WithdrawExitCase,
} from '@fudao/contracts/staffing'
import type { CommandOf } from '@fudao/domain-kit'

export type Open = CommandOf<typeof OpenExitCase>
export type Offer = CommandOf<typeof OfferPost>
export type Answer = CommandOf<typeof AnswerOffer>
export type Permit = CommandOf<typeof PermitTermination>
export type Decide = CommandOf<typeof DecideTermination>
export type Reassign = CommandOf<typeof CompleteReassignment>
export type Withdraw = CommandOf<typeof WithdrawExitCase>
export type Escalate = CommandOf<typeof EscalateExitCase>
export type ExitCaseCommand = Open | Offer | Answer | Permit | Decide | Reassign | Withdraw | Escalate
