import {
  AchievementRejected,
  AchievementRetracted,
  AchievementSubmitted,
  AchievementVerified,
  type RejectAchievement,
  type RetractAchievement,
  researchKinds,
  type SubmitAchievement,
  type VerifyAchievement,
} from '@fudao/contracts/assessment'
import type { EventOf } from '@fudao/contracts/kit'
import { type AggregateDecider, type CommandOf, happened, refuse } from '@fudao/domain-kit'
import { invalidValue, type StateWords, wrongState } from '../refusing.js'
import { sameData } from '../same-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type AchievementEvent = EventOf<
  typeof AchievementSubmitted | typeof AchievementVerified | typeof AchievementRejected | typeof AchievementRetracted
>

// --- State -----------------------------------------------------------------------------------------------------------

type Work = Pick<
  EventOf<typeof AchievementSubmitted>['data'],
  'counselorId' | 'kind' | 'level' | 'role' | 'status' | 'on' | 'coAuthors' | 'evidenceRef'
>
/** `∅ → submitted → verified | rejected`; `verified → retracted`. */
export type Achievement =
  | { readonly status: 'none' }
  | { readonly status: 'submitted' | 'verified' | 'rejected' | 'retracted'; readonly work: Work }

const words: Readonly<Record<Achievement['status'], StateWords>> = {
  none: { state: 'none', zh: '没有提交过这项成果', en: 'no such achievement was submitted' },
  submitted: { state: 'submitted', zh: '成果已提交、待核实', en: 'the achievement is submitted and not verified yet' },
  verified: { state: 'verified', zh: '成果已核实', en: 'the achievement is verified' },
  rejected: { state: 'rejected', zh: '成果未通过核实', en: 'the achievement was rejected' },
  retracted: { state: 'retracted', zh: '成果已撤销', en: 'the achievement was retracted' },
}

// --- Evolve ----------------------------------------------------------------------------------------------------------

const evolve = (state: Achievement, event: AchievementEvent): Achievement => {
  if (event.type === 'AchievementSubmitted') {
    const { counselorId, kind, level, role, status, on, coAuthors, evidenceRef } = event.data
    return { status: 'submitted', work: { counselorId, kind, level, role, status, on, coAuthors, evidenceRef } }
  }
  if (state.status === 'none') return state
  switch (event.type) {
    case 'AchievementVerified':
      return { ...state, status: 'verified' }
    case 'AchievementRejected':
      return { ...state, status: 'rejected' }
    case 'AchievementRetracted':
      return { ...state, status: 'retracted' }
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

export type AchievementCommand =
  | CommandOf<typeof SubmitAchievement>
  | CommandOf<typeof VerifyAchievement>
  | CommandOf<typeof RejectAchievement>
  | CommandOf<typeof RetractAchievement>

const rules = ['R-AK-16']

const submitAchievement = ({ data, metadata }: CommandOf<typeof SubmitAchievement>, state: Achievement): AchievementEvent[] => {
  const { achievementId, counselorId, kind, level, role, status, on, evidenceRef } = data
  if (evidenceRef === undefined) return refuse('EvidenceMissing', rules)
  const coAuthors = [...new Set(data.coAuthors ?? [])]
  const work: Work = { counselorId, kind, level, role, status, on, coAuthors, evidenceRef }
  if (state.status !== 'none') {
    if (sameData(state.work, work)) return []
    return wrongState(rules, words[state.status], { zh: '换用新的成果编号', en: 'another achievement id is used' })
  }
  if (coAuthors.includes(counselorId))
    return invalidValue(
      rules,
      'coAuthors',
      { zh: '合作者', en: 'co-authors' },
      { zh: '不含提交人本人', en: 'others than who submits' },
      counselorId,
    )
  if (on > metadata.asOf) return invalidValue(rules, 'on', { zh: '成果日期', en: 'date' }, { zh: '不晚于今日', en: 'not after today' }, on)
  return [happened(AchievementSubmitted, { achievementId, ...work })]
}

const toVerify = { zh: '成果已提交、待核实', en: 'it is submitted and not verified yet' }

const verifyAchievement = ({ data }: CommandOf<typeof VerifyAchievement>, state: Achievement): AchievementEvent[] => {
  if (state.status === 'verified') return []
  if (state.status !== 'submitted') return wrongState(rules, words[state.status], toVerify)
  const { counselorId, kind, level, role, status, on } = state.work
  const countsAsResearch = researchKinds.includes(kind)
  return [
    happened(AchievementVerified, { achievementId: data.achievementId, counselorId, kind, level, role, status, on, countsAsResearch }),
  ]
}

const rejectAchievement = ({ data }: CommandOf<typeof RejectAchievement>, state: Achievement): AchievementEvent[] => {
  if (state.status === 'rejected') return []
  if (state.status !== 'submitted') return wrongState(rules, words[state.status], toVerify)
  return [happened(AchievementRejected, { achievementId: data.achievementId, counselorId: state.work.counselorId })]
}

const retractAchievement = ({ data }: CommandOf<typeof RetractAchievement>, state: Achievement): AchievementEvent[] => {
  const { achievementId, reason, findingRef } = data
  if (findingRef === undefined) return refuse('FindingMissing', rules)
  if (state.status === 'retracted') return []
  if (state.status !== 'verified') return wrongState(rules, words[state.status], { zh: '成果已核实', en: 'it is verified' })
  return [happened(AchievementRetracted, { achievementId, counselorId: state.work.counselorId, reason, findingRef })]
}

// --- Decide ----------------------------------------------------------------------------------------------------------

/** What a counselor has achieved, and whether it counts as research (R-AK-16, R-AK-55). */
export const achievementDecider: AggregateDecider<Achievement, AchievementCommand, AchievementEvent> = {
  initialState: () => ({ status: 'none' }),
  evolve,
  decide: (command, state) => {
    switch (command.type) {
      case 'SubmitAchievement':
        return submitAchievement(command, state)
      case 'VerifyAchievement':
        return verifyAchievement(command, state)
      case 'RejectAchievement':
        return rejectAchievement(command, state)
      case 'RetractAchievement':
        return retractAchievement(command, state)
    }
  },
}
