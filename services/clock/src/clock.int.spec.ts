import { randomBytes } from 'node:crypto'
import { calendarContext, MAX_DAYS } from '@fudao/contracts/calendar'
import { addDays, type LocalDate } from '@fudao/domain-kit'
import { createEventCodec, LedgerStreams } from '@fudao/ledger-client'
import { todayIn } from '@fudao/service-kit'
import { startWorld, type World } from '@fudao/service-kit/testing'
import { createLogger } from '@fudao/telemetry'
import { eventually, startTestService } from '@fudao/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WallClock } from './wall-clock/wall-clock.js'

let world: World
beforeAll(async () => {
  world = await startWorld(['registry', 'clock'])
})
afterAll(() => world.stop())

const daysOf = async (campus: string): Promise<readonly LocalDate[]> =>
  (await world.events(`day-${campus}.${campus}`)).map((event) => event.json.on as LocalDate)
const consecutive = (from: LocalDate, count: number) => Array.from({ length: count }, (_, i) => addDays(from, i))
const advance = (campus: string, to: LocalDate) => world.send(campus, 'calendar.AdvanceDate', { to })
const today = () => todayIn('Asia/Shanghai', new Date())
const registerWithoutFirstDay = async () => {
  const campusId = `w${randomBytes(5).toString('hex')}`
  await world.send('platform', 'registry.RegisterCampus', { campusId, name: '学院', schoolCode: '12345', provinceId: 'xinjiang' })
  return campusId
}
/** A clock of its own over the real ledger, at a wall time of the test's choosing. */
const wallClock = (now: () => Date) => {
  const streams = new LedgerStreams({ ledger: world.ledger, codec: createEventCodec({ events: calendarContext.events }) })
  return new WallClock({ streams, now, logger: createLogger('clock', { level: 'error' }) })
}
/** A registered campus that the service's own clock does not know: it is held. */
const unknownToTheService = () => world.campus('2024-01-01')
const noonIn = (day: LocalDate) => () => new Date(`${day}T04:00:00Z`)

describe('AdvanceDate over NATS', () => {
  it('starts every day from the first, in order, once', async () => {
    const campus = await world.campus('2015-01-01')
    const reply = await advance(campus, '2015-03-01')
    expect(reply).toMatchObject({ status: 'accepted', stream: `day-${campus}.${campus}`, revision: 59 })
    expect(await daysOf(campus)).toEqual(consecutive('2015-01-01', 60))
    expect(await advance(campus, '2015-03-01')).toMatchObject({ status: 'accepted', events: [] })
    expect(await advance(campus, '2015-02-28')).toMatchObject({ status: 'refused', code: 'DateAlreadyPassed' })
  })

  it(`${MAX_DAYS} days are one append; more are refused`, async () => {
    const campus = await world.campus('2015-01-01')
    expect(await advance(campus, addDays('2015-01-01', MAX_DAYS))).toMatchObject({ status: 'refused', code: 'TooManyDays' })
    const reply = await advance(campus, addDays('2015-01-01', MAX_DAYS - 1))
    expect(reply).toMatchObject({ status: 'accepted', revision: MAX_DAYS - 1 })
    expect(await daysOf(campus)).toEqual(consecutive('2015-01-01', MAX_DAYS))
  })

  it('ten at once leave a calendar without a gap or a double', async () => {
    const campus = await world.campus('2024-01-01')
    const replies = await Promise.all(Array.from({ length: 10 }, (_, i) => advance(campus, addDays('2024-01-05', i * 3))))
    for (const reply of replies)
      expect(reply.status === 'accepted' || (reply.status === 'refused' && reply.code === 'DateAlreadyPassed')).toBe(true)
    const days = await daysOf(campus)
    expect(days).toEqual(consecutive('2024-01-01', days.length))
    expect(days.at(-1)).toBe('2024-02-01')
  })

  it('moves no other campus’s date', async () => {
    const [one, other] = await Promise.all([world.campus('2024-01-01'), world.campus('2024-01-01')])
    await advance(one, '2024-01-10')
    expect(await daysOf(other)).toEqual([])
  })

  it('DemoOnly: in production nobody moves the date', async () => {
    const campus = await world.campus('2024-01-01')
    await using world2 = await startWorld([]).then((w) => ({ ...w, [Symbol.asyncDispose]: w.stop }))
    const production = { ...world2.env, FUDAO_MODE: 'production' }
    await using _registry = await startTestService('registry', { ...world2.env })
    await using _clock = await startTestService('clock', production)
    await world2.send('platform', 'registry.RegisterCampus', {
      campusId: campus,
      name: '学院',
      schoolCode: '12345',
      provinceId: 'xinjiang',
    })
    expect(await world2.send(campus, 'calendar.AdvanceDate', { to: addDays(today(), 3) })).toMatchObject({ code: 'DemoOnly' })
  })
})

