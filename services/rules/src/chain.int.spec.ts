import { DecideFinding, RaiseFinding } from '@fudao/contracts/assessment'
import { AnswerOffer, CompleteReassignment, DecideTermination, OfferPost, RenewContract } from '@fudao/contracts/staffing'
import { CompleteTask } from '@fudao/contracts/tasks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TestSystem } from './fixtures/system.js'

// The rules among the real services: a human act on one side, the rule's commands carried out on the other.
// How fast is measured by the benchmark, at idle; here other tests share the machine.

const system = new TestSystem()
const signature = [{ role: 'orgPersonnel', userId: 'u_op', ref: 'paper 1' }]
let campuses = 0
/** A campus of one's own, on 2022-01-01, with one counselor whose contract runs to 2024-12-31. */
const fresh = async (): Promise<string> => {
  campuses += 1
  const campus = `aksu_${campuses}`
  await system.campus(campus, '2022-01-01')
  await system.hire(campus, 'c1', '2022-01-01', '2024-12-31')
  return campus
}
/** The year is assessed and, once it is over, finalised. */
const assess = async (campus: string, year: number, score: number): Promise<void> => {
  await system.publishScheme(campus, year)
  await system.propose(campus, 'c1', year, score)
  await system.advance(campus, `${year + 1}-01-20`)
  await system.finalize(campus, 'c1', year)
}
const types = async (campus: string, stream: string): Promise<string[]> => (await system.events(campus, stream)).map((e) => e.type)

beforeAll(() => system.start(), 60_000)
afterAll(() => system.stop(), 60_000)

