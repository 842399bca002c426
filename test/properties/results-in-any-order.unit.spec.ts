import * as a from '@fudao/contracts/assessment'
import { streamName } from '@fudao/contracts/kit'
import * as s from '@fudao/contracts/staffing'
import { addDays } from '@fudao/domain-kit'
import { assessmentDecider } from '@fudao/service-assessment/domain/counselor-assessment/counselor-assessment'
import { rules } from '@fudao/service-rules/rules'
import { contractDecider } from '@fudao/service-staffing/domain/contract/contract'
import { counselorDecider } from '@fudao/service-staffing/domain/counselor/counselor'
import { exitCaseDecider } from '@fudao/service-staffing/domain/exit-case/exit-case'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clearance, pairs, type Standing, singles, type Years } from './exit-meaning.js'
import { campus, InMemorySystem } from './in-memory-system.js'

const exitRules = rules.filter(({ id }) => /^X-0\d$/.test(id))
const people = ['c1', 'c2'] as const
const years = [2021, 2022, 2023] as const
const firstDay = '2024-01-10'
/** c1 has a contract until then, c2 one without an end. */
const contractEnd = '2024-12-31'
const noticeDay = '2024-11-01'

type Gap = 'breaks' | 'skips'
const begin = (gap: Gap): InMemorySystem => {
  const system = new InMemorySystem(exitRules, { today: firstDay, policy: { 'assessment.failGap': gap } })
  for (const counselorId of people) {
    const personId = `p_${counselorId}`
    const [from, contractId] = ['2021-01-01', `k_${counselorId}`]
    system.seed(s.CounselorRegistered, {
      counselorId,
      personId,
      personCategory: 'fullTime',
      employment: 'fullTime',
      positionCategory: 'frontline',
      departmentId: 'd1',
      siteId: 's1',
      dualIdentity: true,
      startDate: from,
    })
    const end = counselorId === 'c1' ? { to: contractEnd } : {}
    system.seed(s.ContractDrafted, { contractId, personId, counselorId, kind: 'employment', from, ...end })
    system.seed(s.ContractSigned, { contractId, signedOn: from })
  }
  return system
}

// --- What people do, and how what the rules send arrives ---------------------------------------------------------------

type Step = (system: InMemorySystem) => void
const step = <T extends readonly unknown[]>(
  name: string,
  args: { [K in keyof T]: fc.Arbitrary<T[K]> },
  act: (system: InMemorySystem, ...of: T) => void,
) =>
  fc.tuple(...(args as fc.Arbitrary<unknown>[])).map((of) => {
    const run: Step = (system) => act(system, ...(of as unknown as T))
    return Object.assign(run, { toString: () => `${name}(${of.join(', ')})` })
  })
const who = fc.constantFrom('c1', 'c1', 'c1', 'c2')
const year = fc.constantFrom(...years)
const grade = fc.constantFrom<a.Grade>('unqualified', 'unqualified', 'qualified', 'excellent')
const points = { unqualified: 5000, qualified: 8000, excellent: 9500 } as const
const pick = fc.nat(400)

const open: (system: InMemorySystem, counselorId: string, year: number) => void = (system, counselorId, of) =>
  void system.send(a.OpenAssessment, { counselorId, year: of, employment: 'fullTime', departmentId: 'd1' })
const result = (system: InMemorySystem, counselorId: string, of: number, to: a.Grade): void => {
  const key = { counselorId, year: of }
  open(system, counselorId, of)
  for (const party of ['studentAffairs', 'orgPersonnel', 'deptBranch', 'students'] as const)
    system.send(
      a.SubmitPartyScore,
      { ...key, party, score: points[to] },
      { role: party === 'students' ? 'system' : party, departmentId: 'd1' },
    )
  system.send(a.ProposeGrade, key)
  system.send(a.FinalizeResult, key)
}
/** One of the cases that were opened so far. */
const onCase = (system: InMemorySystem, of: number, act: (key: s.ExitCaseKey) => void): void => {
  const opened = system.journal.filter(({ type }) => type === s.ExitCaseOpened.type)
  const key = s.fromExitCaseId(String(opened[of % Math.max(1, opened.length)]?.data.exitCaseId))
  if (key) act(key)
}

