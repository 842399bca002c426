import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { contexts } from '@fudao/contracts'
import { eventually } from '@fudao/testing'
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, exampleOf } from './fixtures/sample-commands.js'
import { type ReceivedCommand, startTestGateway, type TestGateway } from './fixtures/start-gateway.js'

const path = '/api/aksu/staffing/RegisterCounselor'
const body = exampleOf('staffing', 'RegisterCounselor')

describe('who may do what over HTTP', () => {
  let gateway: TestGateway
  let received: ReceivedCommand[]
  beforeAll(async () => {
    gateway = await startTestGateway()
    received = gateway.answerCommands((message) => accepted(message))
    gateway.answerQueries(() => ({ status: 'ok', result: { items: [] } }))
  })
  afterAll(() => gateway[Symbol.asyncDispose]())

  /** Sends and asserts that no service heard of it. */
  const refused = async (token: string | undefined, at = path): Promise<string> => {
    const before = received.length
    const answer = await gateway.post(at, body, token)
    expect(received.length).toBe(before)
    return `${answer.status} ${answer.problem.code}`
  }
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

  describe('tokens', () => {
    it('no token: 401 with a challenge', async () => {
      const answer = await gateway.post(path, body)
      expect([answer.status, answer.problem.code]).toEqual([401, 'NotSignedIn'])
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    })
    it('garbage, another scheme, a token of another key: 401', async () => {
      const foreign = await new SignJWT({ role: 'orgPersonnel', campus: 'aksu' })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject('u_1')
        .setExpirationTime('5m')
        .sign(Buffer.alloc(32, 7))
      for (const token of ['x', 'a.b.c', foreign]) expect(await refused(token)).toBe('401 AccessTokenInvalid')
      const basic = await gateway.post(path, body, undefined, { authorization: 'Basic dTpw' })
      expect(basic.status).toBe(401)
    })
    it('an expired token: 401', async () => {
      expect(await refused(await gateway.token('orgPersonnel', {}, Math.floor(Date.now() / 1000) - 1))).toBe('401 SignInExpired')
    })
    it('a token that expires while remembered: 401 from then on', async () => {
      const token = await gateway.token('orgPersonnel', {}, Math.floor(Date.now() / 1000) + 1)
      expect((await gateway.post(path, body, token)).status).toBe(200)
      await eventually('its end', async () => (await gateway.post(path, body, token)).status === 401)
      expect(await refused(token)).toBe('401 SignInExpired')
    })
    it('alg none: 401', async () => {
      const claims = { sub: 'u', role: 'orgPersonnel', campus: 'aksu', exp: 4_000_000_000 }
      expect(await refused(`${encode({ alg: 'none' })}.${encode(claims)}.`)).toMatch(/^401/)
    })
    it('a token without an end, a role or a campus: 401', async () => {
      for (const claims of [{ exp: undefined }, { role: undefined }, { campus: undefined }])
        expect(await refused(await gateway.sign({ sub: 'u_1', role: 'orgPersonnel', campus: 'aksu', exp: 4_000_000_000, ...claims }))).toBe(
          '401 AccessTokenInvalid',
        )
      expect(await refused(await gateway.token('orgPersonnel', { campus: 'a.b' }))).toBe('401 AccessTokenInvalid')
      expect(await refused(await gateway.token('orgPersonnel', { role: 'root' }))).toBe('401 AccessTokenInvalid')
    })
    it('changed claims under the old signature: 401', async () => {
      const [head, , signature] = (await gateway.token('counselor')).split('.')
      const claims = { sub: 'u_1', role: 'orgPersonnel', campus: 'aksu', exp: 4_000_000_000 }
      expect(await refused(`${head}.${encode(claims)}.${signature}`)).toBe('401 AccessTokenInvalid')
    })
  })

  describe('roles', () => {
    it('a role that is no issuer of the command: 403 naming those that are', async () => {
      const answer = await gateway.post(path, body, await gateway.token('counselor'))
      expect([answer.status, answer.problem.code]).toEqual([403, 'NotAuthorized'])
      expect(answer.problem.detail).toContain('组织（人事）部')
      expect(answer.problem.params).toMatchObject({ issuers: ['orgPersonnel'] })
    })
    it('every command refuses a role that the contract does not name, before any service hears of it', async () => {
      const analyst = await gateway.token('analyst')
      const platform = await gateway.token('analyst', { campus: 'platform' })
      // whoever casts a ballot is nobody, whatever access token comes along
      for (const { commands } of contexts)
        for (const command of commands.filter((c) => !c.issuers.includes('analyst') && c.unrecorded !== 'sessionless')) {
          const tenant = command.aggregate.tenant ?? 'aksu'
          const at = `/api/${tenant}/${command.aggregate.context}/${command.name}`
          expect(await refused(tenant === 'aksu' ? analyst : platform, at)).toBe('403 NotAuthorized')
        }
    })
    it('the data scope of the token reaches the service', async () => {
      await gateway.post(path, body, await gateway.token('orgPersonnel', { departmentId: 'd_1', counselorId: 'c_1', personId: 'p_1' }))
      expect(received.at(-1)?.message.actor).toEqual({
        userId: 'u_1',
        role: 'orgPersonnel',
        departmentId: 'd_1',
        counselorId: 'c_1',
        personId: 'p_1',
      })
    })
    it('an actor in the body is no actor', async () => {
      const answer = await gateway.post(
        path,
        { ...body, actor: { userId: 'x', role: 'partyCommittee' } },
        await gateway.token('orgPersonnel'),
      )
      expect(answer.problem.errors?.map((e) => e.path)).toEqual(['actor'])
    })
  })

  describe('tenancy', () => {
    it('another campus: 403, for commands, views, events, why and live', async () => {
      const token = await gateway.token('orgPersonnel', { campus: 'lanzhou' })
      expect(await refused(token)).toBe('403 WrongCampus')
      for (const at of ['views/contracts', 'events', 'why/contract/k_1', 'live'])
        expect((await gateway.get(`/api/aksu/${at}`, token)).problem.code).toBe('WrongCampus')
    })
    it('wildcards and foreign subjects in the path never reach NATS', async () => {
      const admin = await gateway.token('platformAdmin', { campus: '*' })
      for (const campus of ['*', '%3E', 'aksu.staffing', 'a%20b', 'aksu%2Fx', 'aksu%0d%0aPUB%20x'])
        expect(await refused(admin, `/api/${campus}/staffing/RegisterCounselor`)).toBe('404 UnknownCampus')
      const token = await gateway.token('orgPersonnel')
      for (const view of ['*', '%3E', 'contracts.x', 'Contracts', '..%2Fwhy'])
        expect((await gateway.get(`/api/aksu/views/${view}`, token)).problem.code).toBe('UnknownView')
      for (const kind of ['*', 'contract.x'])
        expect((await gateway.get(`/api/aksu/why/${kind}/k_1`, token)).problem.code).toBe('NothingToExplain')
    })
    it('only platformAdmin may be of every campus', async () => {
      expect(await refused(await gateway.token('orgPersonnel', { campus: '*' }))).toBe('401 AccessTokenInvalid')
    })
    it('the registry answers at platform only, and platform has no campus commands', async () => {
      const admin = await gateway.token('platformAdmin', { campus: '*' })
      expect(await refused(admin, '/api/platform/staffing/RegisterCounselor')).toBe('404 UnknownCampus')
    })
    it('the campus that reaches the service is the one of the path', async () => {
      await gateway.post(path, body, await gateway.token('orgPersonnel'))
      expect(received.at(-1)?.subject.split('.')[1]).toBe('aksu')
    })
  })

  it('system is let through in test, where the service decides what it may', async () => {
    expect((await gateway.post(path, body, await gateway.token('system'))).status).toBe(200)
  })
})

