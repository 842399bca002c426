import { randomUUID } from 'node:crypto'
import { startWorld, type World } from '@fudao/service-kit/testing'
import { startTestService } from '@fudao/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let world: World
beforeAll(async () => {
  world = await startWorld(['registry'])
})
afterAll(() => world.stop())

const aksu = { campusId: 'aksu', name: '阿克苏职业技术学院', schoolCode: '13093', provinceId: 'xinjiang' }
const set = (campus: string, over: object = {}, options: object = {}) =>
  world.send(
    campus,
    'policy.SetParameter',
    {
      key: 'staffing.exit.offerResponseDays',
      value: 20,
      effectiveFrom: '2024-01-01',
      basisDoc: '学工〔2024〕5号',
      reason: '解释',
      ...over,
    },
    options,
  )

describe('the registry over NATS', () => {
  it('A11: a campus exists once it is registered, in the stream of the platform', async () => {
    const commandId = randomUUID()
    const reply = await world.send('platform', 'registry.RegisterCampus', aksu, { commandId })
    expect(reply).toMatchObject({
      status: 'accepted',
      stream: 'campus-platform.aksu',
      revision: 0,
      events: [{ type: 'registry.CampusRegistered' }],
    })
    const [event] = await world.events('campus-platform.aksu')
    expect(event?.json).toEqual({
      ...aksu,
      timeZone: 'Asia/Shanghai',
      // that no province has the id is a fact the decision stood on
      basis: { facts: { Province: { stream: 'province-platform.aksu', revision: -1 } } },
    })
    expect(event?.meta).toMatchObject({ campusid: 'platform', actorrole: 'platformAdmin', policyversion: -1 })
    expect(await world.send('platform', 'registry.RegisterCampus', aksu, { commandId })).toMatchObject({
      status: 'accepted',
      repeated: true,
    })
    expect(await world.send('platform', 'registry.RegisterCampus', { ...aksu, schoolCode: '10001' })).toMatchObject({
      code: 'CampusExists',
    })
  })

  it('a malformed school code, an unknown time zone and another role are answered as such', async () => {
    const register = (over: object, options: object = {}) =>
      world.send('platform', 'registry.RegisterCampus', { ...aksu, campusId: 'other', ...over }, options)
    expect(await register({ schoolCode: '123' })).toMatchObject({ status: 'invalid', issues: [{ path: 'schoolCode' }] })
    expect(await register({ timeZone: 'Asia/Nowhere' })).toMatchObject({ status: 'invalid', issues: [{ path: 'timeZone' }] })
    expect(await register({}, { role: 'studentAffairs' })).toMatchObject({ status: 'forbidden' })
    expect(await world.send('aksu', 'registry.RegisterCampus', aksu)).toMatchObject({ status: 'forbidden', code: 'WrongCampus' })
  })

  it('C-14: a province is a tenant with a policy of its own, under an id no campus has', async () => {
    expect(await world.send('platform', 'registry.RegisterProvince', { provinceId: 'aksu', name: '省' })).toMatchObject({ code: 'IdTaken' })
    expect(
      await world.send('platform', 'registry.RegisterProvince', { provinceId: 'liaoning', name: '辽宁省', firstDay: '2021-01-01' }),
    ).toMatchObject({
      status: 'accepted',
    })
    const reply = await world.send(
      'liaoning',
      'policy.AdoptPreset',
      { preset: 'liaoning-province', effectiveFrom: '2021-01-01' },
      { role: 'provincialDepartment' },
    )
    expect(reply).toMatchObject({ status: 'accepted', stream: 'policy-liaoning.liaoning' })
    const [event] = await world.events('policy-liaoning.liaoning')
    expect(event?.meta).toMatchObject({ campusid: 'liaoning', asof: '2021-01-01' })
    expect(event?.json.values).toMatchObject({ 'campaigns.onlineTarget': 100 })
  })

  it('a policy is a stream: preset, value, correction naming its event, retirement', async () => {
    const campus = await world.campus('2024-01-01')
    const adopted = await world.send(campus, 'policy.AdoptPreset', {
      preset: 'aksu',
      contexts: ['staffing', 'assessment'],
      effectiveFrom: '2024-01-01',
      approvalRef: '党委会〔2024〕1号',
    })
    expect(adopted).toMatchObject({ status: 'accepted', revision: 0 })
    const changed = await set(campus)
    const corrected = await world.send(campus, 'policy.CorrectParameter', {
      key: 'staffing.exit.offerResponseDays',
      value: 15,
      effectiveFrom: '2024-01-01',
      reason: '录入有误',
      coSigners: [{ role: 'orgPersonnel', userId: 'zhang', ref: '会签单 12' }],
    })
    expect(corrected).toMatchObject({ status: 'accepted', revision: 2 })
    const retired = await world.send(campus, 'policy.RetireParameter', {
      key: 'staffing.exit.offerResponseDays',
      effectiveFrom: '2024-06-01',
    })
    expect(retired).toMatchObject({ status: 'accepted', revision: 3 })
    const events = await world.events(`policy-${campus}.${campus}`)
    expect(events.map((event) => event.type)).toEqual([
      'policy.PresetAdopted',
      'policy.PolicyParameterSet',
      'policy.PolicyParameterCorrected',
      'policy.PolicyParameterRetired',
    ])
    expect(events[0]?.json).toMatchObject({ approvalRef: '党委会〔2024〕1号', contexts: ['assessment', 'staffing'] })
    expect(changed).toMatchObject({ events: [{ id: events[1]?.id }] })
    expect(events[2]?.json).toMatchObject({ correctsEventId: events[1]?.id, coSigners: [{ userId: 'zhang' }] })
  })

  it('refusals reach the sender with code, rules and params', async () => {
    const campus = await world.campus('2024-01-01')
    expect(await set(campus, { key: 'staffing.exit.days' })).toMatchObject({
      status: 'refused',
      code: 'UnknownParameter',
      rules: ['R-AK-27'],
    })
    expect(await set(campus, { effectiveFrom: '2023-12-31' })).toMatchObject({
      status: 'refused',
      code: 'BackdatedPolicy',
      rules: ['R-AK-86'],
      params: { effectiveFrom: '2023-12-31', asOf: '2024-01-01' },
    })
    expect(await set(campus, { key: 'campaigns.onlineTarget', value: 90 })).toMatchObject({ status: 'forbidden', code: 'NotAuthorized' })
    expect(await set(campus, {}, { role: 'orgPersonnel' })).toMatchObject({ status: 'accepted' })
  })

  it('ten values at once are all recorded', async () => {
    const campus = await world.campus('2024-01-01')
    const replies = await Promise.all(Array.from({ length: 10 }, (_, i) => set(campus, { value: i + 1 })))
    expect(replies.every((reply) => reply.status === 'accepted')).toBe(true)
    expect(await world.events(`policy-${campus}.${campus}`)).toHaveLength(10)
  })

  it('SIGTERM ends the process in order', async () => {
    const service = await startTestService('registry', world.env)
    expect(await service.stop()).toBe(0)
    expect(service.output()).toMatch(/"clean":true.*"msg":"stopped"/)
  })

  it('a service without NATS_URL ends with one sentence', async () => {
    await expect(startTestService('registry', { NATS_URL: '' })).rejects.toThrow(/NATS_URL is not set: give the address/)
  })
})
