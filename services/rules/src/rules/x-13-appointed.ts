import {
  CandidateAppointed,
  ContractSigned,
  CounselorRegistered,
  DraftContract,
  FillPost,
  FreePost,
  PostFilled,
  RegisterCounselor,
  ReserveCandidacy,
} from '@fudao/contracts/staffing'
import {
  type Cause,
  defineRule,
  type EventRef,
  eventOf,
  type Reaction,
  type Rule,
  type RuleCommand,
  type RuleEventOf,
  ruleCommand,
  toEventRef,
} from '@fudao/rules'

type Appointment = RuleEventOf<typeof CandidateAppointed>['data']
interface State {
  readonly candidacyId: string
  readonly appointment: Appointment | null
  readonly by: EventRef | null
  /** The post this appointment was given. */
  readonly filled: EventRef | null
  readonly signed: EventRef | null
  readonly registered: boolean
}

const contractAlias = (contractId: string): string => `contract:${contractId}`
const counselorAlias = (counselorId: string): string => `counselor:${counselorId}`

const evolve = (state: State, cause: Cause): State => {
  if (cause.kind === 'timer') return state
  const by = toEventRef(cause.event)
  const appointed = eventOf(cause, CandidateAppointed)
  if (appointed) return { ...state, appointment: appointed.data, by }
  if (eventOf(cause, PostFilled)) return { ...state, filled: by }
  if (eventOf(cause, ContractSigned)) return { ...state, signed: by }
  const registered = eventOf(cause, CounselorRegistered)
  return registered && registered.data.personId === state.appointment?.personId ? { ...state, registered: true } : state
}

const given = (refs: readonly (EventRef | null)[]): EventRef[] => refs.filter((ref) => ref !== null)

const fill = ({ candidacyId, roundId }: Appointment): RuleCommand => {
  const how = { key: `X13:${candidacyId}`, rules: ['R-AK-30', 'R-AK-47'] }
  return ruleCommand(
    FillPost,
    { roundId, candidacyId },
    {
      ...how,
      onRefused: { RoundFull: { key: how.key, action: 'candidateReserved', subject: candidacyId, params: { roundId } } },
      instead: { RoundFull: [ruleCommand(ReserveCandidacy, { candidacyId, reason: 'noPostLeft' }, how)] },
    },
  )
}

const draft = ({ candidacyId, contractId, personId, counselorId, contractKind, contractTo, startDate }: Appointment, uses: EventRef[]) =>
  ruleCommand(
    DraftContract,
    {
      contractId: contractId ?? counselorId,
      personId,
      counselorId,
      kind: contractKind ?? 'employment',
      from: startDate,
      ...(contractTo === undefined ? {} : { to: contractTo }),
    },
    { key: `X13:${candidacyId}`, rules: ['R-AK-34', 'R-AK-35'], uses },
  )

/** Refusals that leave the appointee outside: the id may be that of somebody else, who is registered already. */
const failures = RegisterCounselor.refusals

const register = (appointment: Appointment, uses: EventRef[]): RuleCommand => {
  const { roundId, candidacyId, contractKind: _, contractTo: __, ...post } = appointment
  const { basis: ___, coSigners: ____, approvalRef: _____, ...data } = post
  const how = { key: `X13:${candidacyId}`, rules: ['R-AK-31', 'R-AK-47'], uses }
  const free = ruleCommand(FreePost, { roundId, candidacyId }, { ...how, rules: ['R-AK-30'] })
  return ruleCommand(
    RegisterCounselor,
    { ...data, candidacyId, personCategory: appointment.employment },
    {
      ...how,
      // in service already, registered otherwise: that was wanted
      holdsWith: { AlreadyRegistered: { personId: appointment.personId } },
      onRefused: Object.fromEntries(
        failures.map((code) => [
          code,
          {
            key: how.key,
            action: 'appointeeNotRegistered',
            subject: candidacyId,
            params: { roundId, counselorId: data.counselorId, code },
          },
        ]),
      ),
      instead: Object.fromEntries(failures.map((code) => [code, [free]])),
    },
  )
}

const react = ({ appointment, by, filled, signed, registered }: State, cause: Cause): Reaction => {
  if (cause.kind === 'timer' || !appointment) return {}
  if (eventOf(cause, CandidateAppointed)) return { commands: [fill(appointment)] }
  if (registered || !filled) return {}
  const fullTime = appointment.employment === 'fullTime'
  if (eventOf(cause, PostFilled) && fullTime && !signed) return { commands: [draft(appointment, given([by, filled]))] }
  const ready = eventOf(cause, PostFilled) !== undefined || (fullTime && eventOf(cause, ContractSigned) !== undefined)
  return ready ? { commands: [register(appointment, given([by, filled, signed]))] } : {}
}

/**
 * An appointed candidate gets a post of the round, then a contract and, once it is signed, the registration; a part-time counselor is
 * registered at once (R-AK-31, R-AK-34). Whoever finds no post left is kept in reserve; a registration that fails gives the post back.
 */
export const appointed: Rule = defineRule<State>({
  id: 'X-13',
  title: { zh: '聘任后的入职办理', en: 'from appointment to registration' },
  owner: 'orgPersonnel',
  handles: [CandidateAppointed, PostFilled, ContractSigned, CounselorRegistered],
  issues: [FillPost, ReserveCandidacy, DraftContract, RegisterCounselor, FreePost],
  route: ({ data }) => {
    const { candidacyId, contractId, counselorId } = data
    if (typeof candidacyId === 'string') return [candidacyId]
    if (typeof counselorId === 'string') return [{ alias: counselorAlias(counselorId) }]
    return typeof contractId === 'string' ? [{ alias: contractAlias(contractId) }] : []
  },
  aliases: ({ type, data: { candidacyId, contractId, counselorId } }) =>
    type === CandidateAppointed.type && typeof candidacyId === 'string' && typeof counselorId === 'string'
      ? [
          { alias: counselorAlias(counselorId), key: candidacyId },
          ...(typeof contractId === 'string' ? [{ alias: contractAlias(contractId), key: candidacyId }] : []),
        ]
      : [],
  initial: (candidacyId) => ({ candidacyId, appointment: null, by: null, filled: null, signed: null, registered: false }),
  evolve,
  react,
})
