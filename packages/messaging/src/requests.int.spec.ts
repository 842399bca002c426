import 'reflect-metadata'
import type { CommandMessage } from '@fudao/contracts/kit'
import { currentTraceparent, startTracing, type Tracing } from '@fudao/telemetry'
import { eventually, startTestNats, type TestNats } from '@fudao/testing'
import type { NatsConnection } from '@nats-io/nats-core'
import { Controller, type INestMicroservice, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { Ctx, MessagePattern, NatsContext, Payload, Transport } from '@nestjs/microservices'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectNats } from './connect-nats.js'
import { FudaoNatsServer } from './nats-server.js'
import { RequestUnavailable, requestJson } from './request.js'
import { sendCommand, sendQuery } from './send-command.js'
import { serveJson } from './serve-json.js'

const waiting: (() => void)[] = []
const release = (): void => {
  for (const go of waiting.splice(0)) go()
}

@Controller()
class Handlers {
  @MessagePattern('cmd.*.staffing.*', Transport.NATS)
  async command(@Payload() message: CommandMessage, @Ctx() ctx: NatsContext): Promise<unknown> {
    if (message.payload.how === 'throw') throw new Error('a defect')
    if (message.payload.how === 'wait') await new Promise<void>((resolve) => waiting.push(resolve))
    if (message.payload.how === 'huge') return 'x'.repeat(9 * 1024 * 1024)
    return { status: 'accepted', stream: ctx.getSubject(), traceparent: currentTraceparent() }
  }
  @MessagePattern('qry.*.views.*', Transport.NATS)
  query(): unknown {
    return { status: 'ok', result: { items: [1, 2] } }
  }
}
@Module({ controllers: [Handlers] })
class TestModule {}

const message = (how: string): CommandMessage => ({
  commandId: '2a3f5cb8-6f2e-4f5c-9f3a-000000000000',
  payload: { how },
  actor: { userId: 'u', role: 'studentAffairs' },
})

