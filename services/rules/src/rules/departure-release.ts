import { CancelAssessment, CloseBallot, WithdrawNominee } from '@fudao/contracts/assessment'
import {
  type ContractEndGround,
  type DepartureReason,
  ReleaseCourse,
  StopAllowance,
  TerminateContract,
  VacateDormResidence,
  VacateRoom,
  WithdrawTitleApplication,
} from '@fudao/contracts/staffing'
import { addDays, addMonths, type LocalDate, laterOf, yearOf } from '@fudao/domain-kit'
import { type EventRef, type RuleCommand, type RuleContext, ruleCommand, type TaskRequest } from '@fudao/rules'
import type { ContractFacts } from './contract-roster.js'
import type { Course, Holdings, Nomination, Room, StudentFiles } from './departure-state.js'

/** Why and as of when somebody left. */
export interface Departure {
  readonly counselorId: string
  readonly lastDay: LocalDate
  readonly reason: DepartureReason
  readonly by: EventRef
  /** Which release of this counselor it is: one on the same day after a correction is another. */
  readonly no: number
}
/** What a departure takes away. */
export interface Released {
  readonly contracts: readonly (readonly [id: string, contract: ContractFacts])[]
  readonly assessments: readonly (readonly [year: string, by: EventRef])[]
  readonly ballots: readonly (readonly [year: string, by: EventRef])[]
  readonly courses: readonly Course[]
  readonly offices: readonly Room[]
  readonly residence: Omit<Room, 'room'> | null
  readonly nominations: readonly Nomination[]
  readonly applications: readonly (readonly [id: string, by: EventRef])[]
  readonly allowance: EventRef | null
  /** Student files that nobody has taken over. */
  readonly files: StudentFiles | null
}

/** Key of a step of `domain/40`. */
export const stepKey = ({ counselorId, lastDay, no }: Departure, step: string): string =>
  `X10:${counselorId}:${lastDay}:${step}${no > 1 ? `:${no}` : ''}`

/** Contracts that do not outlast the departure by themselves: X-08 ends one at its end, X-09 one that is terminated by decision. */
const contractsToEnd = ({ contracts }: Holdings, { lastDay, reason }: Departure): Released['contracts'] =>
  reason === 'reassigned' || reason === 'terminated'
    ? []
    : Object.entries(contracts).filter(([, { status, to }]) => status === 'live' && (to === undefined || to > lastDay))

/** Held on the day after the last day; a year that has ended by then is still assessed. */
export const releasedOn = (held: Holdings, departure: Departure, { asOf, policy }: RuleContext): Released => {
  const unended = ([year]: readonly [string, EventRef]): boolean => Number(year) >= yearOf(asOf)
  const terms = policy.value('calendar.terms') ?? []
  const begun = (termId: string): boolean => {
    const term = terms.find((other) => other.termId === termId)
    return term === undefined || term.from <= departure.lastDay
  }
  return {
    contracts: contractsToEnd(held, departure),
    assessments: Object.entries(held.assessments).filter(unended),
    ballots: Object.entries(held.ballots).filter(unended),
    courses: Object.values(held.courses).filter(({ termId }) => !begun(termId)),
    offices: Object.values(held.offices),
    residence: held.residence,
    nominations: Object.values(held.nominations),
    applications: Object.entries(held.applications),
    allowance: held.allowance,
    files: held.files,
  }
}
export const nothingReleased: Released = {
  contracts: [],
  assessments: [],
  ballots: [],
  courses: [],
  offices: [],
  residence: null,
  nominations: [],
  applications: [],
  allowance: null,
  files: null,
}
/** Somebody who is registered again by then keeps all but the contract of the time that has ended. */
export const releasedAtReturn = (held: Holdings, departure: Departure, newContract: string | null): Released => ({
  ...nothingReleased,
  contracts: contractsToEnd(held, departure).filter(([id]) => id !== newContract),
})

const grounds: Readonly<Partial<Record<DepartureReason, ContractEndGround>>> = {
  resigned: 'resigned',
  retired: 'retired',
  movedCampus: 'movedCampus',
  deceased: 'deceased',
}

