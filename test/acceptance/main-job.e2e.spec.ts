import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { assess, clientFor, openCampus, propose } from './support/campus.js'

describe('the main job', () => {
  it('a finalised second failed year holds the contract within a second, opens a case that permits termination, and says why', async () => {
    const campus = await openCampus({ firstDay: '2022-03-01' })
    await campus.hire('c1')
    await campus.publishScheme(2022)
    await campus.advance('2023-01-20')
    await assess(campus, 'c1', 2022, 'unqualified')
    await campus.advance('2023-03-01')
    await campus.publishScheme(2023)
    await campus.advance('2024-01-20')
    await propose(campus, 'c1', 2023, 'unqualified')

    const affairs = await clientFor(campus.campus, 'studentAffairs')
    const key = randomUUID()
    const send = () =>
      affairs.command(campus.campus, 'assessment', 'FinalizeResult', { counselorId: 'c1', year: 2023, coSigners: campus.signed }, { key })
    const started = performance.now()
    const first = await send()
    await campus.exitCase('c1_2023_twoConsecutiveFails', 'terminationPermitted')
    const contract = await campus.contract('k_c1', 'is held for 2023', (row) => row.clearance === 'held' && row.basisYear === 2023)
    const elapsed = performance.now() - started
    expect(contract.clearance).toBe('held')
    expect(elapsed, 'click to consequence in ms').toBeLessThan(1000)

    const why = await affairs.why(campus.campus, 'contract', 'k_c1')
    const text = JSON.stringify(why)
    for (const cited of ['X-08', 'R-AK-81', 'assessment.AssessmentFinalized']) expect(text).toContain(cited)
    const whyCase = JSON.stringify(await affairs.why(campus.campus, 'exit-case', 'c1_2023_twoConsecutiveFails'))
    for (const cited of ['X-04', 'R-AK-83', '连续两年', 'staffing.exit.consecutiveFails']) expect(whyCase).toContain(cited)

    const second = await send()
    expect(second).toEqual(first)
    const events = await affairs.events(campus.campus, { stream: first.stream })
    expect(events.items.filter((e) => e.type === 'assessment.AssessmentFinalized')).toHaveLength(1)
  })
})
