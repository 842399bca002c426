import { setTimeout as delay } from 'node:timers/promises'
import { createLogger } from '@fudao/telemetry'
import { describe, expect, it } from 'vitest'
import { ConfigurationError, readServiceConfig } from './config.js'
import { createHealth, serveHealth } from './health.js'
import { createShutdown } from './shutdown.js'

const logger = createLogger('test', { write: () => undefined })

describe('configuration', () => {
  const url = { NATS_URL: 'nats://127.0.0.1:4222' }
  it('has defaults for all but the address of NATS', () => {
    expect(readServiceConfig(url)).toEqual({
      mode: 'production',
      nats: { url: url.NATS_URL },
      healthHost: '127.0.0.1',
      shutdownMs: 15_000,
      ledgerTimeoutMs: 5_000,
    })
  })
  it('reads what is given; an empty variable is no variable', () => {
    const key = Buffer.alloc(32, 7)
    expect(
      readServiceConfig({
        ...url,
        NATS_USER: 'staffing',
        NATS_PASSWORD: 'p',
        FUDAO_MODE: 'demo',
        HEALTH_PORT: '4180',
        FUDAO_MASTER_KEY: key.toString('base64'),
        FUDAO_SHUTDOWN_MS: '',
      }),
    ).toMatchObject({
      mode: 'demo',
      nats: { user: 'staffing', pass: 'p' },
      healthPort: 4180,
      masterKey: key,
      shutdownMs: 15_000,
    })
  })
  it.each([
    [{}, /^NATS_URL is not set: give the address/],
    [{ ...url, FUDAO_MODE: 'dev' }, /^FUDAO_MODE must be one of demo, test, production\.$/],
    [{ ...url, HEALTH_PORT: 'x' }, /^HEALTH_PORT must be a port number\.$/],
    [{ ...url, HEALTH_PORT: '70000' }, /^HEALTH_PORT must be a port number\.$/],
    [{ ...url, FUDAO_MASTER_KEY: 'AAAA' }, /^FUDAO_MASTER_KEY must be 32 bytes in base64, but it has 3\.$/],
    [{ ...url, FUDAO_SHUTDOWN_MS: '-1' }, /^FUDAO_SHUTDOWN_MS must be/],
  ])('%j is refused with one sentence', (env, sentence) => {
    expect(() => readServiceConfig(env)).toThrow(ConfigurationError)
    expect(() => readServiceConfig(env)).toThrow(sentence)
  })
})

describe('health', () => {
  it('tells lagging from stuck: the worst check is the state', async () => {
    const health = createHealth()
    expect(await health.report()).toEqual({ status: 'ok', checks: {} })
    health.add('feed', () => ({ status: 'lagging', detail: '120 events behind' }))
    health.add('nats', () => ({ status: 'ok' }))
    expect(await health.report()).toMatchObject({ status: 'lagging', checks: { feed: { detail: '120 events behind' } } })
    health.add('store', () => Promise.reject(new Error('gone')))
    expect(await health.report()).toMatchObject({ status: 'stuck', checks: { store: { status: 'stuck', detail: 'gone' } } })
  })
  it('/readyz is 200 while lagging, 503 while stuck or stopping; /healthz stays 200', async () => {
    const health = createHealth()
    let state: 'ok' | 'lagging' | 'stuck' = 'lagging'
    health.add('x', () => ({ status: state }))
    const server = await serveHealth(health, () => Promise.resolve('a 1\n'), '127.0.0.1', 0)
    const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`)
    expect((await get('/readyz')).status).toBe(200)
    state = 'stuck'
    expect((await get('/readyz')).status).toBe(503)
    state = 'ok'
    health.markStopping()
    const stopping = await get('/readyz')
    expect([stopping.status, await stopping.json()]).toEqual([503, { status: 'stopping', checks: { x: { status: 'ok' } } }])
    expect((await get('/healthz')).status).toBe(200)
    expect(await (await get('/metrics')).text()).toBe('a 1\n')
    expect((await get('/other')).status).toBe(404)
    await server.close()
  })
})

describe('shutdown', () => {
  it('runs the phases in order, the steps of one in reverse, and all of it once', async () => {
    const order: string[] = []
    const shutdown = createShutdown(1_000, logger)
    shutdown.on('close', 'connection', () => void order.push('close connection'))
    shutdown.on('intake', 'first', () => void order.push('intake first'))
    shutdown.on('intake', 'second', () => void order.push('intake second'))
    shutdown.on('drain', 'work', async () => {
      await delay(5)
      order.push('drain work')
    })
    expect(await Promise.all([shutdown.run(), shutdown.run()])).toEqual([true, true])
    expect(order).toEqual(['intake second', 'intake first', 'drain work', 'close connection'])
  })
  it('a step that hangs or fails leaves the others their time, and the end is not clean', async () => {
    const order: string[] = []
    const shutdown = createShutdown(200, logger)
    shutdown.on('intake', 'hangs', () => new Promise(() => undefined))
    shutdown.on('drain', 'fails', () => Promise.reject(new Error('broken')))
    shutdown.on('close', 'closes', () => void order.push('closed'))
    const started = performance.now()
    expect(await shutdown.run()).toBe(false)
    expect(performance.now() - started).toBeLessThan(1_000)
    expect(order).toEqual(['closed'])
  })
})
