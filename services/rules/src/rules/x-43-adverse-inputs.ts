import { AssessmentOpened, AttachInput, Cleared, DetachInput, IncidentReported, Sanctioned } from '@fudao/contracts/assessment'
import { yearOf } from '@fudao/domain-kit'
import {
  type Cause,
  defineRule,
  type EventRef,
  eventOf,
  type Rule,
  type RuleCommand,
  type RuleContext,
  ruleCommand,
  toEventRef,
} from '@fudao/rules'
import { byCounselor } from './routes.js'

/** What speaks against a counselor in a year. */
interface Input {
  readonly kind: 'incident' | 'accountability'
  readonly year: number
  /** `X43:{incidentId or caseId}` */
  readonly key: string
  readonly data: Readonly<Record<string, string | number>>
  readonly by: EventRef
}
interface State {
  readonly counselorId: string
  /** By the stream it comes from. */
  readonly inputs: Readonly<Record<string, Input>>
  /** What the last event took back. */
  readonly taken: Input | null
}

const evolve = (before: State, cause: Cause, context: RuleContext): State => {
  const state = { ...before, taken: null }
  const withInput = (stream: string, input: Input): State => ({ ...state, inputs: { ...state.inputs, [stream]: input } })
  const reported = eventOf(cause, IncidentReported)
  if (reported) {
    const { incidentId, delayMin } = reported.data
    const maxDelayMinutes = context.policy.value('assessment.incident.maxDelayMinutes')
    if (maxDelayMinutes === null || delayMin <= maxDelayMinutes) return state
    const data = { delayMin, maxDelayMinutes }
    const year = yearOf(reported.asOf)
    return withInput(reported.stream, { kind: 'incident', year, key: `X43:${incidentId}`, data, by: toEventRef(reported) })
  }
  const sanctioned = eventOf(cause, Sanctioned)
  if (sanctioned) {
    const { caseId, on } = sanctioned.data
    const by = toEventRef(sanctioned)
    return withInput(sanctioned.stream, { kind: 'accountability', year: yearOf(on), key: `X43:${caseId}`, data: { on }, by })
  }
  const cleared = eventOf(cause, Cleared)
  if (!cleared) return state
  const { [cleared.stream]: taken, ...inputs } = state.inputs
  return { ...state, inputs, taken: taken ?? null }
}

// An assessment that is not open takes no input: a year not opened yet gets it at its opening, a result stands until it is revised.
const moot = ['WrongState']
const rulesOf = ({ kind }: Input): string[] => [kind === 'incident' ? 'R-AK-14' : 'R-AK-84', 'R-AK-79']

const attach = (counselorId: string, sourceId: string, input: Input): RuleCommand => {
  const { kind, year, key, data, by } = input
  return ruleCommand(AttachInput, { counselorId, year, kind, sourceId, data }, { key, rules: rulesOf(input), uses: [by], moot })
}

/**
 * A late report and a sanction are inputs of the year's assessment (R-AK-14, R-AK-84); a sanction taken back is withdrawn. What a sanction
 * does to renewal is X-08, to awards X-38.
 */
export const adverseInputs: Rule = defineRule<State>({
  id: 'X-43',
  title: { zh: '迟报与问责计入考核', en: 'late reports and sanctions in the assessment' },
  owner: 'studentAffairs',
  handles: [IncidentReported, Sanctioned, Cleared, AssessmentOpened],
  issues: [AttachInput, DetachInput],
  route: byCounselor,
  initial: (counselorId) => ({ counselorId, inputs: {}, taken: null }),
  evolve,
  react: ({ counselorId, inputs, taken }, cause) => {
    if (cause.kind !== 'event') return {}
    const opened = eventOf(cause, AssessmentOpened)
    if (opened) {
      const ofYear = Object.entries(inputs).filter(([, input]) => input.year === opened.data.year)
      return { commands: ofYear.map(([sourceId, input]) => attach(counselorId, sourceId, input)) }
    }
    const { stream: sourceId } = cause.event
    const input = inputs[sourceId]
    if (input) return { commands: [attach(counselorId, sourceId, input)] }
    if (!taken) return {}
    const { year, key, by } = taken
    const uses = [by, toEventRef(cause.event)]
    const payload = { counselorId, year, sourceId, reason: 'cleared' }
    return { commands: [ruleCommand(DetachInput, payload, { key, rules: rulesOf(taken), uses, moot })] }
  },
})
