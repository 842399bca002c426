import { randomUUID } from 'node:crypto'
import type { CommandReply } from '@fudao/contracts/kit'
import { createLogger } from '@fudao/telemetry'
import { eventually } from '@fudao/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningService } from './bootstrap-service.js'
import { libraryContext, libraryHandlers } from './fixture/shelf.js'
import { startWorld, type World } from './fixture/world.js'
import { startService } from './run-service.js'

let world: World
let services: readonly RunningService[]
const startLibrary = () =>
  startService({
    name: 'library',
    contexts: [libraryContext],
    handlers: libraryHandlers,
    env: { ...world.env, HEALTH_PORT: '0' },
    signals: false,
    logger: createLogger('library', { level: 'error' }),
  })
beforeAll(async () => {
  world = await startWorld(['registry', 'clock'])
  services = await Promise.all([startLibrary(), startLibrary()])
})
afterAll(async () => {
  await Promise.all(services.map((service) => service.stop()))
  await world.stop()
})

const accepted = (reply: CommandReply): Extract<CommandReply, { readonly status: 'accepted' }> => {
  if (reply.status !== 'accepted') throw new Error(JSON.stringify(reply))
  return reply
}
const shelve = (campus: string, payload: object, options: Parameters<World['send']>[3] = {}) =>
  world.send(campus, 'library.ShelveBook', { shelfId: 's1', book: 'A', ...payload }, { role: 'studentAffairs', ...options })
const counselor = { actor: { role: 'counselor', counselorId: 'r1' } } as const

