import * as staffing from '@fudao/contracts/staffing'
import { EVENTS_STREAM } from '@fudao/messaging'
import { eventually } from '@fudao/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tell } from './fixtures/story.js'
import { as, org, World } from './fixtures/world.js'

/** The projector may not ask for `denied`. */
const users = (...denied: readonly string[]): string => `authorization { users = [
  { user: test, password: test }
  { user: projector, password: projector, permissions: { publish: { deny: ${JSON.stringify(denied)} } } }
] }`

let world: World
beforeAll(async () => {
  world = await World.create({ configuration: users(), test: 'test', projector: 'projector' })
  await world.stop()
  await world.start({ HEALTH_PORT: '0' })
})
afterAll(() => world.end())

interface Status {
  readonly name: string
  readonly activity: string
  readonly lagEvents: number
}
const status = async (): Promise<readonly Status[]> => {
  const reply = await world.order<readonly Status[]>('ops.projector.status', as('platformAdmin'))
  return reply.status === 'ok' ? reply.result : []
}
const all = (activity: string) => async (): Promise<boolean> => {
  const seen = await status()
  return seen.length > 0 && seen.every((one) => one.activity === activity)
}
const ready = async () => {
  const answer = await fetch(`http://127.0.0.1:${world.service?.healthPort}/readyz`)
  return { code: answer.status, said: await answer.text() }
}
const consumers = async (): Promise<readonly string[]> =>
  (await world.nc.request(`$JS.API.CONSUMER.NAMES.${EVENTS_STREAM}`)).json<{ readonly consumers: readonly string[] }>().consumers
const deleteConsumers = async (): Promise<readonly string[]> => {
  const found = await consumers()
  for (const name of found) await world.nc.request(`$JS.API.CONSUMER.DELETE.${EVENTS_STREAM}.${name}`)
  return found
}
const due = () => tell(staffing.RenewalDue, { contractId: 'k_c1', dueOn: '2024-11-01' })

describe('A9: stuck is told from idle and from behind', { timeout: 60_000 }, () => {
  it('a feed that gets nothing any more, and knows of no lag, shows as behind and then as stuck; when it may read again, as idle', async () => {
    await eventually('idle', all('idle'), { within: 10_000 })
    expect((await ready()).code).toBe(200)

    // it may make consumers, and nothing is ever delivered to them
    world.server.reload(users('$JS.API.CONSUMER.MSG.NEXT.>'))
    await deleteConsumers()
    await world.relay.publish(due())
    await eventually('behind', all('behind'), { within: 10_000 })
    expect((await status()).every(({ lagEvents }) => lagEvents > 0)).toBe(true)
    expect((await ready()).code).toBe(200)

    await eventually('stuck', all('stuck'), { within: 30_000, every: 200 })
    expect(await ready()).toMatchObject({ code: 503, said: expect.stringContaining('events are there but not projected') })

    world.server.reload(users())
    await eventually('idle again', all('idle'), { within: 30_000, every: 100 })
    expect((await ready()).code).toBe(200)
    expect((await world.page('contracts', org, { contractId: 'k_c1' })).items).toMatchObject([{ state: 'renewalDue' }])
  })
  it('a feed whose consumer is deleted under it reads on by itself: no longer than a moment behind', async () => {
    const before = await deleteConsumers()
    expect(before).not.toEqual([])
    const token = await world.relay.publish(tell(staffing.RenewalDue, { contractId: 'k_c2', dueOn: '2024-11-01' }))
    const row = () => world.page('contracts', org, { contractId: 'k_c2', token })
    const seen = await eventually('the event', row, { until: (page) => !page.stale, within: 10_000 })
    expect(seen.items).toMatchObject([{ state: 'renewalDue' }])
    expect(await consumers()).not.toEqual(before)
    await eventually('idle', all('idle'), { within: 10_000 })
  })
})