describe('from a final grade to the contract', () => {
  it('T-73, T-79: two failed years → held, termination permitted without an offer, and why', async () => {
    const campus = await fresh()
    await assess(campus, 2022, 5000)
    await system.until(campus, `exit-${campus}.c1-2022-annualFail`, 'ExitCaseOpened')
    const held = await system.until(campus, `contract-${campus}.k_c1`, 'RenewalClearanceSet', { clearance: 'held', basisYear: 2022 })
    expect(held.metadata).toMatchObject({ rule: 'X-08', actorid: 'rules', actorrole: 'system', asof: '2023-01-20' })
    await system.publishScheme(campus, 2023)
    await system.propose(campus, 'c1', 2023, 5000)
    await system.advance(campus, '2024-01-20')
    await system.finalize(campus, 'c1', 2023)
    const [permitted] = await Promise.all([
      system.until(campus, `exit-${campus}.c1-2023-twoConsecutiveFails`, 'TerminationPermitted'),
      system.until(campus, `contract-${campus}.k_c1`, 'RenewalClearanceSet', { basisYear: 2023 }),
      system.until(campus, `exit-${campus}.c1-2022-annualFail`, 'ExitCaseWithdrawn'),
    ])
    expect(permitted.data).toMatchObject({ basisYears: [2022, 2023] })
    expect(permitted.metadata).toMatchObject({ rule: 'X-04', asof: '2024-01-20' })
    expect(permitted.data.basis).toMatchObject({
      // two failed years need neither a refusal nor its clause
      rules: ['R-AK-83', 'A-12', 'X-04'],
      policy: { 'staffing.exit.consecutiveFails': { value: 2 } },
      events: [{ stream: `assessment-${campus}.c1-2022` }, { stream: `assessment-${campus}.c1-2023` }],
    })
    await system.until(campus, `assessment-${campus}.c1-2023`, 'AssessmentLinkagesIssued')
    // a human decides; then X-09 carries it out
    const exit = { counselorId: 'c1', year: 2023, ground: 'twoConsecutiveFails' }
    await system.send(campus, 'orgPersonnel', DecideTermination, { ...exit, decision: 'terminate', reason: 'x', approvalRef: 'meeting 2' })
    await system.until(campus, `counselor-${campus}.c1`, 'CounselorDeregistered', { reason: 'terminated', lastDay: '2024-01-20' })
    expect(await types(campus, `contract-${campus}.k_c1`)).toContain('ContractTerminated')
  }, 60_000)

  it('T-70: one failed year, the offer accepted → reassigned, deregistered, the contract kept', async () => {
    const campus = await fresh()
    await assess(campus, 2022, 5000)
    const exit = { counselorId: 'c1', year: 2022, ground: 'annualFail' }
    await system.until(campus, `exit-${campus}.c1-2022-annualFail`, 'ExitCaseOpened')
    await system.send(campus, 'orgPersonnel', OfferPost, { ...exit, post: '图书馆' })
    await system.advance(campus, '2023-01-31')
    await system.send(campus, 'orgPersonnel', AnswerOffer, { ...exit, answer: 'accept', statementRef: 'paper 2' })
    await system.send(campus, 'orgPersonnel', CompleteReassignment, { ...exit, from: '2023-02-01' })
    await system.until(campus, `counselor-${campus}.c1`, 'CounselorDeregistered', { reason: 'reassigned', lastDay: '2023-01-31' })
    expect(await types(campus, `contract-${campus}.k_c1`)).not.toContain('ContractTerminated')
  }, 60_000)

  it('A-13, T-71: silence becomes a task its owner can complete; a late refusal permits; a revision withdraws', async () => {
    const campus = await fresh()
    await assess(campus, 2022, 5000)
    const exit = { counselorId: 'c1', year: 2022, ground: 'annualFail' }
    const stream = `exit-${campus}.c1-2022-annualFail`
    await system.until(campus, stream, 'ExitCaseOpened')
    await system.send(campus, 'orgPersonnel', OfferPost, { ...exit, post: '图书馆' })
    // many days at once: reminder and silence each on their own day
    await system.advance(campus, '2023-03-01')
    const task = await taskOf(campus, 'obtainAnswer')
    expect(task.metadata).toMatchObject({ asof: '2023-02-05', rule: 'X-02' })
    expect(task.data).toMatchObject({ ownerRole: 'orgPersonnel', subject: 'c1_2022_annualFail' })
    await system.send(campus, 'orgPersonnel', CompleteTask, { taskId: task.data.taskId })
    expect(await types(campus, stream)).toEqual(['ExitCaseOpened', 'PostOffered'])
    await system.send(campus, 'orgPersonnel', AnswerOffer, { ...exit, answer: 'refuse', statementRef: 'paper 3' })
    await system.until(campus, stream, 'TerminationPermitted')
    await system.revise(campus, 'c1', 2022, 'qualified')
    await system.until(campus, stream, 'ExitCaseWithdrawn', { reason: 'resultRevised' })
    await system.until(campus, `contract-${campus}.k_c1`, 'RenewalClearanceSet', { clearance: 'cleared' })
  }, 60_000)

  it('X-05: unsuitable without a failed year', async () => {
    const campus = await fresh()
    await system.send(campus, 'deptBranch', RaiseFinding, { findingId: 'f1', counselorId: 'c1', reasons: 'x' })
    await system.send(campus, 'studentAffairs', DecideFinding, { findingId: 'f1', decision: 'confirm', coSigners: signature })
    await system.until(campus, `exit-${campus}.c1-2022-unsuitable`, 'ExitCaseOpened')
    await system.send(campus, 'studentAffairs', DecideFinding, { findingId: 'f1', decision: 'dismiss', coSigners: signature })
    await system.until(campus, `exit-${campus}.c1-2022-unsuitable`, 'ExitCaseWithdrawn')
  }, 60_000)

  it('X-08: the notice day and the end come by themselves, over a restart of the rules; a renewal drafts the next contract', async () => {
    const campus = await fresh()
    await system.hire(campus, 'c2', '2022-01-01', '2024-12-31')
    await assess(campus, 2023, 8000)
    await system.until(campus, `contract-${campus}.k_c1`, 'RenewalClearanceSet', { clearance: 'cleared', basisYear: 2023 })
    await system.stopRules()
    await system.advance(campus, '2024-11-15')
    await system.startRules()
    const due = await system.until(campus, `contract-${campus}.k_c1`, 'RenewalDue')
    expect(due).toMatchObject({ data: { dueOn: '2024-11-01' }, metadata: { asof: '2024-11-01', rule: 'X-08' } })
    await system.send(campus, 'orgPersonnel', RenewContract, {
      contractId: 'k_c1',
      newContractId: 'k2',
      from: '2025-01-01',
      to: '2027-12-31',
    })
    await system.until(campus, `contract-${campus}.k2`, 'ContractDrafted', { counselorId: 'c1', kind: 'employment' })
    // c2 has no grade: held with a task; nobody renews
    await system.until(campus, `contract-${campus}.k_c2`, 'RenewalClearanceSet', { clearance: 'held', reason: 'noFinalGrade' })
    expect((await taskOf(campus, 'finalizeResult')).data).toMatchObject({ subject: 'k_c2', ownerRole: 'studentAffairs' })
    await system.advance(campus, '2025-01-02')
    await system.until(campus, `counselor-${campus}.c2`, 'CounselorDeregistered', { reason: 'contractEnded', lastDay: '2024-12-31' })
    expect(await types(campus, `counselor-${campus}.c1`)).not.toContain('CounselorDeregistered')
  }, 90_000)
})

/** The task with this action: its id is found in the record of what the rules sent. */
const taskOf = async (campus: string, action: string) => {
  const taskId = await system.taskId(campus, action)
  return system.until(campus, `task-${campus}.${taskId}`, 'TaskRaised', { action })
}
