import type { CommandReply } from '@fudao/contracts/kit'
import type { QueryReply } from '@fudao/contracts/views'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, exampleOf } from './fixtures/sample-commands.js'
import { type ReceivedCommand, type ReceivedQuery, startTestGateway, type TestGateway } from './fixtures/start-gateway.js'

const page = {
  items: [{ contractId: 'k_1', clearance: 'held' }],
  next: null,
  asOf: '2024-01-01',
  position: '00000000000000000042',
  stale: false,
}

describe('queries over HTTP', () => {
  let gateway: TestGateway
  let received: ReceivedQuery[]
  let reply: QueryReply<unknown> = { status: 'ok', result: page }
  let token: string
  beforeAll(async () => {
    gateway = await startTestGateway()
    received = gateway.answerQueries(() => reply)
    token = await gateway.token('orgPersonnel', { departmentId: 'd_1' })
  })
  afterAll(() => gateway[Symbol.asyncDispose]())
  const answered = async (value: QueryReply<unknown>, path = '/api/aksu/views/contracts') => {
    reply = value
    try {
      return await gateway.get(path, token, { 'accept-language': 'en-GB,zh;q=0.5' })
    } finally {
      reply = { status: 'ok', result: page }
    }
  }

  it('a view: filters, asOf, token, cursor and limit reach the read side with the actor', async () => {
    const answer = await gateway.get('/api/aksu/views/exit-watch?state=open&asOf=2024-01-01&token=00000000000000000041&limit=20', token)
    expect(answer.json).toEqual(page)
    expect(received.at(-1)).toEqual({
      subject: 'qry.aksu.views.exit-watch',
      message: {
        actor: { userId: 'u_1', role: 'orgPersonnel', departmentId: 'd_1' },
        params: { state: 'open', asOf: '2024-01-01', token: '00000000000000000041', limit: '20' },
      },
    })
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
  it('events by stream, correlation, type and position', async () => {
    await gateway.get('/api/aksu/events?stream=contract-aksu.k_1&type=staffing.ContractSigned', token)
    expect(received.at(-1)).toMatchObject({ subject: 'qry.aksu.events', message: { params: { stream: 'contract-aksu.k_1' } } })
  })
  it('why: kind in the subject, id in the parameters, and the query string cannot replace it', async () => {
    await gateway.get('/api/aksu/why/contract/k_1?id=k_2', token)
    expect(received.at(-1)).toMatchObject({ subject: 'qry.aksu.why.contract', message: { params: { id: 'k_1' } } })
  })
  it('an unknown view: 404', async () => {
    const answer = await answered({ status: 'unknown', code: 'UnknownQuery', params: {} })
    expect([answer.status, answer.problem.code]).toEqual([404, 'UnknownView'])
  })
  it('an unknown campus: 404', async () => {
    const answer = await answered({ status: 'unknown', code: 'UnknownCampus', params: {} })
    expect([answer.status, answer.problem.code]).toEqual([404, 'UnknownCampus'])
  })
  it('nothing to explain: 404', async () => {
    const answer = await answered({ status: 'unknown', code: 'NotFound', params: {} }, '/api/aksu/why/contract/none')
    expect([answer.status, answer.problem.code]).toEqual([404, 'NothingToExplain'])
  })
  it('a bad filter: 400 with its name', async () => {
    const answer = await answered({
      status: 'invalid',
      issues: [{ path: 'limit', code: 'custom', message: { zh: '应为数字', en: 'a number' } }],
    })
    expect([answer.status, answer.problem.code, answer.problem.errors?.[0]?.message]).toEqual([400, 'InvalidQuery', 'a number'])
  })
  it('a filter given twice: 400', async () => {
    const answer = await gateway.get('/api/aksu/views/contracts?state=a&state=b', token)
    expect(answer.problem.errors?.map((e) => e.path)).toEqual(['state'])
  })
  it('a view this role may not read: 403', async () => {
    const answer = await answered({ status: 'forbidden', code: 'NotAuthorized', params: {} })
    expect([answer.status, answer.problem.code]).toEqual([403, 'NotAuthorized'])
  })
  it('a read side that is away: 503 with Retry-After', async () => {
    const answer = await answered({ status: 'unavailable', reason: 'noResponders' })
    expect([answer.status, answer.problem.code, answer.headers.get('retry-after')]).toEqual([503, 'Unavailable', '1'])
  })
})

describe('PIPL-6: numbers in full', () => {
  let gateway: TestGateway
  let recorded: ReceivedCommand[]
  let read: ReceivedQuery[]
  let refusal: CommandReply | undefined
  beforeAll(async () => {
    gateway = await startTestGateway()
    recorded = gateway.answerCommands((message) => refusal ?? accepted(message))
    read = gateway.answerQueries(() => ({ status: 'ok', result: { items: [], next: null } }))
  })
  afterAll(() => gateway[Symbol.asyncDispose]())
  const ask = async (path: string, query: string, role: 'orgPersonnel' | 'studentAffairs' | 'system' = 'orgPersonnel') => {
    recorded.length = 0
    read.length = 0
    return gateway.get(`/api/aksu/${path}?${query}`, await gateway.token(role))
  }
  const heard = () => [recorded.length, read.length]

  describe.each(['views/counselor-register', 'staffing/roster-export'])('%s', (path) => {
    it('are read once it is recorded who reads them and why', async () => {
      expect((await ask(path, 'numbers=full&reason=audit')).status).toBe(200)
      expect(heard()).toEqual([1, 1])
      const reading = { subject: 'cmd.aksu.staffing.RevealNumbers', message: { actor: { userId: 'u_1' }, payload: { reason: 'audit' } } }
      expect(recorded).toMatchObject([reading])
      await ask(path, 'numbers=full&reason=audit')
      expect(recorded, 'each reading is recorded').toMatchObject([reading])
    })
    it('are not read when the record is refused, is not made in time, or the reason is too long', async () => {
      refusal = { status: 'refused', code: 'ReasonMissing', rules: ['PIPL-6'], params: { field: 'reason' } }
      const { status, problem } = await ask(path, 'numbers=full')
      expect([status, problem.code, problem.rules, problem.params, ...heard()]).toEqual([
        422,
        'ReasonMissing',
        ['PIPL-6'],
        { field: 'reason' },
        1,
        0,
      ])
      refusal = { status: 'unavailable', reason: 'timeout' }
      expect([(await ask(path, 'numbers=full&reason=audit')).status, ...heard()]).toEqual([503, 1, 0])
      refusal = undefined
      const long = await ask(path, `numbers=full&reason=${'x'.repeat(201)}`)
      expect([long.status, long.problem.errors?.map((e) => e.path), ...heard()]).toEqual([400, ['reason'], 0, 0])
    })
    it('are nobody’s but personnel’s: 403, and nobody hears of it', async () => {
      for (const role of ['studentAffairs', 'system'] as const) {
        const { status, problem } = await ask(path, 'numbers=full&reason=audit', role)
        expect([status, problem.code, ...heard()]).toEqual([403, 'NotAuthorized', 0, 0])
      }
    })
    it('masked, nothing is recorded', async () => {
      expect([(await ask(path, 'departmentId=d_1')).status, ...heard()]).toEqual([200, 0, 1])
    })
  })
})

describe('operators', () => {
  let gateway: TestGateway
  let received: ReceivedQuery[]
  beforeAll(async () => {
    gateway = await startTestGateway()
    received = gateway.answerQueries(() => ({ status: 'ok', result: [] }))
  })
  afterAll(() => gateway[Symbol.asyncDispose]())

  it('platformAdmin lists and retries parked instances', async () => {
    const admin = await gateway.token('platformAdmin', { campus: '*' })
    expect((await gateway.get('/api/aksu/ops/rules/list?rule=X-04', admin)).status).toBe(200)
    expect(received.at(-1)).toMatchObject({ subject: 'qry.aksu.ops.rules.list', message: { params: { rule: 'X-04' } } })
    expect((await gateway.post('/api/aksu/ops/rules/retry', { rule: 'X-04', key: 'c_1' }, admin)).status).toBe(200)
    expect(received.at(-1)).toMatchObject({ subject: 'qry.aksu.ops.rules.retry', message: { params: { rule: 'X-04', key: 'c_1' } } })
  })
  it('what changes something is not done by reading an address: 405', async () => {
    const answer = await gateway.get('/api/aksu/ops/rules/discard?rule=X-04', await gateway.token('platformAdmin', { campus: '*' }))
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
  })
  it('nobody else: 403, and no wildcard: 404', async () => {
    expect((await gateway.get('/api/aksu/ops/rules/list', await gateway.token('studentAffairs'))).problem.code).toBe('NotAuthorized')
    const admin = await gateway.token('platformAdmin', { campus: '*' })
    for (const area of ['*', '%3E', 'rules.list']) expect((await gateway.get(`/api/aksu/ops/${area}/list`, admin)).status).toBe(404)
  })
})

describe('when the other side does not answer', () => {
  it('no service listens: 503 at once', async () => {
    await using gateway = await startTestGateway()
    const started = Date.now()
    const answer = await gateway.get('/api/aksu/views/contracts', await gateway.token('orgPersonnel'))
    expect([answer.status, answer.problem.code]).toEqual([503, 'Unavailable'])
    expect(Date.now() - started).toBeLessThan(1_000)
  })
  it('a service that takes too long: 503 that says the outcome is unknown', async () => {
    await using gateway = await startTestGateway({ commandTimeoutMs: 200 })
    gateway.nats.subscribe('cmd.>')
    await gateway.nats.flush()
    const token = await gateway.token('orgPersonnel')
    const answer = await gateway.post('/api/aksu/staffing/RegisterCounselor', exampleOf('staffing', 'RegisterCounselor'), token)
    expect([answer.status, answer.problem.code]).toEqual([503, 'TimedOut'])
  })
  it('NATS is gone: readyz says so, commands are a 503, and both recover', async () => {
    await using gateway = await startTestGateway({ queryTimeoutMs: 300 })
    expect((await gateway.get('/readyz')).status).toBe(200)
    await gateway.stopNats()
    await expect.poll(async () => (await gateway.get('/readyz')).status).toBe(503)
    expect((await gateway.get('/healthz')).status).toBe(200)
    const answer = await gateway.get('/api/aksu/views/contracts', await gateway.token('orgPersonnel'))
    expect(answer.status).toBe(503)
    await gateway.startNats()
    await expect.poll(async () => (await gateway.get('/readyz')).status, { timeout: 10_000 }).toBe(200)
  })
})