const offices = fc.oneof(
  { weight: 6, arbitrary: step('result', [who, year, grade], result) },
  { weight: 1, arbitrary: step('open', [who, year], open) },
  {
    weight: 1,
    arbitrary: step('cancel', [who, year], (f, counselorId, of) =>
      f.send(a.CancelAssessment, { counselorId, year: of, reason: 'deregistered' }),
    ),
  },
  {
    weight: 1,
    arbitrary: step('exempt', [who, year], (f, counselorId, of) => f.send(a.ExemptYear, { counselorId, year: of, reason: '进修' })),
  },
  {
    weight: 5,
    arbitrary: step('revise', [who, year, grade], (f, counselorId, of, to) => f.send(a.ReviseResult, { counselorId, year: of, to })),
  },
  { weight: 2, arbitrary: step('appeal', [who, year], (f, counselorId, of) => f.send(a.FileAppeal, { counselorId, year: of })) },
  { weight: 2, arbitrary: step('dismiss', [who, year], (f, counselorId, of) => f.send(a.DismissAppeal, { counselorId, year: of })) },
  {
    weight: 2,
    arbitrary: step('move', [pick], (f, of) =>
      onCase(f, of, (key) => {
        f.send(s.OfferPost, { ...key, post: '图书馆' })
        f.send(s.AnswerOffer, { ...key, answer: 'accept', statementRef: '答复 1' })
        f.send(s.CompleteReassignment, { ...key, newPost: '图书馆' })
      }),
    ),
  },
  { weight: 4, arbitrary: step('offer', [pick], (f, of) => onCase(f, of, (key) => f.send(s.OfferPost, { ...key, post: '图书馆' }))) },
  {
    weight: 4,
    arbitrary: step('answer', [pick, fc.constantFrom('accept', 'refuse')], (f, of, answer) =>
      onCase(f, of, (key) => f.send(s.AnswerOffer, { ...key, answer, statementRef: '答复 1' })),
    ),
  },
  {
    weight: 3,
    arbitrary: step('decide', [pick, fc.constantFrom('terminate', 'retain', 'retain')], (f, of, decision) =>
      onCase(f, of, (key) => f.send(s.DecideTermination, { ...key, decision, reason: '会议决定' })),
    ),
  },
  {
    weight: 1,
    arbitrary: step('finding', [who, fc.constantFrom('confirm', 'dismiss')], (f, counselorId, decision) => {
      const findingId = `f_${counselorId}`
      f.send(a.RaiseFinding, { findingId, counselorId, reasons: '长期脱岗' }, { role: 'deptBranch', departmentId: 'd1' })
      f.send(a.DecideFinding, { findingId, decision })
    }),
  },
  {
    weight: 1,
    arbitrary: step('inspect', [who, fc.boolean()], (f, counselorId, clear) => {
      const caseId = `a_${counselorId}`
      f.send(a.OpenCase, { caseId, counselorId, facts: '擅离岗位', consequence: '延误处置' })
      f.send(a.ConcludeCase, clear ? { caseId, decision: 'clear' } : { caseId, decision: 'sanction', measure: '诫勉' })
    }),
  },
  { weight: 2, arbitrary: step('advance', [fc.integer({ min: 1, max: 90 })], (f, days) => f.advance(addDays(f.today, days))) },
)
const transport = fc.oneof(
  {
    weight: 4,
    arbitrary: step(
      'deliver',
      [pick, fc.integer({ min: 1, max: 6 })],
      (f, of, count) => void Array.from({ length: count }, (_, n) => f.deliver(of + n)),
    ),
  },
  { weight: 1, arbitrary: step('redeliver', [pick], (f, at) => f.redeliver(at % f.journal.length)) },
  { weight: 1, arbitrary: step('resend', [pick], (f, of) => f.resend(of)) },
)
const histories = fc.array(fc.oneof({ weight: 3, arbitrary: offices }, { weight: 2, arbitrary: transport }), { maxLength: 60, size: 'max' })
const gaps = fc.constantFrom<Gap>('breaks', 'skips')

