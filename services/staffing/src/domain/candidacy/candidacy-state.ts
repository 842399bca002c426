import type { EventOf } from '@fudao/contracts/kit'
import type {
  CandidacyRejected,
  CandidacyReserved,
  CandidacySubmitted,
  CandidacyWithdrawn,
  CandidateAppointed,
  CandidateScreened,
  ObjectionRaised,
  ObjectionSettled,
  PublicityStarted,
  StagePassed,
  TrialPostConcluded,
  TrialPostStarted,
} from '@fudao/contracts/staffing'
import type { Recorded } from '@fudao/domain-kit'
import { type OwnData, ownData } from '../own-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type CandidacyEvent = Recorded<
  EventOf<
    | typeof CandidacySubmitted
    | typeof CandidateScreened
    | typeof StagePassed
    | typeof CandidacyRejected
    | typeof PublicityStarted
    | typeof ObjectionRaised
    | typeof ObjectionSettled
    | typeof TrialPostStarted
    | typeof TrialPostConcluded
    | typeof CandidateAppointed
    | typeof CandidacyWithdrawn
    | typeof CandidacyReserved
  >
>
type Data<T extends CandidacyEvent['type']> = OwnData<Extract<CandidacyEvent, { readonly type: T }>['data']>

// --- State -----------------------------------------------------------------------------------------------------------

export interface Objection {
  readonly text: string
  /** Absent while it is open. */
  readonly upheld?: boolean
}
export interface CandidacyFile {
  readonly application: Data<'CandidacySubmitted'>
  readonly screening: Data<'CandidateScreened'> | undefined
  /** Stages passed, in the order of the round: what a later one builds on. */
  readonly passed: readonly string[]
  readonly results: readonly Data<'StagePassed'>[]
  readonly publicity: Data<'PublicityStarted'> | undefined
  readonly objections: Readonly<Record<string, Objection>>
  readonly trial: Data<'TrialPostStarted'> | undefined
  readonly conclusion: Data<'TrialPostConcluded'> | undefined
  readonly rejection: Data<'CandidacyRejected'> | undefined
  readonly appointment: Data<'CandidateAppointed'> | undefined
  readonly reservation: Data<'CandidacyReserved'> | undefined
}
/** `inStages`: from the first stage passed or begun; which one it is, {@link stepOf} says. */
export type CandidacyStatus = 'applied' | 'screened' | 'inStages' | 'appointed' | 'reserved' | 'rejected' | 'withdrawn'
export type Candidacy = { readonly status: 'none' } | { readonly status: CandidacyStatus; readonly file: CandidacyFile }

export const noCandidacy = (): Candidacy => ({ status: 'none' })

/** The state as the domain names it: the stage last passed or begun, where it is in the stages. */
export const stepOf = (s: Candidacy): string => {
  if (s.status !== 'inStages') return s.status
  const { passed, publicity, trial } = s.file
  if (trial) return 'trialPost'
  if (publicity && !passed.includes('publicity')) return 'publicity'
  return passed.at(-1) ?? 'screened'
}

// --- Evolve ----------------------------------------------------------------------------------------------------------

const submitted = (application: CandidacyFile['application']): Candidacy => ({
  status: 'applied',
  file: {
    application,
    screening: undefined,
    passed: [],
    results: [],
    publicity: undefined,
    objections: {},
    trial: undefined,
    conclusion: undefined,
    rejection: undefined,
    appointment: undefined,
    reservation: undefined,
  },
})

/** Folds one event; an event of a candidacy nobody submitted cannot have been decided and is left out. */
export const evolveCandidacy = (state: Candidacy, event: CandidacyEvent): Candidacy => {
  if (event.type === 'CandidacySubmitted') return submitted(ownData(event.data))
  if (state.status === 'none') return state
  const { file } = state
  const to = (status: CandidacyStatus, change: Partial<CandidacyFile> = {}): Candidacy => ({ status, file: { ...file, ...change } })
  switch (event.type) {
    case 'CandidateScreened':
      return to(event.data.passed ? 'screened' : 'rejected', { screening: ownData(event.data) })
    case 'StagePassed':
      return to('inStages', { passed: [...file.passed, event.data.stage], results: [...file.results, ownData(event.data)] })
    case 'PublicityStarted':
      return to('inStages', { publicity: ownData(event.data) })
    case 'ObjectionRaised':
      return to('inStages', { objections: { ...file.objections, [event.data.objectionId]: { text: event.data.text } } })
    case 'ObjectionSettled': {
      const { objectionId, upheld } = event.data
      return to('inStages', {
        objections: { ...file.objections, [objectionId]: { text: file.objections[objectionId]?.text ?? '', upheld } },
      })
    }
    case 'TrialPostStarted':
      return to('inStages', { trial: ownData(event.data) })
    case 'TrialPostConcluded':
      return event.data.passed
        ? to('inStages', { conclusion: ownData(event.data), passed: [...file.passed, 'trialPost'] })
        : to('rejected', { conclusion: ownData(event.data) })
    case 'CandidacyRejected':
      return to('rejected', { rejection: ownData(event.data) })
    case 'CandidateAppointed':
      return to('appointed', { appointment: ownData(event.data) })
    case 'CandidacyWithdrawn':
      return to('withdrawn')
    case 'CandidacyReserved':
      return to('reserved', { reservation: ownData(event.data) })
  }
}
