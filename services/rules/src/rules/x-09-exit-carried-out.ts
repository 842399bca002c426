import { CounselorReassigned, DeregisterCounselor, TerminateContract, TerminationDecided } from '@fudao/contracts/staffing'
import { addDays } from '@fudao/domain-kit'
import { defineRule, eventOf, type Rule, ruleCommand, toEventRef } from '@fudao/rules'
import { type ContractRoster, contractAliases, contractEvents, contractRoute, evolveRoster, liveContracts } from './contract-roster.js'
import { exitLane } from './routes.js'

/**
 * What people decided about an exit case is carried out: termination ends the contract and then the registration, reassignment
 * ends the registration and keeps the contract (R-AK-82, R-AK-83). A step that fails is a task; no decision is rolled back.
 */
export const exitCarriedOut: Rule = defineRule<ContractRoster>({
  id: 'X-09',
  title: { zh: '退出决定的执行', en: 'carrying out an exit' },
  owner: 'orgPersonnel',
  handles: [...contractEvents, TerminationDecided, CounselorReassigned],
  issues: [TerminateContract, DeregisterCounselor],
  route: contractRoute,
  aliases: contractAliases,
  lane: exitLane,
  initial: () => ({}),
  evolve: evolveRoster,
  react: (roster, cause) => {
    const decided = eventOf(cause, TerminationDecided)
    if (decided?.data.decision === 'terminate') {
      const { exitCaseId, counselorId, on } = decided.data
      const how = { key: `X09:${exitCaseId}`, rules: ['R-AK-83'] }
      const contracts = liveContracts(roster)
      return {
        commands: [
          ...contracts.map(([contractId, contract]) =>
            ruleCommand(
              TerminateContract,
              { contractId, on, ground: 'assessment', exitCaseId },
              // no longer in force: that is what was wanted
              { ...how, uses: [toEventRef(decided), contract.by], holds: ['WrongState'] },
            ),
          ),
          ruleCommand(
            DeregisterCounselor,
            { counselorId, lastDay: on, reason: 'terminated', exitCaseId },
            { ...how, rules: ['R-AK-31', 'R-AK-83'], holds: ['NotActive'], afterPrevious: contracts.length > 0 },
          ),
        ],
      }
    }
    const reassigned = eventOf(cause, CounselorReassigned)
    if (!reassigned) return {}
    const { exitCaseId, counselorId, from } = reassigned.data
    return {
      commands: [
        ruleCommand(
          DeregisterCounselor,
          // the new post begins on `from`
          { counselorId, lastDay: addDays(from, -1), reason: 'reassigned', exitCaseId },
          { key: `X09:${exitCaseId}`, rules: ['R-AK-31', 'R-AK-82'], holds: ['NotActive'] },
        ),
      ],
    }
  },
})
