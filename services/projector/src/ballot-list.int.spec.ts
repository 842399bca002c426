import { BallotClosed, BallotOpened, TurnoutCounted } from '@fudao/contracts/assessment'
import type { Role } from '@fudao/contracts/kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tell } from './fixtures/story.js'
import { as, idsOf, World } from './fixtures/world.js'

const tokenPublicKey = 'A'.repeat(392)
const opened = (counselorId: string, year: number) =>
  tell(
    BallotOpened,
    { counselorId, year, from: `${year}-12-01`, to: `${year}-12-10`, eligible: 30, tokenPublicKey, sealedPrivateKey: 'sealed' },
    { asOf: `${year}-12-01` },
  )
const tokenHashes = [1, 2, 3, 4, 5, 6].map((n) => n.toString(16).padStart(64, '0'))

let world: World
beforeAll(async () => {
  world = await World.create()
  world.token = await world.publish(
    opened('c1', 2023),
    opened('c2', 2023),
    tell(TurnoutCounted, { counselorId: 'c1', year: 2023, cast: 5, on: '2023-12-02' }, { asOf: '2023-12-02' }),
    tell(
      BallotClosed,
      { counselorId: 'c1', year: 2023, cast: 6, recognitionAvg: 9_012, satisfactionAvg: 8_833, tokenHashes },
      { asOf: '2023-12-11' },
    ),
  )
})
afterAll(() => world.end())

const student = as('studentEvaluator')

describe('RM-12 the ballot list (R-AK-79, R-AK-80)', () => {
  it('has what a student needs to vote, and the counted ballots once it is closed', async () => {
    const { items } = await world.page('ballot-list', student)
    expect(items).toEqual([
      {
        id: 'c1-2023',
        counselorId: 'c1',
        name: '姓名c1',
        year: 2023,
        from: '2023-12-01',
        to: '2023-12-10',
        state: 'closed',
        cast: 6,
        eligible: 30,
        tokenPublicKey,
        tokenHashes,
      },
      { ...items[1], id: 'c2-2023', state: 'open', cast: 0, tokenHashes: [] },
    ])
  })
  it('shows no result and no private key, open or closed, to nobody', async () => {
    for (const role of ['studentEvaluator', 'studentAffairs', 'orgPersonnel'] as const) {
      const text = JSON.stringify(await world.page('ballot-list', as(role)))
      for (const secret of ['9012', '8833', 'Avg', 'sealed']) expect(text).not.toContain(secret)
    }
  })
  it('the same rows for every student: neither the sign-in nor a claim narrows the list', async () => {
    const whole = await world.page('ballot-list', student)
    expect(await world.page('ballot-list', as('studentEvaluator', { userId: 'another', counselorId: 'c2' }))).toEqual(whole)
  })
  it('as of a past day: the turnout counted by then, and no list of ballots', async () => {
    const on = async (asOf: string) =>
      (await world.page('ballot-list', student, { asOf })).items.map(({ id, state, cast }) => [id, state, cast])
    expect(await on('2023-12-01')).toEqual([
      ['c1-2023', 'open', 0],
      ['c2-2023', 'open', 0],
    ])
    expect(await on('2023-12-10')).toEqual([
      ['c1-2023', 'open', 5],
      ['c2-2023', 'open', 0],
    ])
  })
  it('is filtered by state, and read page after page', async () => {
    expect(idsOf(await world.page('ballot-list', student, { state: 'open' }), 'id')).toEqual(['c2-2023'])
    const first = await world.page('ballot-list', student, { limit: '1' })
    expect(idsOf(await world.page('ballot-list', student, { limit: '1', cursor: String(first.next) }), 'id')).toEqual(['c2-2023'])
  })
  it.each<Role>(['counselor', 'deptBranch', 'departmentOffice', 'partyCommittee', 'disciplineInspection', 'leader', 'teacher', 'analyst'])(
    'R-AK-77: %s reads nothing of it',
    async (role) => {
      const actor = as(role, { counselorId: 'c1', departmentId: 'nursing', personId: 'p_c1' })
      expect(await world.view('ballot-list', actor)).toMatchObject({ status: 'forbidden' })
    },
  )
  it('another campus sees none of them', async () => {
    expect((await world.page('ballot-list', student, {}, 'lanzhou')).items).toEqual([])
  })
})
