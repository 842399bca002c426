import {
  ContractRenewed,
  DeregisterCounselor,
  DraftContract,
  ExpireContract,
  MarkRenewalDue,
  SetRenewalClearance,
} from '@fudao/contracts/staffing'
import { addDays } from '@fudao/domain-kit'
import { type Cause, eventOf, type Reaction, type RuleCommand, type RuleContext, ruleCommand } from '@fudao/rules'
import { gradeTaskKey, type RenewalState, type RenewalStep } from './renewal-state.js'

type Step<K extends RenewalStep['do']> = Extract<RenewalStep, { readonly do: K }>

/** Every command X-08 may issue. */
export const renewalCommands = [MarkRenewalDue, SetRenewalClearance, DraftContract, ExpireContract, DeregisterCounselor]

/** A contract that is no longer in force has no renewal to speak of. */
const moot = ['WrongState']
const keyOf = (contractId: string): string => `X08:${contractId}`

const draft = ({ contracts, counselorId }: RenewalState, { contractId }: Step<'draft'>, cause: Cause): RuleCommand[] => {
  const renewed = eventOf(cause, ContractRenewed)
  const contract = contracts[contractId]
  if (!renewed || !contract) return []
  const { newContractId, from, to } = renewed.data
  const { personId, kind, kindText, exception } = contract
  const payload = {
    contractId: newContractId,
    personId,
    counselorId,
    kind,
    ...(kindText === undefined ? {} : { kindText }),
    from,
    to,
    ...(exception === undefined ? {} : { exception }),
  }
  return [ruleCommand(DraftContract, payload, { key: keyOf(contractId), rules: ['R-AK-34', 'R-AK-35', 'R-AK-81'] })]
}

const expire = ({ contracts, counselorId }: RenewalState, { contractId, lastOne }: Step<'expire'>, context: RuleContext): RuleCommand[] => {
  const lastDay = addDays(context.asOf, -1)
  const by = contracts[contractId]?.by
  const how = { key: keyOf(contractId), rules: ['R-AK-81'], uses: by ? [by] : [] }
  return [
    // renewed or ended on its last day by a person: then nobody leaves
    ruleCommand(ExpireContract, { contractId, on: context.asOf }, { ...how, moot }),
    ...(lastOne
      ? [
          ruleCommand(
            DeregisterCounselor,
            { counselorId, lastDay, reason: 'contractEnded' },
            { ...how, rules: ['R-AK-31', 'R-AK-34'], holds: ['NotActive'], afterPrevious: true },
          ),
        ]
      : []),
  ]
}

const commandsOf = (state: RenewalState, step: RenewalStep, cause: Cause, context: RuleContext): RuleCommand[] => {
  switch (step.do) {
    case 'markDue':
      // read again so that the basis names the value the notice day was set by
      context.policy.value('staffing.contract.renewalNoticeDays')
      return [
        ruleCommand(
          MarkRenewalDue,
          { contractId: step.contractId, dueOn: step.dueOn },
          { key: keyOf(step.contractId), rules: ['R-AK-81'], uses: step.uses, moot },
        ),
      ]
    case 'set': {
      const { clearance, basisYear, reason } = step.value
      const payload = { contractId: step.contractId, clearance, ...(basisYear === undefined ? {} : { basisYear }), reason }
      const rules =
        reason === 'terminationDecided' ? ['R-AK-81', 'R-AK-83'] : reason === 'sanctioned' ? ['R-AK-81', 'R-AK-84'] : ['R-AK-81']
      const uses = step.uses.length > 0 ? { uses: step.uses } : {}
      return [ruleCommand(SetRenewalClearance, payload, { key: keyOf(step.contractId), rules, ...uses, moot })]
    }
    case 'draft':
      return draft(state, step, cause)
    case 'expire':
      return expire(state, step, context)
    default:
      return []
  }
}

/** Carries out what the last cause called for. */
export const reactRenewal = (state: RenewalState, cause: Cause, context: RuleContext): Reaction => {
  const { steps } = state
  const of = <K extends RenewalStep['do']>(kind: K): Step<K>[] => steps.filter((s): s is Step<K> => s.do === kind)
  return {
    commands: steps.flatMap((step) => commandsOf(state, step, cause, context)),
    timers: of('timers').flatMap(({ contractId, notice, end }) => [
      ...(notice === null ? [] : [{ name: `notice:${contractId}`, dueOn: notice }]),
      { name: `end:${contractId}`, dueOn: end },
    ]),
    cancelTimers: of('cancel').flatMap(({ contractId }) => [`notice:${contractId}`, `end:${contractId}`]),
    tasks: of('askForGrade').map(({ contractId, year }) => ({
      key: gradeTaskKey(contractId),
      action: 'finalizeResult' as const,
      counselorId: state.counselorId,
      subject: contractId,
      dueOn: context.asOf,
      params: { year },
    })),
    settledTasks: of('settle').map(({ taskId }) => ({ taskId, reason: 'settled' as const })),
  }
}
