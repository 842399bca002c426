import { CandidacyReserved, CandidacySubmitted, CandidacyWithdrawn, CandidateAppointed, SCREENING } from '@fudao/contracts/staffing'
import { type AggregateDecider, happened, refuse } from '@fudao/domain-kit'
import { ownData, sameData } from '../own-data.js'
import {
  type Appoint,
  type CandidacyCommand,
  livePlan,
  openFile,
  type Reserve,
  type Submit,
  type Withdraw,
  wrongState,
} from './candidacy-commands.js'
import { type Candidacy, type CandidacyEvent, evolveCandidacy, noCandidacy } from './candidacy-state.js'
import { concludeTrialPost, raiseObjection, recordStageResult, settleObjection, startPublicity, startTrialPost } from './run-stages.js'
import { screenCandidate } from './screen-candidate.js'

/** R-AK-46: a branch recommends, everybody else applies for themselves. */
const checkApplicant = ({ data, metadata: { actor } }: Submit): void => {
  const recommended = data.channel === 'orgRecommendation'
  if ((actor.role === 'deptBranch') !== recommended) refuse('NotAuthorized', ['R-AK-46'], { role: actor.role, channel: data.channel })
  if (actor.role === 'candidate' && actor.personId !== data.personId)
    refuse('NotAuthorized', ['R-AK-46'], { role: actor.role, field: 'personId', scope: 'self' })
}

const submitCandidacy = (c: Submit, s: Candidacy): CandidacyEvent[] => {
  const { actor, facts } = c.metadata
  const departmentId = c.data.departmentId ?? (actor.role === 'deptBranch' ? actor.departmentId : undefined)
  const data = { ...ownData(c.data), ...(departmentId === undefined ? {} : { departmentId }) }
  checkApplicant(c)
  if (s.status !== 'none') return sameData(data, s.file.application) ? [] : wrongState(s)
  const { round } = facts
  if (round?.status !== 'open') return refuse('RoundClosed', ['R-AK-46'], { status: round?.status ?? 'none' })
  const { channels } = round.file.plan
  if (!channels.includes(data.channel)) return refuse('ChannelNotAllowed', ['R-AK-46'], { channel: data.channel, channels })
  if (facts.erased) return refuse('PersonErased', ['PIPL-47'], { personId: data.personId })
  return [happened(CandidacySubmitted, data)]
}

/** What X-13 needs to draft the contract and to register the counselor is complete, and R-AK-36 holds. */
const checkPost = ({ data }: Appoint): void => {
  if (data.positionCategory === 'other' && !data.positionText) refuse('InvalidValue', ['R-AK-32'], { field: 'positionText' })
  if (data.employment === 'fullTime') {
    if (!data.contractId) refuse('InvalidValue', ['R-AK-34'], { field: 'contractId' })
    if (data.contractTo !== undefined && data.contractTo < data.startDate)
      refuse('InvalidValue', ['R-AK-34'], { field: 'contractTo', from: data.startDate })
    return
  }
  const fits = data.homeRole === 'fullTimeTeacher' || data.homeRole === 'manager'
  if (!fits || !data.excellenceEvidence)
    refuse('PartTimeSourceInvalid', ['R-AK-36'], { homeRole: data.homeRole ?? null, evidence: Boolean(data.excellenceEvidence) })
}

/** `… → appointed`, once every stage of the round is passed. */
const appointCandidate = (c: Appoint, s: Candidacy): CandidacyEvent[] => {
  const plan = livePlan(c.metadata.facts, s)
  if (s.status === 'none') return wrongState(s)
  const { application, passed } = s.file
  const asked = ownData(c.data)
  const fullTime = asked.employment === 'fullTime'
  const data = {
    ...asked,
    roundId: application.roundId,
    personId: application.personId,
    dualIdentity: asked.dualIdentity ?? fullTime,
    ...(fullTime ? { contractKind: asked.contractKind ?? ('employment' as const) } : {}),
    excellenceEvidence: asked.excellenceEvidence || undefined,
  }
  if (s.status === 'appointed' && sameData(data, s.file.appointment)) return []
  openFile(s)
  for (const field of ['roundId', 'personId'] as const)
    if (asked[field] !== undefined && asked[field] !== application[field])
      return refuse('InvalidValue', ['R-AK-47'], { field, expected: application[field] })
  const missing = [...(s.status === 'applied' ? [SCREENING] : []), ...plan.stages.filter((stage) => !passed.includes(stage))]
  if (missing.length > 0) return refuse('StagesIncomplete', ['R-AK-47'], { missing })
  checkPost(c)
  return [happened(CandidateAppointed, data)]
}

const withdrawCandidacy = (c: Withdraw, s: Candidacy): CandidacyEvent[] => {
  if (s.status === 'none') return wrongState(s)
  const { actor } = c.metadata
  if (actor.role === 'candidate' && actor.personId !== s.file.application.personId)
    return refuse('NotAuthorized', ['R-AK-47'], { role: actor.role, scope: 'self' })
  if (s.status === 'withdrawn') return []
  openFile(s)
  return [happened(CandidacyWithdrawn, { candidacyId: c.data.candidacyId })]
}

const reserveCandidacy = (c: Reserve, s: Candidacy): CandidacyEvent[] => {
  const data = ownData(c.data)
  if (s.status === 'reserved' && sameData(data, s.file.reservation)) return []
  if (s.status !== 'appointed') return wrongState(s)
  return [happened(CandidacyReserved, data)]
}

const decide = (command: CandidacyCommand, state: Candidacy): CandidacyEvent[] => {
  switch (command.type) {
    case 'SubmitCandidacy':
      return submitCandidacy(command, state)
    case 'ScreenCandidate':
      return screenCandidate(command, state)
    case 'RecordStageResult':
      return recordStageResult(command, state)
    case 'StartPublicity':
      return startPublicity(command, state)
    case 'RaiseObjection':
      return raiseObjection(command, state)
    case 'SettleObjection':
      return settleObjection(command, state)
    case 'StartTrialPost':
      return startTrialPost(command, state)
    case 'ConcludeTrialPost':
      return concludeTrialPost(command, state)
    case 'AppointCandidate':
      return appointCandidate(command, state)
    case 'WithdrawCandidacy':
      return withdrawCandidacy(command, state)
    case 'ReserveCandidacy':
      return reserveCandidacy(command, state)
  }
}

/** `∅ → applied → screened → the stages of the round → appointed → reserved`; any open one `→ rejected | withdrawn`. R-AK-36..47. */
export const candidacyDecider: AggregateDecider<Candidacy, CandidacyCommand, CandidacyEvent> = {
  initialState: noCandidacy,
  decide,
  evolve: evolveCandidacy,
}
