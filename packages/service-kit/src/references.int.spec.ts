import type { CommandReply } from '@fudao/contracts/kit'
import { createLogger } from '@fudao/telemetry'
import { createDatabase, eventually, type TestDatabase } from '@fudao/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningService } from './bootstrap-service.js'
import { debts, deskContext, deskHandlers, fines, officeContext, officeHandlers } from './fixture/desk.js'
import { type SendOptions, startWorld, type World } from './fixture/world.js'
import type { HealthReport } from './process/health.js'
import { startService } from './run-service.js'

let world: World
let database: TestDatabase
let office: RunningService
let desk: RunningService
const logger = createLogger('desk', { level: 'error', write: () => undefined })
const startDesk = (env: Readonly<Record<string, string>> = { DATABASE_URL: database.url }) =>
  startService({
    name: 'desk',
    contexts: [deskContext],
    handlers: deskHandlers,
    references: [debts, fines],
    env: { ...world.env, HEALTH_PORT: '0', ...env },
    signals: false,
    logger,
  })
beforeAll(async () => {
  world = await startWorld(['registry'])
  database = await createDatabase()
  office = await startService({
    name: 'office',
    contexts: [officeContext],
    handlers: officeHandlers,
    env: world.env,
    signals: false,
    logger,
  })
  desk = await startDesk()
})
afterAll(async () => {
  await Promise.all([office.stop(), desk.stop()])
  await world.stop()
  await database.drop()
})

type Accepted = Extract<CommandReply, { readonly status: 'accepted' }>
const accepted = (reply: CommandReply): Accepted => {
  if (reply.status !== 'accepted') throw new Error(JSON.stringify(reply))
  return reply
}
/** Fines and gives the token. */
const fine = async (campus: string, sum: number, readerId = 'r1'): Promise<string> =>
  accepted(await world.send(campus, 'office.FineReader', { readerId, sum })).token ?? ''
const hand = (campus: string, options: SendOptions = {}, readerId = 'r1') =>
  world.send(campus, 'desk.HandBook', { deskId: 'd1', readerId }, options)
const handed = (campus: string) => world.events(`desk-${campus}.d1`)
const health = async (): Promise<HealthReport> =>
  (await fetch(`http://127.0.0.1:${desk.healthPort}/readyz`)).json() as Promise<HealthReport>

describe('a reference table', () => {
  it('C-06: gives a decision what another service has said; row, source and position are in the event', async () => {
    const campus = await world.campus()
    const token = await fine(campus, 3)
    accepted(await hand(campus, { token }))
    const [event] = await handed(campus)
    expect(event?.json).toMatchObject({
      owes: 3,
      basis: { facts: { debts: { stream: `account-${campus}.r1`, revision: 0, value: { readerId: 'r1', owes: 3 } } } },
    })
    const facts = event?.json.basis as { readonly facts: { readonly debts: { readonly position: string } } }
    expect(facts.facts.debts.position >= token).toBe(true)
    await fine(campus, 5)
    expect(await hand(campus, { token: await fine(campus, 5) })).toEqual({
      status: 'refused',
      code: 'OwesTooMuch',
      rules: ['R-AK-48'],
      params: { owes: 13 },
    })
  })

  it('C-06: says in the event when it knew nothing', async () => {
    const campus = await world.campus()
    accepted(await hand(campus))
    const [event] = await handed(campus)
    expect(event?.json).toMatchObject({ owes: 0, basis: { facts: { debts: { stream: 'debts r1', revision: -1, value: null } } } })
  })

  it('A14: what it does not hold within a time is `unavailable`, and changes nothing', async () => {
    const campus = await world.campus()
    const token = '9'.repeat(40)
    expect(await hand(campus, { token })).toEqual({ status: 'unavailable', reason: 'referenceBehind' })
    expect(await handed(campus)).toEqual([])
    accepted(await hand(campus))
  })

  it('A11: tells a campus nothing of another', async () => {
    const [mine, other] = [await world.campus(), await world.campus()]
    const token = await fine(other, 50)
    accepted(await hand(mine, { token }))
    expect(await hand(other, { token })).toMatchObject({ status: 'refused', code: 'OwesTooMuch' })
  })

  it('goes on after a restart where it stood, and counts nothing twice', async () => {
    const campus = await world.campus()
    accepted(await hand(campus, { token: await fine(campus, 4) }))
    expect(await desk.stop()).toBe(true)
    const token = await fine(campus, 5)
    desk = await startDesk()
    accepted(await hand(campus, { token }))
    expect((await handed(campus)).map(({ json }) => json.owes)).toEqual([4, 9])
  })

  it('A4: skips what it has when the emptied stream is filled again', async () => {
    const campus = await world.campus()
    accepted(await hand(campus, { token: await fine(campus, 4) }))
    await world.nats.restart({ lost: true })
    const again = (send: () => Promise<CommandReply>, what: string) =>
      eventually(what, send, { within: 20_000, every: 100, until: ({ status }: CommandReply) => status === 'accepted' })
    const { token } = accepted(await again(() => world.send(campus, 'office.FineReader', { readerId: 'r1', sum: 2 }), 'a fine'))
    await again(() => hand(campus, token === null ? {} : { token }), 'the desk to know of it')
    expect((await handed(campus)).map(({ json }) => json.owes)).toEqual([4, 6])
  }, 40_000)

  it('is filled from the first event on when it is new, and nothing is decided before', async () => {
    const campus = await world.campus()
    await fine(campus, 30)
    await using empty = await createDatabase()
    await desk.stop()
    desk = await startDesk({ DATABASE_URL: empty.url })
    expect(await hand(campus)).toMatchObject({ status: 'refused', code: 'OwesTooMuch' })
    await desk.stop()
    desk = await startDesk()
  })

  it('shows its lag; one that stands still refuses nothing wrongly: the command is `unavailable`', async () => {
    expect((await health()).checks['reference debts']?.status).toBe('ok')
    const campus = await world.campus()
    await fine(campus, -1)
    await eventually('the table to stand still', health, {
      within: 5_000,
      until: ({ checks }: HealthReport) => checks['reference debts']?.detail?.startsWith('stands still before office.ReaderFined') === true,
    })
    expect(await hand(campus)).toEqual({ status: 'unavailable', reason: 'referenceBehind' })
  })

  it('one that stands still stands alone: what needs another table is decided', async () => {
    const campus = await world.campus()
    const token = await fine(campus, 7)
    expect((await health()).checks['reference debts']?.status).toBe('lagging')
    accepted(await world.send(campus, 'desk.StampCard', { deskId: 'd1', readerId: 'r1' }, { token }))
    expect((await handed(campus)).map(({ json }) => json.fines)).toEqual([1])
    expect((await health()).checks['reference fines']?.status).toBe('ok')
  })
})

it('a service with reference tables does not start without a database', async () => {
  await expect(startDesk({})).rejects.toThrow(/DATABASE_URL is not set/)
})
