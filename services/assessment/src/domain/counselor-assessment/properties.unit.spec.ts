import * as assessment from '@fudao/contracts/assessment'
import type { CommandDefinition, Role } from '@fudao/contracts/kit'
import { deciderSpec } from '@fudao/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessmentDecider } from './counselor-assessment.js'
import { key, publishedScheme } from './fixtures.js'
import type { AssessmentEvent, AssessmentStatus } from './state.js'

// Any sequence of requests, most of them refused: what holds along every path.

interface Request {
  readonly definition: CommandDefinition
  readonly payload: Readonly<Record<string, unknown>>
  readonly role: Role
  readonly asOf: string
}
const request = (definition: CommandDefinition, role: Role, payload: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.constant({})) =>
  fc.record({
    definition: fc.constant(definition),
    role: fc.constant(role),
    payload: payload.map((own) => ({ ...key, ...own })),
    asOf: fc.constantFrom('2023-12-31', '2024-01-10', '2024-01-25', '2024-03-01'),
  })
const parties = ['studentAffairs', 'orgPersonnel', 'deptBranch', 'students'] as const
const scores = parties.map((party) =>
  request(
    assessment.SubmitPartyScore,
    party === 'students' ? 'system' : party,
    fc.record({ party: fc.constant(party), score: fc.integer({ min: 0, max: 10_000 }) }),
  ),
)
const anyRequest: fc.Arbitrary<Request> = fc.oneof(
  request(assessment.OpenAssessment, 'system', fc.constant({ employment: 'fullTime' })),
  ...scores,
  request(assessment.ProposeGrade, 'studentAffairs'),
  request(assessment.FinalizeResult, 'studentAffairs'),
  request(assessment.FileAppeal, 'counselor'),
  request(assessment.ReviseResult, 'studentAffairs', fc.record({ to: fc.constantFrom('excellent', 'qualified', 'unqualified') })),
  request(assessment.DismissAppeal, 'studentAffairs'),
  request(assessment.IssueLinkages, 'system'),
  request(assessment.AcknowledgeResult, 'counselor'),
  request(
    assessment.AttachInput,
    'system',
    fc.record({ kind: fc.constant('award'), sourceId: fc.constantFrom('a', 'b'), data: fc.jsonValue() }),
  ),
  request(assessment.DetachInput, 'system', fc.record({ sourceId: fc.constantFrom('a', 'b'), reason: fc.constant('更正') })),
  request(assessment.ExemptYear, 'orgPersonnel', fc.constant({ reason: '产假' })),
  request(assessment.CancelAssessment, 'system', fc.constant({ reason: 'deregistered' })),
)
/** Often starts on the main road, so that late states are reached. */
const requests = fc.oneof(
  fc.array(anyRequest, { maxLength: 25 }),
  fc
    .tuple(fc.tuple(...scores), fc.array(anyRequest, { maxLength: 20 }))
    .map(([given, more]) => [
      { definition: assessment.OpenAssessment, role: 'system' as const, payload: { ...key, employment: 'fullTime' }, asOf: '2023-02-01' },
      ...given,
      { definition: assessment.ProposeGrade, role: 'studentAffairs' as const, payload: key, asOf: '2023-12-30' },
      { definition: assessment.FinalizeResult, role: 'studentAffairs' as const, payload: key, asOf: '2024-01-10' },
      ...more,
    ]),
)

const spec = deciderSpec(assessmentDecider, {
  preset: 'aksu',
  policy: { 'assessment.appeal.days': 20 },
  facts: { scheme: publishedScheme },
})
const run = (
  all: readonly Request[],
  each: (history: readonly AssessmentEvent[], when: ReturnType<ReturnType<typeof spec.given>['when']>) => void,
) => {
  let history: readonly AssessmentEvent[] = []
  for (const { definition, payload, role, asOf } of all) {
    const when = spec.given(...history).when(definition as never, payload as never, { actor: { role }, asOf })
    each(history, when)
    history = [...history, ...when.outcome().events]
  }
  return history
}

const next: Readonly<Record<'none' | AssessmentStatus, readonly string[]>> = {
  none: ['open'],
  open: ['open', 'scored', 'cancelled', 'exempt'],
  scored: ['scored', 'proposed', 'cancelled'],
  proposed: ['proposed', 'final', 'cancelled'],
  final: ['final', 'underAppeal', 'exempt'],
  underAppeal: ['underAppeal', 'final'],
  exempt: ['exempt'],
  cancelled: ['cancelled', 'open'],
}
const byName = new Map(assessment.assessmentContext.events.map((e) => [e.name, e]))

describe('along any path', () => {
  it('the same request on the resulting state yields no events', () => {
    fc.assert(fc.property(requests, (all) => void run(all, (_history, when) => when.outcome().refusal ?? when.thenRepeatsAsNothing())))
  })

  it('states follow the machine of the domain and no other', () => {
    fc.assert(
      fc.property(requests, (all) => {
        run(all, (history, when) => {
          const { events, state } = when.outcome()
          const before = spec.fold(history).status
          if (events.length > 0) expect(next[before]).toContain(state.status)
          else expect(state.status).toBe(before)
        })
      }),
    )
  })

  it('every event passes its published schema, through JSON and back', () => {
    fc.assert(
      fc.property(requests, (all) => {
        for (const { type, data } of run(all, () => undefined))
          expect(byName.get(type)?.data.parse(JSON.parse(JSON.stringify(data)))).toEqual(data)
      }),
    )
  })

  it('every refusal is one that its command announces, and names a rule', () => {
    fc.assert(
      fc.property(requests, (all) => {
        const codes: [CommandDefinition, string, readonly string[]][] = []
        let i = 0
        run(all, (_history, when) => {
          const { refusal } = when.outcome()
          const definition = all[i++]?.definition
          if (refusal && definition) codes.push([definition, refusal.code, refusal.rules])
        })
        for (const [definition, code, rules] of codes) {
          expect(definition.refusals).toContain(code)
          expect(rules.length).toBeGreaterThan(0)
        }
      }),
    )
  })
})
