import { AccountabilityOpened, Cleared, type ConcludeCase, type OpenCase, Sanctioned } from '@fudao/contracts/assessment'
import type { EventOf } from '@fudao/contracts/kit'
import { type AggregateDecider, type CommandOf, happened, refuse } from '@fudao/domain-kit'
import { invalidValue, type StateWords, wrongState } from '../refusing.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type AccountabilityEvent = EventOf<typeof AccountabilityOpened | typeof Sanctioned | typeof Cleared>

// --- State -----------------------------------------------------------------------------------------------------------

interface CaseFile {
  readonly counselorId: string
  readonly personId: string
  readonly facts: string
  readonly consequence: string
  readonly measure?: string
}
/** `∅ → opened → sanctioned | cleared`; `sanctioned → cleared` on review. */
export type AccountabilityCase =
  | { readonly status: 'none' }
  | { readonly status: 'opened' | 'sanctioned' | 'cleared'; readonly file: CaseFile }

const words: Readonly<Record<AccountabilityCase['status'], StateWords>> = {
  none: { state: 'none', zh: '没有这项问责', en: 'there is no such case' },
  opened: { state: 'opened', zh: '问责已立项、待结论', en: 'the case is open' },
  sanctioned: { state: 'sanctioned', zh: '已作出问责处理', en: 'a sanction was imposed' },
  cleared: { state: 'cleared', zh: '已决定不予问责', en: 'the counselor was cleared' },
}

// --- Evolve ----------------------------------------------------------------------------------------------------------

const evolve = (state: AccountabilityCase, event: AccountabilityEvent): AccountabilityCase => {
  if (event.type === 'AccountabilityOpened') {
    const { counselorId, personId, facts, consequence } = event.data
    return { status: 'opened', file: { counselorId, personId, facts, consequence } }
  }
  if (state.status === 'none') return state
  if (event.type === 'Sanctioned') return { status: 'sanctioned', file: { ...state.file, measure: event.data.measure } }
  return { ...state, status: 'cleared' }
}

// --- Commands --------------------------------------------------------------------------------------------------------

export interface OpenCaseFacts {
  /** Whose key encrypts what the case says; absent: the counselor is not known. */
  readonly personId?: string | undefined
}
export type AccountabilityCommand = CommandOf<typeof OpenCase, OpenCaseFacts> | CommandOf<typeof ConcludeCase>

const rules = ['R-AK-84']

const openCase = ({ data, metadata }: CommandOf<typeof OpenCase, OpenCaseFacts>, state: AccountabilityCase): AccountabilityEvent[] => {
  const { caseId, counselorId, facts, consequence } = data
  if (!consequence) return refuse('ConsequenceMissing', rules)
  if (state.status !== 'none') {
    const { file } = state
    if (file.counselorId === counselorId && file.facts === facts && file.consequence === consequence) return []
    return wrongState(rules, words[state.status], { zh: '换用新的问责编号', en: 'another case id is used' })
  }
  const { personId } = metadata.facts
  if (personId === undefined)
    return invalidValue(
      rules,
      'counselorId',
      { zh: '辅导员', en: 'counselor' },
      { zh: '本校登记过的辅导员', en: 'a counselor who is or was registered with this campus' },
      counselorId,
    )
  return [happened(AccountabilityOpened, { caseId, counselorId, personId, facts, consequence })]
}

const concludeCase = ({ data, metadata }: CommandOf<typeof ConcludeCase>, state: AccountabilityCase): AccountabilityEvent[] => {
  const { caseId, decision, measure } = data
  if ((decision === 'sanction') !== (measure !== undefined))
    return invalidValue(
      rules,
      'measure',
      { zh: '处理措施', en: 'measure' },
      { zh: '仅作出问责处理时须写明措施', en: 'exactly a sanction names its measure' },
    )
  if (state.status === 'none') return wrongState(rules, words.none, { zh: '问责已立项', en: 'a case is open' })
  const { counselorId, personId } = state.file
  const on = metadata.asOf
  if (measure === undefined) return state.status === 'cleared' ? [] : [happened(Cleared, { caseId, counselorId, personId, on })]
  if (state.status === 'sanctioned' && state.file.measure === measure) return []
  if (state.status !== 'opened')
    return wrongState(rules, words[state.status], {
      zh: '问责待结论；如有新情况请另行立项',
      en: 'the case is undecided; new facts need a new case',
    })
  return [happened(Sanctioned, { caseId, counselorId, personId, measure, on })]
}

// --- Decide ----------------------------------------------------------------------------------------------------------

/** Accountability for dereliction with serious consequences (R-AK-84). */
export const accountabilityDecider: AggregateDecider<AccountabilityCase, AccountabilityCommand, AccountabilityEvent> = {
  initialState: () => ({ status: 'none' }),
  evolve,
  decide: (command, state) => {
    switch (command.type) {
      case 'OpenCase':
        return openCase(command, state)
      case 'ConcludeCase':
        return concludeCase(command, state)
    }
  },
}
