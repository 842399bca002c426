import type { EventOf } from '@fudao/contracts/kit'
import type {
  EligibilityWithdrawn,
  PromotionEligibilityCertified,
  StintAssessed,
  StintClosed,
  StintOpened,
  StintRole,
  TitleRank,
} from '@fudao/contracts/staffing'
import type { LocalDate, ServiceStint } from '@fudao/domain-kit'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type TeacherServiceEvent = EventOf<
  typeof StintOpened | typeof StintClosed | typeof StintAssessed | typeof PromotionEligibilityCertified | typeof EligibilityWithdrawn
>

// --- State -----------------------------------------------------------------------------------------------------------

export interface Stint extends ServiceStint {
  readonly role: StintRole
}
export interface Assessed {
  readonly year: number
  readonly qualified: boolean
  readonly sourceRef: string
}
export interface TeacherService {
  /** `∅ → recording ⇄ certified`. */
  readonly status: 'none' | 'recording' | 'certified'
  readonly stints: readonly Stint[]
  /** One of each year. */
  readonly assessments: readonly Assessed[]
  readonly certificate: { readonly targetRank: TitleRank; readonly on: LocalDate } | undefined
  /** The withdrawal that ended the last certificate. */
  readonly withdrawn: { readonly targetRank: TitleRank; readonly reason: string } | undefined
}

export const noTeacherService = (): TeacherService => ({
  status: 'none',
  stints: [],
  assessments: [],
  certificate: undefined,
  withdrawn: undefined,
})

// --- Evolve ----------------------------------------------------------------------------------------------------------

const begun = (state: TeacherService): TeacherService => (state.status === 'none' ? { ...state, status: 'recording' } : state)

export const evolveTeacherService = (before: TeacherService, event: TeacherServiceEvent): TeacherService => {
  const state = begun(before)
  switch (event.type) {
    case 'StintOpened': {
      const { role, from } = event.data
      return { ...state, stints: [...state.stints, { role, from, to: null }] }
    }
    case 'StintClosed': {
      const { role, from, to } = event.data
      return { ...state, stints: state.stints.map((s) => (s.role === role && s.from === from ? { ...s, to } : s)) }
    }
    case 'StintAssessed': {
      const { year, qualified, sourceRef } = event.data
      return { ...state, assessments: [...state.assessments.filter((a) => a.year !== year), { year, qualified, sourceRef }] }
    }
    case 'PromotionEligibilityCertified': {
      const { targetRank, on } = event.data
      return { ...state, status: 'certified', certificate: { targetRank, on }, withdrawn: undefined }
    }
    case 'EligibilityWithdrawn': {
      const { targetRank, reason } = event.data
      return { ...state, status: 'recording', certificate: undefined, withdrawn: { targetRank, reason } }
    }
  }
}
