import * as c from '@fudao/contracts/staffing'
import { type DecisionContext, Refusal } from '@fudao/domain-kit'
import { decisionContext, type SpecContext } from '@fudao/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allConditions } from '../fixtures/counselor.fixture.js'
import { appointment, plan } from '../fixtures/recruitment.fixture.js'
import { candidacyDecider } from './candidacy/candidacy.js'
import type { CandidacyCommand } from './candidacy/candidacy-commands.js'
import { type Candidacy, evolveCandidacy, noCandidacy } from './candidacy/candidacy-state.js'
import { noRound, type Round, type RoundCommand, roundDecider } from './recruitment-round/recruitment-round.js'

const stages = ['writtenExam', 'interviewExam', 'publicity', 'trialPost']
const applicants = ['a1', 'a2', 'a3', 'a4']
const roundId = 'r1'

/** One round and its candidacies, and what X-13 still has to say about appointments. */
class World {
  round: Round = noRound()
  readonly candidacies = new Map<string, Candidacy>(applicants.map((id) => [id, noCandidacy()]))
  readonly waiting: string[] = []
  /** Stages as their events say, by candidacy. */
  readonly passed = new Map<string, string[]>(applicants.map((id) => [id, []]))
  #day = 0

  context(more: SpecContext = {}): DecisionContext<never> {
    const asOf = new Date(Date.UTC(2024, 0, 1 + this.#day)).toISOString().slice(0, 10)
    return decisionContext({ preset: 'aksu', asOf, facts: { round: this.round }, ...more }) as DecisionContext<never>
  }
  nextDay(): void {
    this.#day += 3
  }
  /** Events of an accepted command; a refusal changes nothing. */
  #attempt<T>(decide: () => T[]): T[] {
    try {
      return decide()
    } catch (error) {
      if (error instanceof Refusal) return []
      throw error
    }
  }
  onRound(command: RoundCommand): void {
    const events = this.#attempt(() => roundDecider.decide(command, this.round))
    this.round = events.reduce(roundDecider.evolve, this.round)
  }
  onCandidacy(id: string, command: CandidacyCommand): void {
    const state = this.candidacies.get(id) ?? noCandidacy()
    const events = this.#attempt(() => candidacyDecider.decide(command, state))
    for (const event of events) {
      const done = this.passed.get(id) ?? []
      if (event.type === 'StagePassed') done.push(event.data.stage)
      if (event.type === 'TrialPostConcluded' && event.data.passed) done.push('trialPost')
      if (event.type === 'CandidateAppointed') {
        expect(done, 'appointed only after every stage').toEqual(stages)
        this.waiting.push(id)
      }
    }
    this.candidacies.set(id, events.reduce(evolveCandidacy, state))
  }
}

type Step = (world: World) => void
const who = fc.constantFrom(...applicants)
const roundStep =
  (type: RoundCommand['type'], data: object): Step =>
  (world) =>
    world.onRound({ type, data: { roundId, ...data }, metadata: world.context() } as RoundCommand)
const step =
  (type: CandidacyCommand['type'], data: object = {}, more: SpecContext = {}) =>
  (candidacyId: string): Step =>
  (world) =>
    world.onCandidacy(candidacyId, { type, data: { candidacyId, ...data }, metadata: world.context(more) } as CandidacyCommand)

/** X-13 gets to the appointments in any order, once or again. */
const settleAppointment =
  (at: number): Step =>
  (world) => {
    const id = world.waiting[at % Math.max(1, world.waiting.length)]
    if (id) roundStep('FillPost', { candidacyId: id })(world)
  }

const steps = fc.oneof(
  fc.constant<Step>((world) => world.nextDay()),
  fc.nat({ max: 5 }).map(settleAppointment),
  who.map((candidacyId) => roundStep('FreePost', { candidacyId })),
  who.map(
    (id) => (world: World) =>
      step(
        'SubmitCandidacy',
        { roundId, personId: `p_${id}`, channel: 'openRecruitment' },
        { actor: { role: 'candidate', personId: `p_${id}` } },
      )(id)(world),
  ),
  who.map(step('ScreenCandidate', { degree: 'bachelor', attestations: allConditions })),
  { weight: 4, arbitrary: fc.tuple(who, fc.constantFrom(...stages)).map(([id, stage]) => step('RecordStageResult', { stage })(id)) },
  who.map(step('StartPublicity', { contact: 'c' })),
  who.map(step('RaiseObjection', { objectionId: 'o1', text: 't' })),
  who.map(step('SettleObjection', { objectionId: 'o1', upheld: false })),
  who.map(step('StartTrialPost')),
  who.map(step('ConcludeTrialPost', { passed: true })),
  who.map(step('AppointCandidate', { ...appointment, candidacyId: undefined })),
  { weight: 1, arbitrary: fc.constant(roundStep('CloseRound', {})) },
)
/** Everything one candidate needs, so that a run reaches appointments. */
const wholeWay = (id: string): Step[] => [
  step(
    'SubmitCandidacy',
    { roundId, personId: `p_${id}`, channel: 'openRecruitment' },
    { actor: { role: 'candidate', personId: `p_${id}` } },
  )(id),
  step('ScreenCandidate', { degree: 'bachelor', attestations: allConditions })(id),
  step('RecordStageResult', { stage: 'writtenExam' })(id),
  step('RecordStageResult', { stage: 'interviewExam' })(id),
  step('StartPublicity', { contact: 'c' })(id),
  (world) => world.nextDay(),
  (world) => world.nextDay(),
  (world) => world.nextDay(),
  step('SettleObjection', { objectionId: 'o1', upheld: false })(id),
  step('RecordStageResult', { stage: 'publicity' })(id),
  step('StartTrialPost')(id),
  step('ConcludeTrialPost', { passed: true })(id),
  (world) => step('AppointCandidate', { ...appointment, candidacyId: id })(id)(world),
]
/** Random steps woven between those of the whole ways, whose own order is kept. */
const interleaving = fc
  .tuple(
    fc.nat({ max: 4 }),
    fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant<Step | null>(null) }, steps), { maxLength: 150, size: 'max' }),
    fc.infiniteStream(fc.nat({ max: 3 })),
  )
  .map(([count, noise, turns]) => {
    const ways = applicants.slice(0, count).map(wholeWay)
    const woven = noise.flatMap((random) => {
      if (random) return [random]
      const way = ways[(turns.next().value ?? 0) % Math.max(1, ways.length)]
      return way?.shift() ?? []
    })
    return [...woven, ...ways.flat()]
  })

test('whatever the order of commands, no round fills more posts than it has, and no candidacy skips a stage', () => {
  let most = 0
  fc.assert(
    fc.property(fc.constantFrom(1, 2), interleaving, fc.array(fc.nat({ max: 5 }), { maxLength: 8 }), (posts, all, late) => {
      const world = new World()
      roundStep('PlanRound', { ...plan, posts, publicityDays: 7, trialMonths: 1 })(world)
      roundStep('OpenRound', {})(world)
      for (const take of [...all, ...late.map(settleAppointment)]) {
        take(world)
        const filled = world.round.status === 'none' ? [] : world.round.file.filled
        expect(filled.length).toBeLessThanOrEqual(posts)
        expect(new Set(filled).size).toBe(filled.length)
        for (const done of world.passed.values()) expect(done).toEqual(stages.slice(0, done.length))
      }
      most = Math.max(most, world.waiting.length)
    }),
    { numRuns: 200, seed: 20240101 },
  )
  expect(most, 'more appointed than there are posts').toBeGreaterThan(2)
  expect(c.FillPost.refusals).toContain('RoundFull')
})
