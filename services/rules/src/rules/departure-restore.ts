import { AssignCourse, AssignDormResidence, AssignRoom, DraftContract, ResumeAllowance } from '@fudao/contracts/staffing'
import { type LocalDate, laterOf } from '@fudao/domain-kit'
import { type EventRef, type RuleCommand, ruleCommand, type TaskRequest } from '@fudao/rules'
import { type Departure, nothingReleased, type Released, releaseDay, stepKey } from './departure-release.js'

/**
 * What a corrected departure brings back, step by step with new commands; the assessment is opened again by X-47. What somebody else has
 * been given meanwhile is not taken back.
 */
export const restoreCommands = (released: Released, departure: Departure, corrected: EventRef): RuleCommand[] => {
  const { counselorId, lastDay } = departure
  const from = releaseDay(lastDay)
  const how = (step: string, rules: readonly string[]) => ({
    key: stepKey(departure, step),
    rules: ['R-AK-31', ...rules],
    uses: [departure.by, corrected],
  })
  return [
    ...released.contracts.map(([contractId, { personId, kind, kindText, exception, from: begins, to }]) =>
      // an ended contract stays ended: a draft of another one for the time that was left
      ruleCommand(
        DraftContract,
        {
          contractId: nextContractId(contractId, departure),
          personId,
          counselorId,
          kind,
          ...(kindText === undefined ? {} : { kindText }),
          from: laterOf(begins, from),
          ...(to === undefined ? {} : { to }),
          ...(exception === undefined ? {} : { exception }),
        },
        how('contract', ['R-AK-34', 'R-AK-35']),
      ),
    ),
    ...released.courses.map(({ termId, courseTitle, sections, counted }) =>
      ruleCommand(AssignCourse, { counselorId, termId, courseTitle, sections, ideologyTheory: counted }, how('course', ['R-AK-68'])),
    ),
    ...released.offices.map(({ siteId, buildingId, room }) =>
      ruleCommand(
        AssignRoom,
        { siteId, buildingId, kind: 'office', room, counselorId },
        { ...how('office', ['R-AK-70']), holds: ['RoomTaken', 'WrongState'] },
      ),
    ),
    ...(released.residence
      ? [
          ruleCommand(
            AssignDormResidence,
            { counselorId, siteId: released.residence.siteId, buildingId: released.residence.buildingId, from },
            how('residence', ['R-AK-11']),
          ),
        ]
      : []),
  ]
}

const nextContractId = (contractId: string, { no }: Departure): string => `${contractId.slice(0, 58)}_r${no}`

/** Years in which an allowance was stopped go on. */
export const resumeAllowances = (departure: Departure, years: readonly number[], because: EventRef): RuleCommand[] =>
  years.map((year) =>
    ruleCommand(
      ResumeAllowance,
      { year, counselorId: departure.counselorId },
      {
        key: stepKey(departure, 'allowance'),
        rules: ['R-AK-31', 'R-AK-73'],
        uses: [departure.by, because],
        holds: ['WrongState'],
      },
    ),
  )

/** What only people can bring back. */
export const restoreByHand = ({ contracts, applications, nominations }: Released, departure: Departure): TaskRequest[] => {
  const { counselorId } = departure
  if (contracts.length + applications.length + nominations.length === 0) return []
  return [
    {
      key: stepKey(departure, 'byHand'),
      action: 'restoreByHand',
      counselorId,
      subject: counselorId,
      params: { counselorId, contracts: contracts.length, applications: applications.length, nominations: nominations.length },
    },
  ]
}

/** What staffing and assessment take from nobody who is deregistered, though the new last day is still to come. */
export const notRestoredYet = ({ courses, residence, assessments }: Released): Released => ({
  ...nothingReleased,
  courses,
  residence,
  assessments,
})
/** All that a moved last day brings back by itself. */
export const restoredAtOnce = (released: Released): Released => ({ ...released, courses: [], residence: null })

/** A last day moved into the future: the rest comes back once the departure is revoked. */
export const restoreUntil = ({ courses, residence, assessments }: Released, departure: Departure, lastDay: LocalDate): TaskRequest[] => {
  const { counselorId } = departure
  const residences = residence ? 1 : 0
  if (courses.length + residences + assessments.length === 0) return []
  return [
    {
      key: stepKey(departure, 'until'),
      action: 'restoreUntilLastDay',
      counselorId,
      subject: counselorId,
      dueOn: lastDay,
      params: { counselorId, lastDay, courses: courses.length, residences, assessments: assessments.length },
    },
  ]
}
