import { basicConditions, CounselorRegistered } from '@fudao/contracts/staffing'
import { happened, refuse } from '@fudao/domain-kit'
import { isInForce } from '../contract/contract-state.js'
import { ownData, sameData } from '../own-data.js'
import { rulesOfCondition } from './basic-conditions.js'
import type { Register } from './counselor-commands.js'
import { type Counselor, type CounselorEvent, departureOf } from './counselor-state.js'

/**
 * Condition 1 is party membership in principle (原则上): an exception with reason and approver stands in for it, unless the
 * campus requires membership. Whoever attests it without saying otherwise attests membership.
 */
const firstConditionHolds = ({ data, metadata }: Register): boolean => {
  const rule = metadata.policy.value('staffing.candidate.partyMember')
  const membershipAsked = rule === 'required' || rule === 'inPrinciple'
  if (data.attestations?.cond1 === true && !(membershipAsked && data.partyMember === false)) return true
  return data.exception !== undefined && rule !== 'required'
}

/** An appointed candidacy of this person for this service was screened: that stands in for the attestations (R-AK-38..43, R-AK-47). */
const isAppointed = ({ data, metadata }: Register): boolean => {
  const { candidacy } = metadata.facts
  if (candidacy?.status !== 'appointed') return false
  const { appointment } = candidacy.file
  return (
    appointment?.candidacyId === data.candidacyId && appointment?.personId === data.personId && appointment.counselorId === data.counselorId
  )
}

const checkConditions = (c: Register): void => {
  if (isAppointed(c)) return
  const missing = basicConditions.filter((condition) =>
    condition === 'cond1' ? !firstConditionHolds(c) : c.data.attestations?.[condition] !== true,
  )
  if (missing.length > 0)
    refuse(
      'AttestationMissing',
      missing.map((condition) => rulesOfCondition[condition]),
      { missing },
    )
}

/** R-AK-34: the contract cited is signed, has not ended, and is this person's for this service. */
const checkContract = ({ data, metadata }: Register): void => {
  if (data.employment !== 'fullTime') return
  const contract = metadata.facts.contract
  const own =
    contract !== undefined &&
    isInForce(contract) &&
    contract.terms.draft.counselorId === data.counselorId &&
    contract.terms.draft.personId === data.personId
  if (!own) refuse('ContractMissing', ['R-AK-34'], { contractId: data.contractId ?? null, status: contract?.status ?? 'none' })
}

/** R-AK-36: excellent full-time teachers or managers. */
const checkPartTimeSource = ({ data }: Register): void => {
  if (data.employment !== 'partTime') return
  const fits = data.homeRole === 'fullTimeTeacher' || data.homeRole === 'manager'
  if (!fits || !data.excellenceEvidence)
    refuse('PartTimeSourceInvalid', ['R-AK-36'], { homeRole: data.homeRole ?? null, evidence: Boolean(data.excellenceEvidence) })
}

const checkValues = ({ data }: Register, s: Counselor): void => {
  if (data.personCategory !== 'otherStudentWork' && data.personCategory !== data.employment)
    refuse('InvalidValue', ['R-AK-01'], { field: 'personCategory', expected: data.employment })
  if (data.positionCategory === 'other' && !data.positionText) refuse('InvalidValue', ['R-AK-32'], { field: 'positionText' })
  if (s.status === 'none') return
  if (s.record.registration.personId !== data.personId)
    refuse('InvalidValue', ['R-AK-31'], { field: 'personId', expected: s.record.registration.personId })
  const lastDay = departureOf(s.record.intervals.at(-1))?.lastDay
  if (lastDay !== undefined && data.startDate <= lastDay) refuse('InvalidValue', ['R-AK-31'], { field: 'startDate', after: lastDay })
}

/** `∅|deregistered → active`: a new service interval. */
export const registerCounselor = (c: Register, s: Counselor): CounselorEvent[] => {
  const { partyMember: _, ...requested } = ownData(c.data)
  const data = {
    ...requested,
    dualIdentity: requested.dualIdentity ?? requested.employment === 'fullTime',
    excellenceEvidence: requested.excellenceEvidence || undefined,
  }
  if (s.status === 'active' || s.status === 'onLeave')
    return sameData(data, s.record.registration)
      ? []
      : refuse('AlreadyRegistered', ['R-AK-31'], {
          counselorId: data.counselorId,
          personId: s.record.registration.personId,
          status: s.status,
        })
  if (c.metadata.facts.person?.erased) refuse('PersonErased', ['PIPL-47'], { personId: data.personId })
  checkValues(c, s)
  checkContract(c)
  checkPartTimeSource(c)
  checkConditions(c)
  return [happened(CounselorRegistered, data)]
}
