import type { EventOf } from '@fudao/contracts/kit'
import type {
  CounselorReassigned,
  ExitCaseEscalated,
  ExitCaseKey,
  ExitCaseOpened,
  ExitCaseWithdrawn,
  OfferAccepted,
  OfferAnswer,
  OfferRefused,
  PostOffered,
  TerminationDecided,
  TerminationPermitted,
} from '@fudao/contracts/staffing'
import type { LocalDate, Recorded } from '@fudao/domain-kit'
import { type OwnData, ownData } from '../own-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type ExitCaseEvent = Recorded<
  EventOf<
    | typeof ExitCaseOpened
    | typeof PostOffered
    | typeof OfferAccepted
    | typeof OfferRefused
    | typeof ExitCaseEscalated
    | typeof TerminationPermitted
    | typeof TerminationDecided
    | typeof CounselorReassigned
    | typeof ExitCaseWithdrawn
  >
>
type Data<T extends ExitCaseEvent['type']> = OwnData<Extract<ExitCaseEvent, { readonly type: T }>['data']>

// --- State -----------------------------------------------------------------------------------------------------------

export interface ExitCaseFile {
  readonly opening: Data<'ExitCaseOpened'>
  /** Offers made so far; numbers go on after a withdrawal, because a reminder belongs to one number. */
  readonly offers: number
  readonly offer: Data<'PostOffered'> | undefined
  readonly answer: { readonly answer: OfferAnswer; readonly on: LocalDate } | undefined
  readonly escalatedOn: LocalDate | undefined
  readonly permit: Data<'TerminationPermitted'> | undefined
  readonly decision: Data<'TerminationDecided'> | undefined
  readonly reassignment: Data<'CounselorReassigned'> | undefined
}
export type OpenExitCaseStatus =
  | 'opened'
  | 'offered'
  | 'accepted'
  | 'refused'
  | 'escalated'
  | 'terminationPermitted'
  | 'terminated'
  | 'retained'
  | 'reassigned'
  | 'withdrawn'
export type ExitCase = { readonly status: 'none' } | { readonly status: OpenExitCaseStatus; readonly file: ExitCaseFile }
export type KnownExitCase = Extract<ExitCase, { readonly file: ExitCaseFile }>

export const noExitCase = (): ExitCase => ({ status: 'none' })
export const keyOf = ({ counselorId, year, ground }: ExitCaseKey): ExitCaseKey => ({ counselorId, year, ground })
/** `retained` is not final: the post change stays owed. */
export const isFinal = (state: ExitCase): boolean => state.status === 'terminated' || state.status === 'reassigned'

// --- Evolve ----------------------------------------------------------------------------------------------------------

const opened = (opening: ExitCaseFile['opening'], offers: number): ExitCase => ({
  status: 'opened',
  file: {
    opening,
    offers,
    offer: undefined,
    answer: undefined,
    escalatedOn: undefined,
    permit: undefined,
    decision: undefined,
    reassignment: undefined,
  },
})

/** Folds one event; an event of a case nobody opened cannot have been decided and is left out. */
export const evolveExitCase = (state: ExitCase, event: ExitCaseEvent): ExitCase => {
  if (event.type === 'ExitCaseOpened') return opened(ownData(event.data), state.status === 'none' ? 0 : state.file.offers)
  if (state.status === 'none') return state
  const to = (status: OpenExitCaseStatus, change: Partial<ExitCaseFile>): ExitCase => ({ status, file: { ...state.file, ...change } })
  switch (event.type) {
    case 'PostOffered':
      return to('offered', { offers: event.data.offerNo, offer: ownData(event.data), answer: undefined })
    case 'OfferAccepted':
      return to('accepted', { answer: { answer: 'accept', on: event.data.on } })
    case 'OfferRefused':
      return to('refused', { answer: { answer: 'refuse', on: event.data.on } })
    case 'ExitCaseEscalated':
      return to('escalated', { escalatedOn: event.data.on })
    case 'TerminationPermitted':
      return to('terminationPermitted', { permit: ownData(event.data) })
    case 'TerminationDecided':
      return to(event.data.decision === 'terminate' ? 'terminated' : 'retained', { decision: ownData(event.data) })
    case 'CounselorReassigned':
      return to('reassigned', { reassignment: ownData(event.data) })
    case 'ExitCaseWithdrawn':
      return to('withdrawn', {})
  }
}