describe('in production', () => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await startTestGateway({ mode: 'production' })
    gateway.answerCommands((message) => accepted(message))
  })
  afterAll(() => gateway[Symbol.asyncDispose]())

  it('system over HTTP: 403', async () => {
    const answer = await gateway.post(path, body, await gateway.token('system'))
    expect([answer.status, answer.problem.code]).toEqual([403, 'SystemRoleRefused'])
  })
  it('asOf: 400', async () => {
    const answer = await gateway.post(path, { ...body, asOf: '2024-01-01' }, await gateway.token('orgPersonnel'))
    expect(answer.problem.errors?.map((e) => e.path)).toEqual(['asOf'])
  })
  it('the demo sign-in does not exist', async () => {
    const answer = await gateway.post('/api/demo/session', { campus: 'aksu', role: 'orgPersonnel' })
    expect([answer.status, answer.problem.code]).toEqual([404, 'NotFound'])
  })
})

describe('with an identity provider', () => {
  let gateway: TestGateway
  let provider: Server
  const keys = generateKeyPair('RS256')
  const issuer = 'https://id.example.edu.cn'
  const sign = async (claims: { iss?: string; aud?: string }, key?: CryptoKey) =>
    new SignJWT({ role: 'orgPersonnel', campus: 'aksu' })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setSubject('u_1')
      .setIssuer(claims.iss ?? issuer)
      .setAudience(claims.aud ?? 'fudao')
      .setExpirationTime('5m')
      .sign(key ?? (await keys).privateKey)

  beforeAll(async () => {
    const jwk = { ...(await exportJWK((await keys).publicKey)), kid: 'k1', alg: 'RS256' }
    provider = createServer((_, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] })))
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve))
    const jwksUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks`
    gateway = await startTestGateway({ mode: 'production', oidc: { jwksUrl, issuer, audience: 'fudao' } })
    gateway.answerCommands((message) => accepted(message))
  })
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]()
    provider.close()
  })
  const statusOf = async (token: string) => (await gateway.post(path, body, token)).status

  it('accepts its tokens', async () => {
    expect(await statusOf(await sign({}))).toBe(200)
  })
  it('refuses another issuer, another audience, another key', async () => {
    expect(await statusOf(await sign({ iss: 'https://evil.example' }))).toBe(401)
    expect(await statusOf(await sign({ aud: 'library' }))).toBe(401)
    expect(await statusOf(await sign({}, (await generateKeyPair('RS256')).privateKey))).toBe(401)
  })
  it('refuses a token signed with the public key as a shared secret', async () => {
    const publicKey = Buffer.from(JSON.stringify(await exportJWK((await keys).publicKey)))
    const forged = await new SignJWT({ role: 'orgPersonnel', campus: 'aksu' })
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setSubject('u_1')
      .setExpirationTime('5m')
      .sign(publicKey)
    expect(await statusOf(forged)).toBe(401)
  })
})