describe('a command over NATS', () => {
  it('is decided, stored and answered with revision, events and token', async () => {
    const campus = await world.campus()
    const commandId = randomUUID()
    const reply = accepted(await shelve(campus, {}, { commandId }))
    const [event] = await world.events(`shelf-${campus}.s1`)
    expect(reply).toEqual({
      status: 'accepted',
      commandId,
      stream: `shelf-${campus}.s1`,
      revision: 0,
      events: [{ id: event?.id, type: 'library.BookShelved' }],
      token: event?.position,
      repeated: false,
    })
    expect(event?.meta).toMatchObject({
      campusid: campus,
      schemaversion: 1,
      actorid: 'tester',
      actorrole: 'studentAffairs',
      asof: '2024-01-01',
      policyversion: -1,
      correlationid: commandId,
      causationid: commandId,
      commandid: commandId,
    })
  })

  it('C-09: repeated with the same commandId it gives the first result, with other data it is refused', async () => {
    const campus = await world.campus()
    const commandId = randomUUID()
    const first = accepted(await shelve(campus, { book: 'A' }, { commandId }))
    await shelve(campus, { book: 'B' })
    expect(await shelve(campus, { book: 'A' }, { commandId })).toEqual({ ...first, repeated: true })
    expect(await shelve(campus, { book: 'C' }, { commandId })).toEqual({
      status: 'refused',
      code: 'IdempotencyKeyReused',
      rules: [],
      params: { commandId },
    })
    expect(await world.events(`shelf-${campus}.s1`)).toHaveLength(2)
  })

  it('sent twenty times at once through two instances it is carried out once', async () => {
    const campus = await world.campus()
    const commandId = randomUUID()
    const replies = await Promise.all(Array.from({ length: 20 }, () => shelve(campus, {}, { commandId })))
    const events = await world.events(`shelf-${campus}.s1`)
    expect(events).toHaveLength(1)
    for (const reply of replies) expect(accepted(reply).events).toEqual([{ id: events[0]?.id, type: 'library.BookShelved' }])
    expect(replies.filter((reply) => !accepted(reply).repeated).length).toBeLessThanOrEqual(1)
  })

  it('twenty different ones at once are all carried out, each on the state the others left', async () => {
    const campus = await world.campus()
    const replies = await Promise.all(Array.from({ length: 20 }, (_, i) => shelve(campus, { book: `B${i}` })))
    expect(new Set(replies.map((reply) => accepted(reply).revision)).size).toBe(20)
  })

  it('the same request on the resulting state is accepted without an event', async () => {
    const campus = await world.campus()
    const first = accepted(await shelve(campus, {}))
    expect(await shelve(campus, {})).toMatchObject({ status: 'accepted', revision: 0, events: [], token: first.token, repeated: false })
  })

  it('If-Match: another revision than the caller saw is a conflict', async () => {
    const campus = await world.campus()
    expect(await shelve(campus, {}, { expectedRevision: 0 })).toEqual({
      status: 'conflict',
      stream: `shelf-${campus}.s1`,
      expected: 0,
      actual: -1,
    })
    expect(await shelve(campus, {}, { expectedRevision: -1 })).toMatchObject({ status: 'accepted', revision: 0 })
    expect(await shelve(campus, { book: 'B' }, { expectedRevision: -1 })).toMatchObject({ status: 'conflict', actual: 0 })
  })

  it('names every wrong field in both languages', async () => {
    const campus = await world.campus()
    const reply = await world.send(campus, 'library.ShelveBook', { shelfId: 'a b', extra: 1 }, { role: 'studentAffairs' })
    if (reply.status !== 'invalid') throw new Error(JSON.stringify(reply))
    expect(reply.issues.map((issue) => issue.path).sort()).toEqual(['book', 'extra', 'shelfId'])
    for (const issue of reply.issues) {
      expect(issue.message.zh).toMatch(/\p{Script=Han}/u)
      expect(issue.message.en).not.toBe('')
    }
  })

  it('C-09: an unknown command, an unknown campus and a wrong tenant each have their answer', async () => {
    const campus = await world.campus()
    expect(await world.send(campus, 'library.Sing', {})).toMatchObject({ status: 'unknown', code: 'UnknownCommand' })
    expect(await shelve('nowhere', {})).toEqual({ status: 'unknown', code: 'UnknownCampus', params: { campus: 'nowhere' } })
    expect(await shelve('platform', {})).toMatchObject({ status: 'unknown', code: 'UnknownCampus' })
    expect(await world.send(campus, 'registry.RegisterProvince', { provinceId: 'p1', name: '省' })).toMatchObject({
      status: 'forbidden',
      code: 'WrongCampus',
    })
  })

  it('NotAuthorized: a role that may not, somebody else’s data, another department', async () => {
    const campus = await world.campus()
    expect(await shelve(campus, {}, { role: 'counselor' })).toMatchObject({
      status: 'forbidden',
      code: 'NotAuthorized',
      params: { role: 'counselor', allowed: ['studentAffairs'] },
    })
    const lend = (payload: object, options: object) =>
      world.send(campus, 'library.LendBook', { shelfId: 's1', book: 'A', readerId: 'r1', ...payload }, options)
    expect(await lend({ readerId: 'r2' }, counselor)).toMatchObject({ status: 'forbidden', params: { scope: 'self' } })
    expect(await lend({ departmentId: 'd2' }, { actor: { role: 'deptBranch', departmentId: 'd1' } })).toMatchObject({
      status: 'forbidden',
      params: { scope: 'department' },
    })
  })

  it('C-13: the second signer and the approval', async () => {
    const campus = await world.campus()
    const burn = (payload: object) => world.send(campus, 'library.Burn', { shelfId: 's1', ...payload }, { role: 'studentAffairs' })
    const signed = { coSigners: [{ role: 'orgPersonnel', userId: 'zhang', ref: '1' }] }
    expect(await burn({})).toMatchObject({
      status: 'refused',
      code: 'SignatureMissing',
      rules: ['R-AK-78'],
      params: { roles: ['orgPersonnel'] },
    })
    // one person does not sign twice
    expect(await burn({ coSigners: [{ role: 'orgPersonnel', userId: 'tester', ref: '1' }] })).toMatchObject({ code: 'SignatureMissing' })
    expect(await burn(signed)).toMatchObject({ status: 'refused', code: 'ApprovalMissing' })
    expect(await burn({ ...signed, approvalRef: '会议纪要 3' })).toMatchObject({ status: 'accepted', events: [] })
  })

  it('C-15: system may send what names it, and a rule what its row names', async () => {
    const campus = await world.campus()
    const system = { actor: { role: 'system', userId: 'rules' } } as const
    expect(await shelve(campus, {}, system)).toMatchObject({ status: 'forbidden' })
    const basis = { rules: ['X-04'], events: [{ id: 'e1', type: 'assessment.AssessmentFinalized' }] }
    const reply = accepted(
      await shelve(campus, {}, { ...system, rule: 'X-04', causationId: 'e1', correlationId: 'c1', basis, asOf: '2024-02-03' }),
    )
    const [event] = await world.events(reply.stream)
    expect(event?.meta).toMatchObject({ rule: 'X-04', causationid: 'e1', correlationid: 'c1', asof: '2024-02-03', actorrole: 'system' })
    expect(event?.json.basis).toMatchObject({ rules: ['R-AK-48', 'X-04'], events: basis.events })
  })

  it('C-06: policy values used are copied into the event; a change is seen by the next command', async () => {
    const campus = await world.campus()
    const set = (value: number) =>
      world.send(campus, 'policy.SetParameter', {
        key: 'staffing.exit.consecutiveFails',
        value,
        effectiveFrom: '2024-01-01',
        basisDoc: '学工〔2024〕1号',
        reason: '测试',
      })
    accepted(await set(2))
    accepted(await shelve(campus, { book: 'A' }))
    accepted(await shelve(campus, { book: 'B' }))
    expect(await shelve(campus, { book: 'C' })).toEqual({ status: 'refused', code: 'ShelfFull', rules: ['R-AK-48'], params: { places: 2 } })
    accepted(await set(3))
    accepted(await shelve(campus, { book: 'C' }))
    const events = await world.events(`shelf-${campus}.s1`)
    expect(events.map((event) => event.json.basis)).toEqual(
      [2, 2, 3].map((value, i) => ({
        policy: { 'staffing.exit.consecutiveFails': { value, version: i < 2 ? 0 : 1, effectiveFrom: '2024-01-01' } },
        rules: ['R-AK-48'],
      })),
    )
    expect(events.map((event) => event.meta.policyversion)).toEqual([0, 0, 1])
  })

  it('C-06: a fact is another stream as it is now; stream and revision are copied into the event', async () => {
    const campus = await world.campus()
    await shelve(campus, {})
    const lend = () => world.send(campus, 'library.LendBook', { shelfId: 's1', book: 'A', readerId: 'r1' }, counselor)
    expect(await lend()).toMatchObject({ status: 'refused', code: 'NotAReader' })
    accepted(await world.send(campus, 'library.EnrolReader', { readerId: 'r1', name: '古丽' }))
    const reply = accepted(await lend())
    const events = await world.events(reply.stream)
    expect(events.at(-1)?.json.basis).toMatchObject({ facts: { Reader: { stream: `reader-${campus}.r1`, revision: 0 } } })
  })

  it('a claim on another stream goes to one of many', async () => {
    const campus = await world.campus()
    const replies = await Promise.all(
      Array.from({ length: 6 }, (_, i) => world.send(campus, 'library.EnrolReader', { readerId: `r${i}`, name: '某人', card: '0815' })),
    )
    expect(replies.filter((reply) => reply.status === 'accepted')).toHaveLength(1)
    expect(replies.filter((reply) => reply.status === 'refused' && reply.code === 'CardInUse')).toHaveLength(5)
  })

  it('a refused command leaves no claim behind', async () => {
    const campus = await world.campus()
    accepted(await world.send(campus, 'library.EnrolReader', { readerId: 'r1', name: '某人' }))
    const refused = await world.send(campus, 'library.EnrolReader', { readerId: 'r1', name: '别人', card: '0815' })
    expect(refused).toMatchObject({ status: 'refused', code: 'WrongState' })
    expect(await world.send(campus, 'library.EnrolReader', { readerId: 'r2', name: '某人', card: '0815' })).toMatchObject({
      status: 'accepted',
    })
  })

  it('A8: personal fields are ciphertext in the store and plain to the decider', async () => {
    const campus = await world.campus()
    accepted(await world.send(campus, 'library.EnrolReader', { readerId: 'r1', name: '古丽' }))
    const [event] = await world.events(`reader-${campus}.r1`)
    expect(event?.json.name).toMatch(/^enc:1:/)
    expect(JSON.stringify(event)).not.toContain('古丽')
    // decided on the decrypted state: the same name is no change, another one is
    expect(await world.send(campus, 'library.EnrolReader', { readerId: 'r1', name: '古丽' })).toMatchObject({
      status: 'accepted',
      events: [],
    })
    expect(await world.send(campus, 'library.EnrolReader', { readerId: 'r1', name: '阿依' })).toMatchObject({ code: 'WrongState' })
  })

  it('A10: the date is that of the campus’s calendar, and moves for no other campus', async () => {
    const [one, other] = await Promise.all([world.campus('2015-01-01'), world.campus('2015-01-01')])
    accepted(await world.send(one, 'calendar.AdvanceDate', { to: '2015-03-01' }))
    const asOf = async (campus: string) => {
      const reply = accepted(await world.send(campus, 'library.EnrolReader', { readerId: 'r1', name: '某' }))
      return (await world.events(reply.stream))[0]?.meta.asof
    }
    expect(await asOf(one)).toBe('2015-03-01')
    expect(await asOf(other)).toBe('2015-01-01')
  })

  it('a tenant of another campus reads and writes nothing of this one', async () => {
    const [one, other] = await Promise.all([world.campus(), world.campus()])
    accepted(await shelve(one, {}))
    expect(await shelve(other, {})).toMatchObject({ status: 'accepted', revision: 0, stream: `shelf-${other}.s1` })
  })

  it('without the ledger the answer is “unavailable”, and the same command succeeds when it is back', async () => {
    const campus = await world.campus()
    const commandId = randomUUID()
    await world.ledgerProcess().kill()
    expect(await shelve(campus, {}, { commandId })).toMatchObject({ status: 'unavailable' })
    await world.restartLedger()
    expect(await shelve(campus, {}, { commandId })).toMatchObject({ status: 'accepted', revision: 0 })
  })
})