describe('requests', () => {
  let server: TestNats
  let tracing: Tracing
  let client: NatsConnection
  let service: NatsConnection
  let app: INestMicroservice
  let strategy: FudaoNatsServer
  beforeAll(async () => {
    server = await startTestNats()
    tracing = startTracing({ service: 'test', processors: [] })
    client = await connectNats({ url: server.url, name: 'client', inboxPrefix: '_INBOX_client' })
    service = await connectNats({ url: server.url, name: 'service' })
    strategy = new FudaoNatsServer({ connection: service, queue: 'staffing' })
    app = await NestFactory.createMicroservice(TestModule, { strategy, logger: false })
    await app.listen()
  })
  afterAll(async () => {
    await app.close()
    await Promise.all([client.close(), service.close()])
    await tracing.stop()
    await server.stop()
  })

  it('a command reaches the handler of its context and brings back its reply, in one trace', async () => {
    const reply = await sendCommand(client, 'aksu', 'staffing', 'RegisterCounselor', message('accept'))
    expect(reply).toMatchObject({ status: 'accepted', stream: 'cmd.aksu.staffing.RegisterCounselor' })
    expect(reply).toHaveProperty('traceparent', expect.stringMatching(/^00-[0-9a-f]{32}/))
  })
  it('many requests at once each get their own reply', async () => {
    const campuses = Array.from({ length: 200 }, (_, index) => `campus${index}`)
    const replies = await Promise.all(campuses.map((campus) => sendCommand(client, campus, 'staffing', 'X', message('accept'))))
    expect(replies.map((reply) => (reply.status === 'accepted' ? reply.stream : ''))).toEqual(campuses.map((c) => `cmd.${c}.staffing.X`))
  })
  it('a query brings back its result', async () => {
    expect(await sendQuery(client, 'aksu', 'views.contracts', { actor: message('').actor, params: {} })).toEqual({
      status: 'ok',
      result: { items: [1, 2] },
    })
  })
  it('nobody there, no answer in time and a defect are "unavailable" with the reason', async () => {
    const send = (context: string, how: string) => sendCommand(client, 'aksu', context, 'X', message(how), { timeoutMs: 200 })
    expect(await send('nobody', 'accept')).toEqual({ status: 'unavailable', reason: 'noResponders' })
    expect(await send('staffing', 'throw')).toEqual({ status: 'unavailable', reason: 'defect' })
    expect(await send('staffing', 'wait')).toEqual({ status: 'unavailable', reason: 'timeout' })
    release()
  })
  it('a message or a reply larger than the server takes is told, not lost', async () => {
    const huge: CommandMessage = { ...message('accept'), payload: { text: 'x'.repeat(9 * 1024 * 1024) } }
    expect(await sendCommand(client, 'aksu', 'staffing', 'X', huge)).toEqual({ status: 'unavailable', reason: 'tooLarge' })
    expect(await sendCommand(client, 'aksu', 'staffing', 'X', message('huge'))).toEqual({ status: 'unavailable', reason: 'defect' })
  })
  it('a request under way when the connection breaks, and one that is not permitted, are told at once', async () => {
    const own = await startTestNats({
      configuration: 'authorization { users = [ { user: u, password: p, permissions: { publish: { deny: ["cmd.aksu.secret.*"] } } } ] }',
    })
    const nc = await connectNats({ url: own.url, name: 'asker', user: 'u', pass: 'p', inboxPrefix: '_INBOX' })
    nc.subscribe('cmd.aksu.slow.X', { callback: () => undefined })
    await nc.flush()
    const started = performance.now()
    expect(await sendCommand(nc, 'aksu', 'secret', 'X', message('accept'))).toEqual({ status: 'unavailable', reason: 'disconnected' })
    const underWay = sendCommand(nc, 'aksu', 'slow', 'X', message('accept'))
    await nc.flush()
    await own.stop()
    expect(await underWay).toEqual({ status: 'unavailable', reason: 'disconnected' })
    expect(performance.now() - started).toBeLessThan(5_000)
    await nc.close()
    expect(await sendCommand(nc, 'aksu', 'slow', 'X', message('accept'))).toEqual({ status: 'unavailable', reason: 'disconnected' })
  })
  it('a malformed request is answered, and one without an id ends', async () => {
    const reply = await client.request('cmd.aksu.staffing.X', 'not json', { timeout: 1_000 })
    expect(reply.json()).toMatchObject({ err: { status: 'error' } })
    client.publish('cmd.aksu.staffing.X', JSON.stringify({ pattern: 'x', data: message('accept') }))
    await eventually('nothing in flight', () => strategy.inFlight === 0)
  })
  it('closing answers what is at work and leaves the connection open', async () => {
    const reply = sendCommand(client, 'aksu', 'staffing', 'X', message('wait'))
    await eventually('the handler', () => waiting.length > 0)
    const closed = strategy.close()
    await eventually(
      'no new requests',
      async () => (await sendCommand(client, 'aksu', 'staffing', 'X', message('accept'))).status === 'unavailable',
    )
    release()
    await closed
    expect(await reply).toMatchObject({ status: 'accepted' })
    expect(service.isClosed()).toBe(false)
  })

  describe('plain JSON', () => {
    it('answers, answers errors, and drains', async () => {
      const json = serveJson(service, {
        subject: 'ledger.*.append',
        queue: 'ledger',
        handle: (m) => (m.string() === '"bad"' ? Promise.reject(new Error('no')) : Promise.resolve(JSON.stringify({ got: m.json() }))),
        onError: () => ({ status: 'unavailable', reason: 'defect' }),
      })
      // what is written leaves at the end of the turn: the subscription must be there before another connection asks
      await service.flush()
      expect(await requestJson(client, 'ledger.aksu.append', { a: 1 })).toEqual({ got: { a: 1 } })
      expect(await requestJson(client, 'ledger.aksu.append', 'bad')).toEqual({ status: 'unavailable', reason: 'defect' })
      await json.close()
      await expect(requestJson(client, 'ledger.aksu.append', {})).rejects.toThrow(RequestUnavailable)
    })
  })
})

describe('a request while nobody traces', () => {
  it('carries no block of headers, and is answered by handlers of either kind', async () => {
    await using server = await startTestNats().then((nats) => ({ ...nats, [Symbol.asyncDispose]: () => nats.stop() }))
    const [client, service] = await Promise.all(['client', 'service'].map((name) => connectNats({ url: server.url, name })))
    if (!client || !service) return expect.fail('no connections')
    const strategy = new FudaoNatsServer({ connection: service, queue: 'staffing' })
    const app = await NestFactory.createMicroservice(TestModule, { strategy, logger: false })
    await app.listen()
    serveJson(service, {
      subject: 'ledger.*.read',
      queue: 'ledger',
      handle: async ({ headers }) => JSON.stringify({ headers: headers?.keys() ?? null }),
      onError: () => null,
    })
    await service.flush()
    expect(await requestJson(client, 'ledger.aksu.read', {})).toEqual({ headers: null })
    expect(await sendCommand(client, 'aksu', 'staffing', 'X', message('accept'))).toMatchObject({ status: 'accepted' })
    await app.close()
    await Promise.all([client.close(), service.close()])
  })
})