const told = (gap: Gap, steps: readonly Step[]): InMemorySystem => {
  const system = begin(gap)
  for (const act of steps) act(system)
  system.drain()
  return system
}

// --- What must be true afterwards --------------------------------------------------------------------------------------

const assessmentOf = (system: InMemorySystem, counselorId: string, of: number) =>
  system.state(assessmentDecider, streamName(a.CounselorAssessment, campus, { counselorId, year: of }))
const standing = (system: InMemorySystem, counselorId: string): Years =>
  years.flatMap((of): [number, Standing][] => {
    const assessment = assessmentOf(system, counselorId, of)
    if (assessment.status === 'none') return []
    if (assessment.status === 'exempt' || assessment.status === 'cancelled') return [[of, 'gap']]
    return [[of, assessment.file.result?.grade ?? 'pending']]
  })
const caseOf = (system: InMemorySystem, of: s.ExitCaseKey) => system.state(exitCaseDecider, streamName(s.ExitCase, campus, { ...of }))
const isFinal = (status: string): boolean => status === 'terminated' || status === 'reassigned'
const tasksAbout = (system: InMemorySystem, subject: string): readonly unknown[] =>
  system.openTasks.filter((task) => task.subject === subject).map(({ action }) => action)

/** The case is there exactly if its ground is; what people carried out stays, and is reviewed once the ground is gone. */
const expectCase = (system: InMemorySystem, of: s.ExitCaseKey, stands: boolean, gone = !stands): void => {
  const { status } = caseOf(system, of)
  const about = `${s.toExitCaseId(of)} is ${status}, its ground ${stands ? 'stands' : 'does not stand'}`
  if (stands) expect(['none', 'withdrawn'], about).not.toContain(status)
  else if (isFinal(status))
    expect(gone ? tasksAbout(system, s.toExitCaseId(of)) : ['reinstatementReview'], about).toContain('reinstatementReview')
  else expect(['none', 'withdrawn'], about).toContain(status)
}

const expectGrounds = (system: InMemorySystem, counselorId: string, gap: Gap): void => {
  const results = standing(system, counselorId)
  const alone = singles(results, gap)
  const runs = pairs(results, gap)
  for (const of of years) {
    const failed = results.some(([y, g]) => y === of && g === 'unqualified')
    expectCase(system, { counselorId, year: of, ground: 'annualFail' }, alone.includes(of), !failed)
    const run = runs.find(([, last]) => last === of)
    const key = { counselorId, year: of, ground: 'twoConsecutiveFails' as const }
    expectCase(system, key, run !== undefined)
    const exit = caseOf(system, key)
    if (!run || exit.status === 'none' || isFinal(exit.status)) continue
    expect(exit.file.opening.basisYears).toEqual(run)
    // termination is permitted, unless people have gone on from there
    expect(['terminationPermitted', 'retained', 'offered', 'accepted', 'refused']).toContain(exit.status)
  }
  const confirmed = system.journal.findLast(({ type, data }) => type.includes('.Unsuitability') && data.counselorId === counselorId)
  expectCase(system, { counselorId, year: 2024, ground: 'unsuitable' }, confirmed?.data.on?.toString().startsWith('2024') ?? false)
}

