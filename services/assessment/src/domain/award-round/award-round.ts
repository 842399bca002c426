import {
  AwardRoundOpened,
  AwardsPublished,
  type Nominate,
  Nominated,
  NomineeWithdrawn,
  type OpenAwardRound,
  type PublishAwards,
  type SelectWinners,
  WinnersSelected,
  type WithdrawNominee,
} from '@fudao/contracts/assessment'
import type { EventOf } from '@fudao/contracts/kit'
import { type AggregateDecider, type CommandOf, happened, refuse } from '@fudao/domain-kit'
import { invalidValue, notAuthorized, type StateWords, wrongState } from '../refusing.js'
import { type Ineligible, type NomineeFacts, whyNotEligible } from './eligibility.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type AwardEvent = EventOf<
  typeof AwardRoundOpened | typeof Nominated | typeof NomineeWithdrawn | typeof WinnersSelected | typeof AwardsPublished
>

// --- State -----------------------------------------------------------------------------------------------------------

interface Nominee {
  readonly by: string
  readonly grounds: string
}
export interface Round {
  readonly kindText: string | undefined
  readonly quota: number | null
  readonly nominees: Readonly<Record<string, Nominee>>
  readonly winners: readonly string[]
}
/** `∅ → nominating → selected → published`; `selected → nominating` when the last winner is withdrawn. */
export type AwardRound = { readonly status: 'none' } | { readonly status: 'nominating' | 'selected' | 'published'; readonly round: Round }

const words: Readonly<Record<AwardRound['status'], StateWords>> = {
  none: { state: 'none', zh: '这项评选尚未开始', en: 'the award round is not open' },
  nominating: { state: 'nominating', zh: '正在推荐人选', en: 'nominations are open' },
  selected: { state: 'selected', zh: '获奖人选已确定', en: 'the winners are selected' },
  published: { state: 'published', zh: '表彰已公布', en: 'the awards are published' },
}

// --- Evolve ----------------------------------------------------------------------------------------------------------

const without = (round: Round, personId: string): Round => {
  const { [personId]: _, ...nominees } = round.nominees
  return { ...round, nominees, winners: round.winners.filter((winner) => winner !== personId) }
}

