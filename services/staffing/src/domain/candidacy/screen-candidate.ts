import {
  basicConditions,
  CandidateScreened,
  type Degree,
  degrees,
  type PartyRequirement,
  partyRequirements,
} from '@fudao/contracts/staffing'
import { happened, refuse } from '@fudao/domain-kit'
import { rulesOfCondition } from '../counselor/basic-conditions.js'
import { sameData } from '../own-data.js'
import type { RoundPlan } from '../recruitment-round/recruitment-round.js'
import { checkPanel, livePlan, type Screen, wrongState } from './candidacy-commands.js'
import type { Candidacy, CandidacyEvent } from './candidacy-state.js'

const highest = <T extends string>(scale: readonly T[], ...values: readonly (T | null | undefined)[]): T | undefined =>
  scale[Math.max(...values.map((value) => (value ? scale.indexOf(value) : -1)))]

/** R-AK-40: no exception is possible. */
const checkDegree = ({ data: { degree } }: Screen, least: Degree | undefined): void => {
  if (least === undefined) return
  if (degree === undefined) refuse('InvalidValue', ['R-AK-40'], { field: 'degree', least })
  else if (degrees.indexOf(degree) < degrees.indexOf(least)) refuse('DegreeTooLow', ['R-AK-40'], { degree, least })
}

/** R-AK-38 (原则上): an exception with reason and approver stands in for membership, unless it is required. Whether condition 1 holds. */
const firstConditionHolds = ({ data: { attestations, partyMember, exception } }: Screen, asked: PartyRequirement | undefined): boolean => {
  const attested = attestations?.cond1 === true
  if (partyMember !== false) return attested || (exception !== undefined && asked !== 'required')
  if (asked === 'required') return false
  if (asked === 'inPrinciple' && !exception) return refuse('PartyMembershipExceptionRequired', ['R-AK-38'])
  return attested || exception !== undefined
}

const checkConditions = (c: Screen, { minDegree, partyMember }: RoundPlan): void => {
  const { policy } = c.metadata
  // the round's conditions, and those of the day where the campus has become stricter
  checkDegree(c, highest(degrees, minDegree, policy.value('staffing.candidate.minDegree')))
  const first = firstConditionHolds(c, highest(partyRequirements, partyMember, policy.value('staffing.candidate.partyMember')))
  const missing = basicConditions.filter((condition) => (condition === 'cond1' ? !first : c.data.attestations?.[condition] !== true))
  if (missing.length > 0)
    refuse(
      'AttestationMissing',
      missing.map((condition) => rulesOfCondition[condition]),
      { missing },
    )
}

/** `applied → screened | rejected`. */
export const screenCandidate = (c: Screen, s: Candidacy): CandidacyEvent[] => {
  const plan = livePlan(c.metadata.facts, s)
  checkPanel(c, plan)
  const { candidacyId, attestations = {}, exception } = c.data
  const passed = c.data.passed ?? true
  const screening = {
    candidacyId,
    passed,
    attestations,
    ...(exception && passed ? { exceptionRef: exception.ref ?? `${exception.approver}: ${exception.reason}` } : {}),
  }
  if ((s.status === 'screened' || s.status === 'rejected') && sameData(screening, s.file.screening)) return []
  if (s.status !== 'applied') return wrongState(s)
  if (passed) checkConditions(c, plan)
  return [happened(CandidateScreened, screening)]
}
