import { TerminationDecided, TerminationPermitted, toExitCaseId } from '@fudao/contracts/staffing'
import { type DecisionContext, happened, refuse } from '@fudao/domain-kit'
import { sameData } from '../own-data.js'
import type { Decide, Permit } from './exit-case-commands.js'
import { type ExitCase, type ExitCaseEvent, type KnownExitCase, keyOf } from './exit-case-state.js'

/** silence is no refusal, unless the campus reads it so; then it is one once the day to answer has passed. */
export const isRefused = (s: KnownExitCase, { asOf, policy }: Pick<DecisionContext, 'asOf' | 'policy'>): boolean => {
  if (s.status === 'refused') return true
  if (s.status !== 'offered' || !s.file.offer || asOf <= s.file.offer.answerDueOn) return false
  return policy.value('staffing.exit.silence') === 'refusal'
}

/** R-AK-83 「连续两年」; A-12: a gap year breaks the sequence, unless the campus reads over it. */
const isConsecutive = (years: readonly number[], { policy }: Pick<DecisionContext, 'policy'>): boolean => {
  const needed = policy.value('staffing.exit.consecutiveFails')
  if (needed === null || years.length < needed) return false
  const gapsAllowed = policy.value('assessment.failGap') === 'skips'
  return years.every((year, index) => {
    const before = years[index - 1]
    return before === undefined || (gapsAllowed ? year > before : year === before + 1)
  })
}

const groundHolds = (c: Permit, s: KnownExitCase): boolean => {
  switch (c.data.ground) {
    case 'twoConsecutiveFails':
      return isConsecutive(s.file.opening.basisYears, c.metadata)
    case 'annualFail':
      return isRefused(s, c.metadata)
    case 'unsuitable':
      // the refusal clause names only failed assessment.
      return isRefused(s, c.metadata) && c.metadata.policy.value('staffing.exit.unsuitableRefusalPermits') === true
  }
}

/** What makes it possible, by ground: the sequence, a refusal (silence where A-13 is read so), of the unsuitable by A-14. */
const citations = (c: Permit, s: KnownExitCase): string[] => {
  if (c.data.ground === 'twoConsecutiveFails') return ['R-AK-83', 'A-12']
  return ['R-AK-83', ...(s.status === 'refused' ? [] : ['A-13']), ...(c.data.ground === 'unsuitable' ? ['A-14'] : [])]
}

/**
 * R-AK-83: termination becomes possible; nothing is terminated. `refused → terminationPermitted`, and for two consecutive fails
 * `opened|offered|refused → terminationPermitted`.
 */
export const permitTermination = (c: Permit, s: ExitCase): ExitCaseEvent[] => {
  if (s.status === 'none') return refuse('WrongState', ['R-AK-83'], { status: s.status })
  const { basisYears } = s.file.opening
  if (c.data.basisYears !== undefined && !sameData(c.data.basisYears, basisYears))
    return refuse('InvalidValue', ['R-AK-83'], { field: 'basisYears', expected: basisYears })
  if (s.status === 'terminationPermitted') return []
  const waiting = s.status === 'opened' || s.status === 'offered' || s.status === 'refused'
  if (!waiting) return refuse('WrongState', ['R-AK-83'], { status: s.status })
  if (!groundHolds(c, s))
    return refuse('TerminationGroundMissing', c.data.ground === 'unsuitable' ? ['R-AK-83', 'A-14'] : ['R-AK-83'], {
      ground: c.data.ground,
      basisYears,
      status: s.status,
    })
  const key = keyOf(c.data)
  const basis = { rules: citations(c, s) }
  return [happened(TerminationPermitted, { exitCaseId: toExitCaseId(key), ...key, basisYears: [...basisYears], basis })]
}

/** A human decides (可以 = may): `terminationPermitted → terminated | retained`. The host has checked the party committee's reference. */
export const decideTermination = (c: Decide, s: ExitCase): ExitCaseEvent[] => {
  const key = keyOf(c.data)
  const { decision, reason } = c.data
  const data = { exitCaseId: toExitCaseId(key), ...key, decision, on: c.data.on ?? c.metadata.asOf, reason }
  if ((s.status === 'terminated' || s.status === 'retained') && sameData(data, s.file.decision)) return []
  if (s.status !== 'terminationPermitted') return refuse('TerminationNotPermitted', ['R-AK-83'], { status: s.status })
  return [happened(TerminationDecided, data)]
}
