import type { CommandReply } from '@fudao/contracts/kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, exampleOf } from './fixtures/sample-commands.js'
import { type ReceivedCommand, startTestGateway, type TestGateway } from './fixtures/start-gateway.js'

const path = '/api/aksu/staffing/RegisterCounselor'
const body = exampleOf('staffing', 'RegisterCounselor')

describe('commands over HTTP', () => {
  let gateway: TestGateway
  let received: ReceivedCommand[]
  let reply: CommandReply | undefined
  let token: string

  beforeAll(async () => {
    gateway = await startTestGateway()
    received = gateway.answerCommands((message) => reply ?? accepted(message))
    token = await gateway.token('orgPersonnel')
  })
  afterAll(() => gateway[Symbol.asyncDispose]())

  const send = (payload: unknown = body, headers: Record<string, string> = {}) => gateway.post(path, payload, token, headers)
  const answered = async (value: CommandReply) => {
    reply = value
    try {
      return await send(body, { 'accept-language': 'en' })
    } finally {
      reply = undefined
    }
  }

  it('sends the payload to the service of its context and answers with stream, revision, events and token', async () => {
    const answer = await send({ ...body, asOf: '2024-03-01', token: '00000000000000000041' }, { 'if-match': '"3"' })
    expect(answer.status).toBe(200)
    const last = received.at(-1)
    expect(last?.subject).toBe('cmd.aksu.staffing.RegisterCounselor')
    expect(last?.message).toMatchObject({
      payload: body,
      actor: { userId: 'u_1', role: 'orgPersonnel' },
      asOf: '2024-03-01',
      token: '00000000000000000041',
      expectedRevision: 3,
    })
    expect(answer.json).toEqual({
      commandId: last?.message.commandId,
      stream: 'counselor-aksu.c_0001',
      revision: 4,
      events: [{ id: '0197a7a2-0000-5000-8000-000000000001', type: 'staffing.CounselorRegistered' }],
      token: '00000000000000000042',
    })
    expect(answer.headers.get('etag')).toBe('"4"')
  })

  it('takes the consistency token by header as well as in the body', async () => {
    expect((await send(body, { 'fudao-token': '00000000000000000041' })).status).toBe(200)
    expect(received.at(-1)?.message).toMatchObject({ token: '00000000000000000041' })
  })

  it('keeps a payload field called token apart from the consistency token (CastBallot)', async () => {
    const ballot = exampleOf('assessment', 'CastBallot')
    const evaluator = await gateway.token('studentEvaluator')
    const answer = await gateway.post('/api/aksu/assessment/CastBallot', ballot, evaluator, { 'fudao-token': '00000000000000000009' })
    expect(answer.status).toBe(200)
    expect(received.at(-1)?.message).toMatchObject({ payload: ballot, token: '00000000000000000009' })
    // C-12: who is signed in goes no further
    expect(received.at(-1)?.message).toMatchObject({ actor: { userId: 'anonymous', role: 'studentEvaluator' } })
  })

  describe('Idempotency-Key', () => {
    const idOf = async (key?: string, as = token) =>
      (await gateway.post(path, body, as, key === undefined ? {} : { 'idempotency-key': key })).json.commandId

    it('a UUID is the command id itself', async () => {
      expect(await idOf('0197A7A2-1111-7000-8000-000000000001')).toBe('0197a7a2-1111-7000-8000-000000000001')
    })
    it('any other key gives the same command id each time, of campus, user and key', async () => {
      const first = await idOf('order 2024/17')
      expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/)
      expect(await idOf('order 2024/17')).toBe(first)
      expect(await idOf('another')).not.toBe(first)
      expect(await idOf('order 2024/17', await gateway.token('orgPersonnel', {}, '9m'))).toBe(first)
    })
    it('the same key of another user is another command', async () => {
      const mine = await idOf('17')
      const other = await gateway.post('/api/demo/session', { campus: 'aksu', role: 'orgPersonnel', userId: 'u_2' })
      expect(await idOf('17', String(other.json.token))).not.toBe(mine)
    })
    it('absent: each request is a command of its own', async () => {
      expect(await idOf()).not.toBe(await idOf())
    })
    it('longer than 200 characters is a 400', async () => {
      const answer = await send(body, { 'idempotency-key': 'k'.repeat(201) })
      expect(answer.status).toBe(400)
      expect(answer.problem).toMatchObject({ code: 'InvalidHeader', params: { header: 'Idempotency-Key' } })
    })
  })

  describe('each problem is its own clear answer', () => {
    const sent = () => received.length

    it('malformed JSON: 400', async () => {
      const before = sent()
      const answer = await send('{"counselorId": ')
      expect([answer.status, answer.problem.code]).toEqual([400, 'MalformedJson'])
      expect(sent()).toBe(before)
    })
    it('an empty body: 400', async () => {
      expect((await send('')).problem.code).toBe('MalformedJson')
    })
    it('a body that is not UTF-8: 400, and not stored as question marks', async () => {
      const gbk = new Uint8Array([...Buffer.from('{"positionText":"'), 0xb8, 0xa8, 0xb5, 0xbc, ...Buffer.from('"}')])
      const answer = await gateway.post(path, gbk, token)
      expect([answer.status, answer.problem.code]).toEqual([400, 'MalformedJson'])
    })
    it('a body that is no object: 400', async () => {
      for (const value of ['[]', '"x"', 'null', '7']) expect((await send(value)).problem.code).toBe('InvalidPayload')
    })
    it('__proto__ in the body: 400', async () => {
      expect((await send('{"__proto__": {"role": "system"}}')).status).toBe(400)
    })
    it('a document nested a hundred thousand deep: 400', async () => {
      const deep = `{"counselorId": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`
      expect((await send(deep)).status).toBe(400)
    })
    it('an invalid payload: 400 with the path of each field in the asked language, both in messages', async () => {
      const before = sent()
      const answer = await send({ ...body, counselorId: 'c 1', ethnicGroup: 'x', exception: { reason: '' } }, { 'accept-language': 'en' })
      expect([answer.status, answer.problem.code]).toEqual([400, 'InvalidPayload'])
      const errors = answer.problem.errors ?? []
      expect(errors.map((e) => e.path)).toEqual(expect.arrayContaining(['counselorId', 'ethnicGroup', 'exception.reason']))
      expect(errors.find((e) => e.path === 'counselorId')?.message).toContain('letters')
      expect(errors.find((e) => e.path === 'counselorId')?.messages.zh).toContain('字母')
      expect(sent()).toBe(before)
    })
    it('an unreal asOf: 400 at asOf', async () => {
      const answer = await send({ ...body, asOf: '2024-02-30' })
      expect(answer.problem.errors?.map((e) => e.path)).toEqual(['asOf'])
    })
    it('a malformed If-Match: 400', async () => {
      for (const header of ['3', 'W/"3"', '"x"', '*']) expect((await send(body, { 'if-match': header })).problem.code).toBe('InvalidHeader')
    })
    it('a 2 MB body: 413', async () => {
      const answer = await send({ ...body, positionText: 'x'.repeat(2 * 1024 * 1024) })
      expect([answer.status, answer.problem.code]).toEqual([413, 'PayloadTooLarge'])
    })
    it('a 2 MB body without a length: 413', async () => {
      const chunk = new Uint8Array(256 * 1024).fill(32)
      let left = 8
      const stream = new ReadableStream<Uint8Array>({
        pull: (c) => {
          if (left-- > 0) c.enqueue(chunk)
          else c.close()
        },
      })
      const response = await fetch(`${gateway.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: stream,
        duplex: 'half',
      } as RequestInit)
      expect(response.status).toBe(413)
    })
    it('another media type: 415', async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
        const answer = await send(body, { 'content-type': type })
        expect([answer.status, answer.problem.code]).toEqual([415, 'UnsupportedMediaType'])
      }
    })
    it('an unknown command: 404', async () => {
      for (const unknown of [
        '/api/aksu/staffing/registerCounselor',
        '/api/aksu/nothing/RegisterCounselor',
        '/api/aksu/staffing/__proto__',
      ]) {
        const answer = await gateway.post(unknown, body, token)
        expect([answer.status, answer.problem.code]).toEqual([404, 'UnknownCommand'])
      }
    })
    it('an unknown campus: 404', async () => {
      const admin = await gateway.token('platformAdmin', { campus: '*' })
      const answer = await gateway.post('/api/a.b/staffing/RegisterCounselor', body, admin)
      expect([answer.status, answer.problem.code]).toEqual([404, 'UnknownCampus'])
      expect((await answered({ status: 'unknown', code: 'UnknownCampus', params: {} })).status).toBe(404)
    })
    it('another method: 405 with Allow', async () => {
      const response = await fetch(`${gateway.url}${path}`, { method: 'PUT', headers: { authorization: `Bearer ${token}` } })
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe('POST')
      const get = await gateway.get(path, token)
      expect([get.status, get.problem.code]).toEqual([405, 'MethodNotAllowed'])
      const post = await gateway.post('/api/aksu/views/contracts', body, token)
      expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET'])
    })
    it('a broken rule: 422 with code, rules, what they say, and what to do next', async () => {
      const answer = await answered({ status: 'refused', code: 'AlreadyRegistered', rules: ['R-AK-31'], params: { counselorId: 'c_0001' } })
      expect(answer.status).toBe(422)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(answer.problem).toMatchObject({
        code: 'AlreadyRegistered',
        rules: ['R-AK-31'],
        params: { counselorId: 'c_0001' },
        status: 422,
      })
      expect(answer.problem.citations?.[0]).toMatchObject({ rule: 'R-AK-31' })
      expect(answer.problem.messages.zh.title).toMatch(/[\u4e00-\u9fff]/)
      expect(answer.problem.title).toBe(answer.problem.messages.en.title)
      expect(answer.problem.detail.length).toBeGreaterThan(5)
    })
    it('a wrong state: 422', async () => {
      const answer = await answered({ status: 'refused', code: 'WrongState', rules: [], params: { status: 'none' } })
      expect([answer.status, answer.problem.code]).toEqual([422, 'WrongState'])
    })
    it('a reused Idempotency-Key: 422', async () => {
      const answer = await answered({ status: 'refused', code: 'IdempotencyKeyReused', rules: [], params: {} })
      expect([answer.status, answer.problem.code]).toEqual([422, 'IdempotencyKeyReused'])
    })
    it('a stale If-Match: 409 with both revisions', async () => {
      const answer = await answered({ status: 'conflict', stream: 'counselor-aksu.c_0001', expected: 3, actual: 5 })
      expect(answer.status).toBe(409)
      expect(answer.problem).toMatchObject({ code: 'VersionConflict', params: { expected: 3, actual: 5 } })
      expect(answer.problem.detail).toContain('5')
    })
    it('what the service finds invalid: 400 with its paths', async () => {
      const issue = { path: 'startDate', code: 'custom', message: { zh: '过早', en: 'too early' } }
      const answer = await answered({ status: 'invalid', issues: [issue] })
      expect([answer.status, answer.problem.errors?.[0]?.path]).toEqual([400, 'startDate'])
    })
    it('a service that does not allow it after all: 403', async () => {
      const answer = await answered({ status: 'forbidden', code: 'NotAuthorized', params: {} })
      expect([answer.status, answer.problem.code]).toEqual([403, 'NotAuthorized'])
    })
    it('reference data that is not there yet: 503 that says nothing was changed', async () => {
      const answer = await answered({ status: 'unavailable', reason: 'referenceBehind' })
      expect([answer.status, answer.problem.code, answer.headers.get('retry-after')]).toEqual([503, 'ReferenceBehind', '1'])
    })
    it('an unknown outcome: 503 that says to repeat with the same key', async () => {
      const answer = await answered({ status: 'unavailable', reason: 'timeout' })
      expect([answer.status, answer.problem.code, answer.headers.get('retry-after')]).toEqual([503, 'TimedOut', '1'])
      expect(answer.problem.detail).toContain(String(received.at(-1)?.message.commandId))
    })
  })

  it('carries the caller’s trace id into the problem and the log line', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c'
    const answer = await send('{', { traceparent: `00-${traceId}-b7ad6b7169203331-01` })
    expect(answer.problem.traceId).toBe(traceId)
    expect(answer.headers.get('x-trace-id')).toBe(traceId)
    expect(gateway.logLines.some((line) => line.includes(traceId))).toBe(true)
  })

  it('logs neither payloads, nor ids of the path, nor the caller', async () => {
    await send({ ...body, counselorId: 'c_secret_7' })
    const lines = gateway.logLines.join('')
    expect(lines).toContain('"route":"/api/:campus/:context/:command"')
    for (const secret of ['c_secret_7', 'u_1', token]) expect(lines).not.toContain(secret)
  })
})
