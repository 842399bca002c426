import type { EventOf } from '@fudao/contracts/kit'
import { type ConfirmTermPlan, type SubmitTermPlan, TermPlanConfirmed, TermPlanSubmitted } from '@fudao/contracts/staffing'
import { type AggregateDecider, type CommandOf, happened, type Recorded, refuse } from '@fudao/domain-kit'
import type { CampusStructure } from '../campus-structure/campus-structure.js'
import { type OwnData, ownData, sameData } from '../own-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type TermPlanEvent = Recorded<EventOf<typeof TermPlanSubmitted | typeof TermPlanConfirmed>>
type Submitted = OwnData<Extract<TermPlanEvent, { readonly type: 'TermPlanSubmitted' }>['data']>

// --- State -----------------------------------------------------------------------------------------------------------

export type TermPlan = { readonly status: 'none' } | { readonly status: 'submitted' | 'confirmed'; readonly plan: Submitted }
export const noTermPlan = (): TermPlan => ({ status: 'none' })

// --- Evolve ----------------------------------------------------------------------------------------------------------

/** Folds one event; a plan submitted anew is to be confirmed anew. */
export const evolveTermPlan = (state: TermPlan, event: TermPlanEvent): TermPlan => {
  if (event.type === 'TermPlanSubmitted') return { status: 'submitted', plan: ownData(event.data) }
  return state.status === 'none' ? state : { status: 'confirmed', plan: state.plan }
}

// --- Commands --------------------------------------------------------------------------------------------------------

export interface SubmitTermPlanFacts {
  readonly structure?: CampusStructure | undefined
}
type Submit = CommandOf<typeof SubmitTermPlan, SubmitTermPlanFacts>
type Confirm = CommandOf<typeof ConfirmTermPlan>
export type TermPlanCommand = Submit | Confirm

// --- Decide ----------------------------------------------------------------------------------------------------------

/** First day of the term, on which its obligations are fixed (C-10); a campus that lists its terms has no other. */
const firstDayOf = ({ data: { termId }, metadata: { policy, asOf } }: Submit): string => {
  const terms = policy.value('calendar.terms')
  if (terms === null) return asOf
  return terms.find((term) => term.termId === termId)?.from ?? refuse('InvalidValue', ['R-AK-28'], { field: 'termId' })
}

/**
 * `∅ → submitted`, and again when the plan changes. R-AK-67: the campus's topics are among the training points. R-AK-72: a grade whose
 * assembly is not in the timetable is a warning, which X-45 follows up.
 */
const submitTermPlan = (c: Submit, s: TermPlan): TermPlanEvent[] => {
  const { departmentId, termId, measures, trainingPoints, assemblies } = ownData(c.data)
  const department = c.metadata.facts.structure?.departments?.find((known) => known.departmentId === departmentId)
  if (!department) return refuse('InvalidValue', ['R-AK-28'], { field: 'departmentId' })
  const { grades } = department
  const unknown = assemblies.find(({ grade }) => !grades.includes(grade))
  if (unknown) return refuse('InvalidValue', ['R-AK-72'], { field: 'assemblies', grade: unknown.grade })
  const topics = c.metadata.policy.value('training.mandatoryTopics', firstDayOf(c)) ?? []
  const missing = topics.filter((topic) => !trainingPoints.includes(topic))
  if (missing.length > 0) return refuse('MandatoryTopicMissing', ['R-AK-67'], { missing })
  const notTimetabled = grades.filter((grade) => !assemblies.some((assembly) => assembly.grade === grade))
  const plan = { grades, departmentId, termId, measures, trainingPoints, assemblies, notTimetabled }
  return s.status !== 'none' && sameData(plan, s.plan) ? [] : [happened(TermPlanSubmitted, plan)]
}

const confirmTermPlan = ({ data: { departmentId, termId } }: Confirm, s: TermPlan): TermPlanEvent[] => {
  if (s.status === 'confirmed') return []
  return s.status === 'submitted'
    ? [happened(TermPlanConfirmed, { departmentId, termId })]
    : refuse('WrongState', ['R-AK-28'], { status: s.status })
}

const decide = (command: TermPlanCommand, state: TermPlan): TermPlanEvent[] => {
  switch (command.type) {
    case 'SubmitTermPlan':
      return submitTermPlan(command, state)
    case 'ConfirmTermPlan':
      return confirmTermPlan(command, state)
  }
}

/** `∅ → submitted → confirmed`; submitted anew when it changes. R-AK-28, 67, 72. */
export const termPlanDecider: AggregateDecider<TermPlan, TermPlanCommand, TermPlanEvent> = {
  initialState: noTermPlan,
  decide,
  evolve: evolveTermPlan,
}