const expectContract = (system: InMemorySystem, counselorId: string): void => {
  const contract = system.state(contractDecider, `contract-${campus}.k_${counselorId}`)
  const decided = system.journal.filter(({ type, data }) => type === s.TerminationDecided.type && data.counselorId === counselorId)
  const left = decided.some(({ data }) => data.decision === 'terminate')
  const moved = system.journal.some(({ type, data }) => type === s.CounselorReassigned.type && data.counselorId === counselorId)
  const counselor = system.state(counselorDecider, `counselor-${campus}.${counselorId}`)
  if (left || moved) expect(counselor.status).toBe('deregistered')
  if (contract.status !== 'active' && contract.status !== 'renewalDue') return
  // a decision to terminate has ended it; a reassignment has not
  expect(left).toBe(false)
  const last = system.journal.findLast(
    ({ type, data }) => (type === a.Sanctioned.type || type === a.Cleared.type) && data.counselorId === counselorId,
  )
  const noticed = counselorId === 'c1' && system.today >= noticeDay ? 2023 : undefined
  const word = contract.terms.clearance?.clearance ?? null
  expect([clearance(standing(system, counselorId), last?.type === a.Sanctioned.type, noticed) ?? word]).toEqual([word])
  expect(word).not.toBe('barred')
}

const expectLinkages = (system: InMemorySystem, counselorId: string): void => {
  for (const of of years) {
    const assessment = assessmentOf(system, counselorId, of)
    if (assessment.status === 'final') expect(assessment.file.linkages?.resultNumber).toBe(assessment.file.result?.number)
  }
}

const expectTasks = (system: InMemorySystem): void => {
  const waits: Readonly<Record<string, readonly string[]>> = {
    answerOffer: ['offered'],
    obtainAnswer: ['offered'],
    offerAnotherPost: ['escalated'],
  }
  for (const { action, subject, params } of system.openTasks) {
    // nothing that a rule asked for was in vain
    expect(`${String(action)} ${JSON.stringify(params ?? {})}`).not.toMatch(/^commandRefused/)
    const statuses = waits[String(action)]
    const key = s.fromExitCaseId(String(subject))
    if (statuses && key) expect(statuses).toContain(caseOf(system, key).status)
  }
}

describe('results finalised in any order, revised, appealed against and cancelled (X-01 … X-09)', () => {
  it('leave the rules in the state that a replay of the journal gives, with the same commands', () => {
    fc.assert(
      fc.property(gaps, histories, (gap, steps) => {
        const system = told(gap, steps)
        const { live, replayed } = system
        expect(live.instances.filter(({ parked }) => parked)).toEqual([])
        expect(live).toEqual(replayed)
        // the whole journal once more
        for (const at of system.journal.keys()) system.redeliver(at)
        expect(system.live.commands.map((c) => c.commandId)).toEqual(replayed.commands.map((c) => c.commandId))
        expect(system.live.instances.map(({ state }) => state)).toEqual(replayed.instances.map(({ state }) => state))
      }),
    )
  })

  it('leave exit cases, contracts, linkages and tasks as the results that stand mean them (R-AK-81 … R-AK-83)', () => {
    fc.assert(
      fc.property(gaps, histories, (gap, steps) => {
        const system = told(gap, steps)
        for (const counselorId of people) {
          expectGrounds(system, counselorId, gap)
          expectContract(system, counselorId)
          expectLinkages(system, counselorId)
        }
        expectTasks(system)
      }),
    )
  })

  it('mean the same in whatever order they came, when people have not acted on them', () => {
    const results = fc.uniqueArray(fc.tuple(who, year, grade), { selector: ([c, y]) => `${c} ${y}`, minLength: 2, maxLength: 6 })
    const orders = results.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
    const cases = (system: InMemorySystem) =>
      people.flatMap((counselorId) =>
        years.flatMap((of) =>
          s.exitGrounds.map((by) => {
            const exit = caseOf(system, { counselorId, year: of, ground: by })
            return exit.status === 'none' || exit.status === 'withdrawn' ? 'none' : [exit.status, exit.file.opening.basisYears]
          }),
        ),
      )
    fc.assert(
      fc.property(gaps, orders, (gap, [one, other]) => {
        const [first, second] = [one, other].map((all) =>
          told(
            gap,
            all.map((of) => (system) => result(system, ...of)),
          ),
        )
        if (first && second) expect(cases(first)).toEqual(cases(second))
      }),
    )
  })
})
