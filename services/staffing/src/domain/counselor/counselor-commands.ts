import type {
  AssignDormResidence,
  ChangeEmployment,
  ChangePosition,
  CorrectDeregistration,
  CorrectTitle,
  DeregisterCounselor,
  EndLeave,
  RecordPriorService,
  RecordTitle,
  RegisterCounselor,
  StartLeave,
  VacateDormResidence,
} from '@fudao/contracts/staffing'
import type { CommandOf } from '@fudao/domain-kit'
import type { Candidacy } from '../candidacy/candidacy-state.js'
import type { Contract } from '../contract/contract-state.js'
import type { ExitCase } from '../exit-case/exit-case-state.js'

/** Facts a command needs; each is a folded stream of this service (C-06). */
export interface RegisterFacts {
  /** The contract that `contractId` names. */
  readonly contract?: Contract | undefined
  /** Whether the person's data were erased (A8). */
  readonly person?: { readonly erased: boolean } | undefined
  /** The candidacy that `candidacyId` names. */
  readonly candidacy?: Candidacy | undefined
}
export interface ReturnFacts {
  /** Whether the data of the person who comes back were erased (A8). */
  readonly person?: { readonly erased: boolean } | undefined
}
export interface DeregisterFacts {
  /** The case that `exitCaseId` names. */
  readonly exitCase?: ExitCase | undefined
}

export type Register = CommandOf<typeof RegisterCounselor, RegisterFacts>
export type Deregister = CommandOf<typeof DeregisterCounselor, DeregisterFacts>
export type PriorService = CommandOf<typeof RecordPriorService>
export type Employ = CommandOf<typeof ChangeEmployment>
export type Position = CommandOf<typeof ChangePosition>
export type LeaveStart = CommandOf<typeof StartLeave>
export type LeaveEnd = CommandOf<typeof EndLeave>
export type Title = CommandOf<typeof RecordTitle>
export type TitleCorrection = CommandOf<typeof CorrectTitle>
export type AssignResidence = CommandOf<typeof AssignDormResidence>
export type VacateResidence = CommandOf<typeof VacateDormResidence>
export type DepartureCorrection = CommandOf<typeof CorrectDeregistration, ReturnFacts>

export type CounselorCommand =
  | Register
  | Deregister
  | PriorService
  | Employ
  | Position
  | LeaveStart
  | LeaveEnd
  | Title
  | TitleCorrection
  | AssignResidence
  | VacateResidence
  | DepartureCorrection