describe('a process', () => {
  it('tells that it is ready, and counts commands and refusals', async () => {
    const [service] = services
    const base = `http://127.0.0.1:${service?.healthPort}`
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
    const ready = await fetch(`${base}/readyz`)
    expect(ready.status).toBe(200)
    expect(await ready.json()).toMatchObject({ status: 'ok', checks: { nats: { status: 'ok' }, start: { status: 'ok' } } })
    const campus = await world.campus()
    await shelve(campus, { book: '' })
    const text = await (await fetch(`${base}/metrics`)).text()
    expect(text).toMatch(/fudao_command_seconds.*command="ShelveBook".*outcome="accepted"/)
    expect(text).toMatch(/fudao_command_refusals.*code="ShelfFull"/)
    expect((await fetch(`${base}/nothing`)).status).toBe(404)
  })

  it('answers what it was asked before it stops, and takes no more', async () => {
    const campus = await world.campus()
    const third = await startLibrary()
    const asked = Array.from({ length: 40 }, (_, i) => shelve(campus, { shelfId: `s${i}` }))
    const stopped = third.stop()
    for (const reply of await Promise.all(asked)) expect(reply.status).toBe('accepted')
    expect(await stopped).toBe(true)
    expect(await third.stop()).toBe(true)
    await eventually('the remaining instances to answer', async () => (await shelve(campus, {})).status === 'accepted')
  })
})
