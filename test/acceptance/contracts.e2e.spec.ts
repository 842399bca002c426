import { describe, expect, it } from 'vitest'
import { assess, openCampus, problemOf } from './support/campus.js'

const draft = { contractId: 'k9', personId: 'p9', counselorId: 'c9', from: '2024-01-01', to: '2026-12-31' }

describe('contracts (R-AK-34, R-AK-35, R-AK-81) through the public API', () => {
  it('T-22: labour dispatch is refused without an exception, accepted with one and listed', async () => {
    const campus = await openCampus({ firstDay: '2024-01-01' })
    const problem = await problemOf(campus.as('orgPersonnel', 'staffing', 'DraftContract', { ...draft, kind: 'laborDispatch' }))
    expect(problem).toMatchObject({ status: 422, code: 'ForbiddenContractKind' })
    expect(problem.rules).toContain('R-AK-35')
    await campus.as('orgPersonnel', 'staffing', 'DraftContract', {
      ...draft,
      kind: 'laborDispatch',
      exception: { reason: '编制未下达', approver: 'u1' },
    })
    const row = await campus.contract('k9', 'is listed with its exception', (seen) => seen.kind === 'laborDispatch')
    expect(row.exceptionRef ?? row.exception).toBeTruthy()
  })

  it('T-79: on the notice day a qualified year clears, a failed or missing one holds, and held needs the party committee', async () => {
    const campus = await openCampus({ firstDay: '2023-03-01' })
    for (const counselorId of ['passed', 'failed', 'open']) await campus.hire(counselorId, { to: '2024-12-31' })
    await campus.publishScheme(2023)
    await campus.advance('2024-01-20')
    await assess(campus, 'passed', 2023, 'qualified')
    await assess(campus, 'failed', 2023, 'unqualified')
    await campus.assessmentOpened('open', 2023)
    const later = { value: 90, unit: 'days', effectiveFrom: '2024-06-01', basisDoc: '人字〔2024〕2号', reason: '提前通知' }
    await campus.as('studentAffairs', 'policy', 'SetParameter', { key: 'staffing.contract.renewalNoticeDays', ...later })
    await campus.advance('2024-10-31')
    const before = await campus.contract('k_passed', 'is not due the day before', (row) => row.state === 'active')
    expect(before, 'C-10: the coming notice day is shown, by the policy of the signing').toMatchObject({ renewalDueOn: '2024-11-01' })
    await campus.advance('2024-11-01')
    const due = (contractId: string, clearance: string) =>
      campus.contract(contractId, `is due and ${clearance}`, (row) => row.state === 'renewalDue' && row.clearance === clearance)
    expect(await due('k_passed', 'cleared')).toMatchObject({ basisYear: 2023 })
    expect(await due('k_failed', 'held')).toMatchObject({ basisYear: 2023 })
    await due('k_open', 'held')
    await expect
      .poll(async () => (await campus.rows('tasks', { ruleId: 'X-08' }, 'studentAffairs')).length, { timeout: 10_000 })
      .toBeGreaterThan(0)

    const renewal = { newContractId: 'k_new', from: '2025-01-01', to: '2027-12-31' }
    const problem = await problemOf(campus.as('orgPersonnel', 'staffing', 'RenewContract', { contractId: 'k_failed', ...renewal }))
    expect(problem).toMatchObject({ status: 422, code: 'RenewalNotCleared' })
    expect(problem.rules).toContain('R-AK-81')
    await campus.as('orgPersonnel', 'staffing', 'RenewContract', { contractId: 'k_failed', ...renewal, approvalRef: '党委会纪要 19' })
    await campus.contract('k_failed', 'is renewed', (row) => row.state === 'renewed')
    await campus.contract('k_new', 'is drafted by X-08', (row) => row.state === 'draft')
  })
})
