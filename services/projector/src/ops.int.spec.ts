import * as staffing from '@fudao/contracts/staffing'
import { connectDatabase, type Db } from '@fudao/projections'
import { eventually } from '@fudao/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tell } from './fixtures/story.js'
import { as, org, World } from './fixtures/world.js'

let world: World
let db: Db
beforeAll(async () => {
  world = await World.create()
  db = connectDatabase(world.database.url, { name: 'test' })
})
afterAll(async () => {
  await db.destroy()
  await world.end()
})

const admin = as('platformAdmin')
const order = async <T>(operation: string, params: Record<string, string> = {}): Promise<T> => {
  const reply = await world.order<T>(`ops.projector.${operation}`, admin, params)
  if (reply.status !== 'ok') throw new Error(JSON.stringify(reply))
  return reply.result
}
const stateOf = async (): Promise<unknown> => (await world.page('contracts', org, { contractId: 'k_c1' })).items[0]?.state

describe('qry.*.ops.projector.*', () => {
  it('A9: a read model is rebuilt, compared, swapped and rolled back while queries are answered', async () => {
    const right = await stateOf()
    await sql`update rm_contracts_v3.contracts set state = 'broken' where campus = 'aksu' and "contractId" = 'k_c1'`.execute(db)
    expect(await stateOf()).toBe('broken')
    await order('rebuild', { view: 'contracts' })
    const ready = async () =>
      (await order<{ rebuild: { state: string } | null }>('status', { view: 'contracts' })).rebuild?.state === 'ready'
    await eventually('rebuilt', ready, { within: 15_000 })
    expect(await order('compare', { view: 'contracts' })).toMatchObject({
      state: 'done',
      equal: false,
      differences: [{ table: 'contracts', key: ['aksu', 'k_c1'], columns: ['state'] }],
    })
    expect(await order('swap', { view: 'contracts' })).toEqual({ state: 'done' })
    expect(await stateOf()).toBe(right)
    const position = await world.publish(tell(staffing.RenewalDue, { contractId: 'k_c2', dueOn: '2024-11-01' }))
    expect(await world.page('contracts', org, { contractId: 'k_c2', token: position })).toMatchObject({
      stale: false,
      items: [{ state: 'renewalDue' }],
    })
    expect(await order('rollback', { view: 'contracts' })).toEqual({ state: 'done' })
    expect(await stateOf()).toBe('broken')
    expect((await world.page('contracts', org, { contractId: 'k_c2', token: position })).items).toMatchObject([{ state: 'renewalDue' }])
  })
  it('A9: every read model, a journal and one with names included, equals its rebuild', async () => {
    for (const view of ['campus', 'roster', 'exit-watch', 'assessment-progress', 'tasks', 'journal']) {
      await order('rebuild', { view })
      const compared = () => order<{ state: string; equal?: boolean }>('compare', { view })
      const seen = await eventually(
        `compared ${view}`,
        async () => {
          const answer = await compared()
          return answer.state === 'done' ? answer : undefined
        },
        { within: 15_000 },
      )
      expect({ view, ...seen }).toMatchObject({ view, equal: true })
      await order('cancel', { view })
    }
  })
  it('status tells of every read model; nobody but platformAdmin is answered; an unknown one is named', async () => {
    const all = await order<readonly { name: string; activity: string }[]>('status')
    expect(all.map(({ name }) => name)).toContain('journal')
    expect(await world.order('ops.projector.swap', org, { view: 'contracts' })).toMatchObject({ status: 'forbidden' })
    expect(await world.order('ops.projector.swap', admin, { view: 'none' })).toMatchObject({ status: 'unknown', code: 'NotFound' })
    expect(await world.order('ops.projector.explode', admin, { view: 'tasks' })).toMatchObject({ status: 'unknown', code: 'UnknownQuery' })
    expect(await world.order('ops.projector.swap', admin)).toMatchObject({ status: 'invalid' })
  })
})