describe('the wall clock', () => {
  it('a campus without a first day has today’s date soon after its registration', async () => {
    const campus = await registerWithoutFirstDay()
    const days = await eventually('the first day', async () => ((await daysOf(campus)).length > 0 ? daysOf(campus) : undefined))
    expect(days).toEqual([today()])
    const [event] = await world.events(`day-${campus}.${campus}`)
    expect(event?.meta).toMatchObject({ actorid: 'clock', actorrole: 'system', asof: today() })
  })

  it('a held calendar is left alone', async () => {
    const campus = await world.campus('2024-01-01')
    const other = await registerWithoutFirstDay()
    await eventually('the clock to have seen both', async () => (await daysOf(other)).length > 0)
    expect(await daysOf(campus)).toEqual([])
  })

  it('A10: days missed are caught up in order, however many', async () => {
    const id = await unknownToTheService()
    const clock = wallClock(noonIn('2019-06-01'))
    clock.add({ id, timeZone: 'Asia/Shanghai', since: '2016-01-01' })
    await clock.tick()
    const days = await daysOf(id)
    expect(days).toEqual(consecutive('2016-01-01', days.length))
    expect(days.at(-1)).toBe('2019-06-01')
    expect(clock.health()).toMatchObject({ status: 'ok' })
  })

  it('midnight is local: the new day starts in Urumqi’s zone when it starts there', async () => {
    const id = await unknownToTheService()
    let now = new Date('2024-05-01T17:59:59Z')
    const clock = wallClock(() => now)
    clock.add({ id, timeZone: 'Asia/Urumqi', since: '2024-05-01' })
    await clock.tick()
    expect(await daysOf(id)).toEqual(['2024-05-01'])
    now = new Date('2024-05-01T18:00:00Z')
    await clock.tick()
    expect(await daysOf(id)).toEqual(['2024-05-01', '2024-05-02'])
  })

  it('two clocks start each day once', async () => {
    const id = await unknownToTheService()
    const clocks = Array.from({ length: 2 }, () => wallClock(noonIn('2024-03-10')))
    for (const clock of clocks) clock.add({ id, timeZone: 'Asia/Shanghai', since: '2024-03-01' })
    await Promise.all(clocks.map((clock) => clock.tick()))
    expect(await daysOf(id)).toEqual(consecutive('2024-03-01', 10))
  })

  it('a date moved ahead of the wall clock waits for it', async () => {
    const id = await unknownToTheService()
    await advance(id, '2024-01-20')
    const clock = wallClock(noonIn('2024-01-10'))
    clock.add({ id, timeZone: 'Asia/Shanghai', since: '2024-01-01' })
    await clock.tick()
    expect((await daysOf(id)).at(-1)).toBe('2024-01-20')
  })

  it('without the ledger it says that it lags, and catches up when the ledger is back', async () => {
    const id = await unknownToTheService()
    const clock = wallClock(noonIn('2024-03-03'))
    clock.add({ id, timeZone: 'Asia/Shanghai', since: '2024-03-01' })
    await world.ledgerProcess().kill()
    await clock.tick()
    expect(clock.health()).toMatchObject({ status: 'lagging' })
    await world.restartLedger()
    await clock.tick()
    expect(await daysOf(id)).toEqual(consecutive('2024-03-01', 3))
    expect(clock.health()).toMatchObject({ status: 'ok' })
  })
})