/** R-AK-73: nothing is owed from the month after the last day. */
const stopAllowance = (departure: Departure, allotted: EventRef): RuleCommand => {
  const { counselorId, lastDay, by } = departure
  const next = addMonths(`${lastDay.slice(0, 7)}-01`, 1)
  return ruleCommand(
    StopAllowance,
    { year: yearOf(next), counselorId, fromMonth: Number(next.slice(5, 7)) },
    { key: stepKey(departure, 'allowance'), rules: ['R-AK-31', 'R-AK-73'], uses: [by, allotted], holds: ['WrongState'] },
  )
}

/** The steps of X-10 in the order of `domain/40`; what is gone already is what was wanted. */
export const releaseCommands = (released: Released, departure: Departure): RuleCommand[] => {
  const { counselorId, lastDay, reason, by } = departure
  const how = (step: string, rules: readonly string[], since: EventRef) => ({
    key: stepKey(departure, step),
    rules: ['R-AK-31', ...rules],
    uses: [by, since],
    holds: ['WrongState'],
  })
  const ground = grounds[reason]
  return [
    ...released.contracts.map(([contractId, contract]) =>
      ruleCommand(
        TerminateContract,
        {
          contractId,
          // one that had not begun ends where it would have
          on: laterOf(contract.from, lastDay),
          ...(ground ? { ground } : { ground: 'other', groundText: reason }),
        },
        how('contract', ['R-AK-34'], contract.by),
      ),
    ),
    // first, so that nobody waits for what the ballot gave
    ...released.assessments.map(([year, since]) =>
      ruleCommand(CancelAssessment, { counselorId, year: Number(year), reason: 'deregistered' }, how('assessment', ['R-AK-80'], since)),
    ),
    ...released.ballots.map(([year, since]) =>
      ruleCommand(CloseBallot, { counselorId, year: Number(year) }, { ...how('ballot', ['R-AK-79'], since), holds: ['BallotClosed'] }),
    ),
    ...released.courses.map(({ termId, courseTitle, by: since }) =>
      ruleCommand(ReleaseCourse, { counselorId, termId, courseTitle }, how('course', ['R-AK-68'], since)),
    ),
    ...released.offices.map(({ siteId, buildingId, room, by: since }) =>
      ruleCommand(VacateRoom, { siteId, buildingId, room }, how('office', ['R-AK-70'], since)),
    ),
    ...(released.residence
      ? [
          ruleCommand(
            VacateDormResidence,
            { counselorId, siteId: released.residence.siteId, buildingId: released.residence.buildingId, to: lastDay },
            { ...how('residence', ['R-AK-11'], released.residence.by), holds: ['NotActive'] },
          ),
        ]
      : []),
    ...released.nominations.map(({ kind, year, personId, by: since }) =>
      ruleCommand(WithdrawNominee, { kind, year, personId, reason: 'deregistered' }, how('award', ['R-AK-85'], since)),
    ),
    ...released.applications.map(([applicationId, since]) =>
      ruleCommand(WithdrawTitleApplication, { applicationId, counselorId, reason: 'deregistered' }, how('title', ['R-AK-50'], since)),
    ),
    ...(released.allowance ? [stopAllowance(departure, released.allowance)] : []),
  ]
}

/** The day on which everything is released. */
export const releaseDay = (lastDay: LocalDate): LocalDate => addDays(lastDay, 1)

/** Step 8: the branch names who takes the student files over; only counts are kept of them (R-AK-24, C-12). */
export const handOverTask = ({ files }: Released, departmentId: string | null, departure: Departure): TaskRequest[] => {
  const { counselorId, lastDay } = departure
  if (!files || files.students === 0) return []
  const { termId, students } = files
  return [
    {
      key: stepKey(departure, 'files'),
      action: 'handOverFiles',
      ...(departmentId === null ? {} : { departmentId }),
      subject: `${counselorId}_${termId}`,
      dueOn: lastDay,
      params: { counselorId, term: termId, students },
    },
  ]
}
