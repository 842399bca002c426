import * as assessment from '@fudao/contracts/assessment'
import type { CommandDefinition, Role } from '@fudao/contracts/kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { type AssessmentCommand, assessmentDecider } from './counselor-assessment.js'
import { histories, key, publishedScheme } from './fixtures.js'
import type { Assessment } from './state.js'

// State × command, complete: what each command does in each state, to a payload that is otherwise in order.

const states = [
  'none',
  'open',
  'scored',
  'proposed',
  'final',
  'underAppeal',
  'exempt',
  'cancelled',
] as const satisfies readonly Assessment['status'][]
/** An event name: accepted with it; `—`: accepted, nothing happens; otherwise the refusal. */
type Row = readonly [string, string, string, string, string, string, string, string]
interface Line {
  readonly definition: CommandDefinition
  readonly role: Role
  readonly payload: Readonly<Record<string, unknown>>
  readonly cells: Row
}
const W = 'WrongState'

const table: Readonly<Record<AssessmentCommand['type'], Line>> = {
  // Columns: none, open, scored, proposed, final, underAppeal, exempt, cancelled
  OpenAssessment: {
    definition: assessment.OpenAssessment,
    role: 'system',
    payload: { ...key, employment: 'fullTime', departmentId: 'nursing' },
    cells: ['AssessmentOpened', '—', '—', '—', '—', '—', '—', 'AssessmentOpened'],
  },
  AttachInput: {
    definition: assessment.AttachInput,
    role: 'system',
    payload: { ...key, kind: 'award', sourceId: 's1', data: {} },
    cells: [W, 'InputAttached', 'InputAttached', 'InputAttached', W, W, W, W],
  },
  DetachInput: {
    definition: assessment.DetachInput,
    role: 'system',
    payload: { ...key, sourceId: 's1', reason: '更正' },
    cells: ['—', '—', '—', '—', '—', '—', '—', '—'],
  },
  SubmitPartyScore: {
    definition: assessment.SubmitPartyScore,
    role: 'studentAffairs',
    payload: { ...key, party: 'studentAffairs', score: 7000 },
    cells: [W, 'PartyScored', 'PartyScored', W, W, W, W, W],
  },
  ProposeGrade: {
    definition: assessment.ProposeGrade,
    role: 'studentAffairs',
    payload: key,
    cells: [W, 'PartyScoreMissing', 'GradeProposed', '—', W, W, W, W],
  },
  FinalizeResult: {
    definition: assessment.FinalizeResult,
    role: 'studentAffairs',
    payload: key,
    cells: [W, W, W, 'AssessmentFinalized', '—', W, W, W],
  },
  ExemptYear: {
    definition: assessment.ExemptYear,
    role: 'orgPersonnel',
    payload: { ...key, reason: '产假' },
    cells: [W, 'AssessmentExempted', W, W, 'AssessmentExempted', W, W, W],
  },
  CancelAssessment: {
    definition: assessment.CancelAssessment,
    role: 'system',
    payload: { ...key, reason: 'deregistered' },
    cells: [W, 'AssessmentCancelled', 'AssessmentCancelled', 'AssessmentCancelled', W, W, W, '—'],
  },
  FileAppeal: {
    definition: assessment.FileAppeal,
    role: 'counselor',
    payload: key,
    cells: [W, W, W, W, 'AppealFiled', '—', W, W],
  },
  ReviseResult: {
    definition: assessment.ReviseResult,
    role: 'studentAffairs',
    payload: { ...key, to: 'unqualified' },
    cells: [W, W, W, W, 'AssessmentResultRevised', 'AssessmentResultRevised', W, W],
  },
  DismissAppeal: {
    definition: assessment.DismissAppeal,
    role: 'studentAffairs',
    payload: key,
    cells: [W, W, W, W, W, 'AppealDismissed', W, W],
  },
  IssueLinkages: {
    definition: assessment.IssueLinkages,
    role: 'system',
    payload: key,
    cells: [W, W, W, W, 'AssessmentLinkagesIssued', W, W, W],
  },
  AcknowledgeResult: {
    definition: assessment.AcknowledgeResult,
    role: 'counselor',
    payload: key,
    cells: [W, W, W, W, 'ResultAcknowledged', W, W, W],
  },
}

const spec = deciderSpec(assessmentDecider, { preset: 'aksu', asOf: '2024-01-20', facts: { scheme: publishedScheme } })

describe('CounselorAssessment: state × command', () => {
  const cells = Object.entries(table).flatMap(([command, line]) =>
    states.map((state, i) => [command, state, line.cells[i] as string, line] as const),
  )

  it.each(cells)('%s in %s: %s', (_command, state, cell, { definition, role, payload }) => {
    const when = spec.given(...histories[state]).when(definition as never, payload as never, { actor: { role } })
    const { events, refusal } = when.outcome()
    if (cell === '—') when.thenRepeatsAsNothing()
    expect(refusal?.code ?? events[0]?.type ?? '—').toBe(cell)
    expect(events.length).toBeLessThanOrEqual(1)
    if (refusal) expect(refusal.rules.length).toBeGreaterThan(0)
    else when.thenRepeatsAsNothing()
  })

  it('every command of the aggregate is in the table', () => {
    const published = assessment.assessmentContext.commands.filter((c) => c.aggregate.name === 'CounselorAssessment').map((c) => c.name)
    expect(Object.keys(table).sort()).toEqual([...published].sort())
  })

  it.each(Object.entries(table))('%s is refused only with codes its contract announces', (_command, { definition, cells: row }) => {
    const emitted: readonly string[] = definition.emits.map((e) => e.name)
    for (const cell of row) expect(['—', ...emitted, ...definition.refusals]).toContain(cell)
  })
})
