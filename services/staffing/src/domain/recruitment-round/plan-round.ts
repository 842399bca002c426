import { degrees, type PlanRound, partyRequirements, type RoundWarning } from '@fudao/contracts/staffing'
import { type CommandOf, refuse } from '@fudao/domain-kit'
import type { RoundPlan } from './recruitment-round.js'

type Plan = CommandOf<typeof PlanRound>

/** The value of the round where it states one, else the campus's; the round's may be stricter, never looser (R-AK-45). */
const stricter = <T extends string>(
  field: string,
  rule: string,
  scale: readonly T[],
  asked: T | undefined,
  least: T | null,
): T | undefined => {
  if (asked === undefined) return least ?? undefined
  if (least !== null && scale.indexOf(asked) < scale.indexOf(least))
    refuse('ConditionsTooLoose', ['R-AK-45', rule], { field, asked, least })
  return asked
}

/** What the round states, or the campus's policy says; neither is no plan. */
const stated = <T>(field: string, rules: readonly string[], ...values: readonly (T | null | undefined)[]): T =>
  values.find((value) => value !== undefined && value !== null) ?? refuse('InvalidValue', rules, { field })

/** R-AK-47: the campus's stages that the round uses keep the campus's order; it may add its own and is warned of one it leaves out. */
const checkStages = (stages: readonly string[], campus: readonly string[]): void => {
  if (new Set(stages).size < stages.length) refuse('InvalidValue', ['R-AK-47'], { field: 'stages' })
  const places = campus.map((stage) => stages.indexOf(stage)).filter((place) => place >= 0)
  if (places.some((place, i) => place < (places[i - 1] ?? 0))) refuse('InvalidValue', ['R-AK-47'], { field: 'stages', order: campus })
}

/** The plan as it is published, every open value filled in from the policy of the day. */
export const planOf = ({ data, metadata: { policy } }: Plan): RoundPlan => {
  const { roundId, posts, conditions = [], panelMembers } = data
  if (posts < 1) refuse('InvalidValue', ['R-AK-45'], { field: 'posts' })
  const offices = policy.value('staffing.selection.panel') ?? []
  const panel = data.panel ?? []
  const missing = offices.filter((office) => !panel.some((named) => named === office))
  if (missing.length > 0) refuse('PanelIncomplete', ['R-AK-44'], { missing })
  if (conditions.length === 0) refuse('ConditionsMissing', ['R-AK-45'])
  const minDegree = stricter('minDegree', 'R-AK-40', degrees, data.minDegree, policy.value('staffing.candidate.minDegree'))
  const partyMember = stricter(
    'partyMember',
    'R-AK-38',
    partyRequirements,
    data.partyMember,
    policy.value('staffing.candidate.partyMember'),
  )
  const campusChannels = policy.value('staffing.selection.channels') ?? []
  const channels = stated<readonly string[]>('channels', ['R-AK-46'], data.channels, campusChannels.length > 0 ? campusChannels : null)
  if (new Set(channels).size < channels.length || channels.some((c) => campusChannels.length > 0 && !campusChannels.includes(c)))
    refuse('InvalidValue', ['R-AK-46'], { field: 'channels', allowed: campusChannels })
  const campusStages = policy.value('staffing.selection.stages') ?? []
  const stages = stated<readonly string[]>('stages', ['R-AK-47'], data.stages, campusStages.length > 0 ? campusStages : null)
  checkStages(stages, campusStages)
  const duration = (stage: string, field: 'publicityDays' | 'trialMonths') =>
    stages.includes(stage)
      ? { [field]: stated(field, ['A-34', 'R-AK-47'], data[field], policy.value(`staffing.selection.${field}`)) }
      : undefined
  const warnings: RoundWarning[] = [
    ...(channels.length === 1 ? (['oneChannelOnly'] as const) : []),
    ...(campusStages.some((stage) => !stages.includes(stage)) ? (['stageLeftOut'] as const) : []),
  ]
  return {
    roundId,
    posts,
    conditions,
    ...(minDegree === undefined ? {} : { minDegree }),
    ...(partyMember === undefined ? {} : { partyMember }),
    channels: [...channels],
    panel,
    ...(panelMembers === undefined ? {} : { panelMembers }),
    stages: [...stages],
    ...duration('publicity', 'publicityDays'),
    ...duration('trialPost', 'trialMonths'),
    warnings,
  }
}