const evolve = (state: AwardRound, event: AwardEvent): AwardRound => {
  if (event.type === 'AwardRoundOpened') {
    const { kindText, quota } = event.data
    return { status: 'nominating', round: { kindText, quota, nominees: {}, winners: [] } }
  }
  if (state.status === 'none') return state
  const { round } = state
  switch (event.type) {
    case 'Nominated': {
      const { personId, by, grounds } = event.data
      return { ...state, round: { ...round, nominees: { ...round.nominees, [personId]: { by, grounds } } } }
    }
    case 'NomineeWithdrawn': {
      const left = without(round, event.data.personId)
      return { status: state.status === 'selected' && left.winners.length === 0 ? 'nominating' : state.status, round: left }
    }
    case 'WinnersSelected':
      return { status: 'selected', round: { ...round, winners: event.data.personIds } }
    case 'AwardsPublished':
      return { ...state, status: 'published' }
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

export interface SelectWinnersFacts {
  /** Person → what the choice stands on. */
  readonly nominees: Readonly<Record<string, NomineeFacts>>
}
export type AwardCommand =
  | CommandOf<typeof OpenAwardRound>
  | CommandOf<typeof Nominate, NomineeFacts>
  | CommandOf<typeof WithdrawNominee>
  | CommandOf<typeof SelectWinners, SelectWinnersFacts>
  | CommandOf<typeof PublishAwards>

const rules = ['R-AK-85']

const openAwardRound = ({ data, metadata }: CommandOf<typeof OpenAwardRound>, state: AwardRound): AwardEvent[] => {
  const { kind, year, kindText } = data
  if ((kind === 'other') !== (kindText !== undefined))
    return invalidValue(
      rules,
      'kindText',
      { zh: '奖项名称', en: 'name of the award' },
      { zh: '仅“其他”奖项须写明名称', en: 'exactly an award of kind other is named' },
    )
  if (state.status !== 'none') {
    if (state.round.kindText === kindText) return []
    return wrongState(rules, words[state.status], { zh: '当年尚无这项评选', en: 'the year has no such round yet' })
  }
  // at most so many; other kinds have no limit
  const quota = kind === 'topTen' ? metadata.policy.value('awards.topTen.quota') : null
  return [happened(AwardRoundOpened, { kind, year, ...(kindText === undefined ? {} : { kindText }), quota })]
}

const notEligible = (personId: string, { reason, zh, en }: Ineligible): never =>
  refuse('NomineeNotEligible', rules, { personId, reason, whyZh: zh, whyEn: en })

const nominate = ({ data, metadata }: CommandOf<typeof Nominate, NomineeFacts>, state: AwardRound): AwardEvent[] => {
  const { kind, year, personId, grounds } = data
  const { actor, facts } = metadata
  if (state.status !== 'none' && state.round.nominees[personId]?.grounds === grounds) return []
  if (state.status !== 'nominating') return wrongState(rules, words[state.status], { zh: '正在推荐人选', en: 'nominations are open' })
  const { member } = facts
  if (member && actor.departmentId !== undefined && actor.departmentId !== member.departmentId)
    return notAuthorized(['R-AK-77'], ['deptBranch'], {
      zh: '系（部）党总支只推荐本系（部）的人选',
      en: 'a department branch nominates its own people only',
    })
  const why = whyNotEligible(facts)
  if (why || !member) return notEligible(personId, why as Ineligible)
  const { counselorId, personCategory, departmentId } = member
  return [happened(Nominated, { kind, year, personId, personCategory, counselorId, by: departmentId, grounds })]
}

const withdrawNominee = ({ data, metadata }: CommandOf<typeof WithdrawNominee>, state: AwardRound): AwardEvent[] => {
  const { kind, year, personId, reason } = data
  const needs = { zh: '评选已开始且尚未公布', en: 'the round is open and not published' }
  if (state.status === 'none') return wrongState(rules, words.none, needs)
  const nominee = state.round.nominees[personId]
  if (!nominee) return []
  if (state.status === 'published') return wrongState(rules, words.published, needs)
  const { role, departmentId } = metadata.actor
  if (role === 'deptBranch' && departmentId !== undefined && departmentId !== nominee.by)
    return notAuthorized(['R-AK-77'], ['deptBranch'], {
      zh: '系（部）党总支只撤回本系（部）的推荐',
      en: 'a department branch withdraws its own nominations only',
    })
  if (!reason) return refuse('ReasonMissing', rules, { field: 'reason' })
  return [happened(NomineeWithdrawn, { kind, year, personId, reason })]
}

const selectWinners = ({ data, metadata }: CommandOf<typeof SelectWinners, SelectWinnersFacts>, state: AwardRound): AwardEvent[] => {
  const needs = { zh: '评选已开始且尚未公布', en: 'the round is open and not published' }
  if (state.status === 'none') return wrongState(rules, words.none, needs)
  const { kind, year } = data
  const { quota, nominees, winners } = state.round
  const personIds = [...new Set(data.personIds)]
  if (personIds.length === winners.length && personIds.every((person) => winners.includes(person))) return []
  if (state.status === 'published') return wrongState(rules, words.published, needs)
  if (quota !== null && personIds.length > quota)
    return refuse('AwardQuotaExceeded', ['A-32', ...rules], { quota, chosen: personIds.length })
  for (const person of personIds) {
    if (!nominees[person]) return notEligible(person, { reason: 'notNominated', zh: '没有被推荐', en: 'was not nominated' })
    const why = whyNotEligible(metadata.facts.nominees[person] ?? { sanctions: [] })
    if (why) return notEligible(person, why)
  }
  return [happened(WinnersSelected, { kind, year, personIds })]
}

const publishAwards = ({ data, metadata }: CommandOf<typeof PublishAwards>, state: AwardRound): AwardEvent[] => {
  if (state.status === 'published') return []
  if (state.status !== 'selected') return wrongState(rules, words[state.status], { zh: '获奖人选已确定', en: 'the winners are selected' })
  const { kind, year } = data
  const on = metadata.asOf
  return [happened(AwardsPublished, { kind, year, on, teachersDay: metadata.policy.value('awards.commendationDay') === on.slice(5) })]
}

// --- Decide ----------------------------------------------------------------------------------------------------------

/** The special commendations of a year (R-AK-85). */
export const awardDecider: AggregateDecider<AwardRound, AwardCommand, AwardEvent> = {
  initialState: () => ({ status: 'none' }),
  evolve,
  decide: (command, state) => {
    switch (command.type) {
      case 'OpenAwardRound':
        return openAwardRound(command, state)
      case 'Nominate':
        return nominate(command, state)
      case 'WithdrawNominee':
        return withdrawNominee(command, state)
      case 'SelectWinners':
        return selectWinners(command, state)
      case 'PublishAwards':
        return publishAwards(command, state)
    }
  },
}
