import { signToken } from '@fudao/api-client'
import { cast, loadDemo, roster } from '@fudao/local/demo'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { clientFor, eventually } from './support/campus.js'

const load = () =>
  loadDemo({
    baseUrl: inject('baseUrl'),
    tokenFor: (claims) => signToken(Buffer.from(inject('tokenKey'), 'base64'), claims),
    log: () => undefined,
  })
const rows = async (view: string, params: Record<string, string> = {}, role = 'orgPersonnel') =>
  (await (await clientFor('aksu', role)).view(`aksu`, view, { limit: '200', ...params })).items
/** All events of the campus as `<stream>@<revision>`, read page by page. */
const history = async (): Promise<readonly string[]> => {
  const client = await clientFor('aksu', 'orgPersonnel')
  const seen: string[] = []
  let from: string | null = null
  do {
    const page: Awaited<ReturnType<typeof client.events>> = await client.events('aksu', { limit: '200', ...(from ? { from } : {}) })
    seen.push(...page.items.map((event) => `${event.stream}@${event.revision} ${event.type}`))
    from = page.next
  } while (from)
  return seen
}

describe('the demo', () => {
  beforeAll(load, 180_000)

  it('shows 60 counselors and the exit and renewal examples of the regulation with their neighbours', async () => {
    expect(await rows('assessment-progress', { year: '2023' }, 'studentAffairs')).toHaveLength(roster.length)
    const exits = await rows('exit-watch')
    const stateOf = (counselorId: string, year: number, ground: string) =>
      exits.find((row) => row.exitCaseId === `${counselorId}_${year}_${ground}`)?.state
    expect({
      'T-70': stateOf(cast.accepts, 2023, 'annualFail'),
      'T-71': stateOf(cast.refuses, 2023, 'annualFail'),
      'T-73': stateOf(cast.twoInARow, 2023, 'twoConsecutiveFails'),
      'T-75': [stateOf(cast.apart, 2021, 'annualFail'), stateOf(cast.apart, 2023, 'annualFail')],
      'two years, terminated': stateOf(cast.terminated, 2023, 'twoConsecutiveFails'),
      'silence (A-13)': stateOf(cast.silent, 2023, 'annualFail'),
      'a gap year breaks the sequence (A-12)': [
        stateOf(cast.gapYear, 2023, 'annualFail'),
        stateOf(cast.gapYear, 2023, 'twoConsecutiveFails'),
      ],
      'results out of order': stateOf(cast.outOfOrder, 2023, 'twoConsecutiveFails'),
      'a revision (X-06)': stateOf(cast.revised, 2023, 'annualFail'),
      'unsuitable and refused (A-14)': stateOf(cast.unsuitable, 2024, 'unsuitable'),
      'unsuitability dismissed on review': stateOf(cast.unsuitableDismissed, 2024, 'unsuitable'),
    }).toEqual({
      'T-70': 'reassigned',
      'T-71': 'retained',
      'T-73': 'terminationPermitted',
      'T-75': ['retained', 'offered'],
      'two years, terminated': 'terminated',
      'silence (A-13)': 'offered',
      'a gap year breaks the sequence (A-12)': ['opened', undefined],
      'results out of order': 'terminationPermitted',
      'a revision (X-06)': 'withdrawn',
      'unsuitable and refused (A-14)': 'escalated',
      'unsuitability dismissed on review': 'withdrawn',
    })
    const contracts = await rows('contracts')
    const contractOf = (counselorId: string) => contracts.find((row) => row.contractId === counselorId.replace('c_', 'k_'))
    expect(contractOf(cast.dueQualified)).toMatchObject({ clearance: 'cleared', state: 'renewalDue' })
    expect(contractOf(cast.dueUnqualified)).toMatchObject({ clearance: 'held', state: 'renewalDue' })
    expect(contractOf(cast.dueNotFinal)).toMatchObject({ clearance: 'held', state: 'renewalDue' })
    expect(contractOf(cast.terminated)).toMatchObject({ clearance: 'barred', state: 'terminated' })
    expect(contractOf(cast.renewed)).toMatchObject({ state: 'renewed' })
    expect(contractOf(cast.renewedHeld)).toMatchObject({ state: 'renewed' })
    expect(contractOf(cast.dispatch)).toMatchObject({ kind: 'laborDispatch' })
    const silence = await rows('tasks', { ruleId: 'X-02' })
    expect(silence.map((task) => task.subject)).toContain(`${cast.silent}_2023_annualFail`)
  })

  it('is loaded once: a second load adds no event', async () => {
    let last: readonly string[] = []
    // The rules may still be at work on the last day of the story.
    const before = await eventually(
      'nothing happens any more',
      history,
      (seen) => {
        const quiet = seen.length === last.length
        last = seen
        return quiet
      },
      30_000,
    )
    await load()
    expect(await history()).toEqual(before)
  }, 180_000)
})
