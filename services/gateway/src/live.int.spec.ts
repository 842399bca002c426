import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestGateway, type TestGateway } from './fixtures/start-gateway.js'

/** Reads server-sent events as text until `enough` holds. */
const readUntil = async (response: Response, enough: (text: string) => boolean): Promise<string> => {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (reader && !enough(text)) {
    const { done, value } = await reader.read()
    if (done) return text
    text += decoder.decode(value, { stream: true })
  }
  return text
}

describe('live changes', () => {
  let gateway: TestGateway
  beforeAll(async () => {
    gateway = await startTestGateway()
  })
  afterAll(() => gateway[Symbol.asyncDispose]())

  const open = async (token: string, campus = 'aksu') => {
    const abort = new AbortController()
    const response = await fetch(`${gateway.url}/api/${campus}/live`, {
      headers: { authorization: `Bearer ${token}` },
      signal: abort.signal,
    })
    return { response, close: () => abort.abort() }
  }
  const publish = (campus: string, change: unknown) => gateway.nats.publish(`live.${campus}`, JSON.stringify(change))
  const change = { view: 'contracts', ids: ['k_1'], position: '00000000000000000042' }

  it('relays what the projector publishes for the campus, and nothing of another campus', async () => {
    const { response, close } = await open(await gateway.token('orgPersonnel'))
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    const publishing = setInterval(() => {
      publish('lanzhou', { ...change, ids: ['foreign'] })
      publish('aksu', change)
    }, 20)
    const text = await readUntil(response, (t) => t.includes('event: change'))
    clearInterval(publishing)
    close()
    expect(text).toContain('event: ready')
    expect(text).toContain(`id: ${change.position}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`)
    expect(text).not.toContain('foreign')
  })
  it('tells roles with a partial scope that a view changed, not which row', async () => {
    const { response, close } = await open(await gateway.token('counselor', { counselorId: 'c_1' }))
    const publishing = setInterval(() => publish('aksu', change), 20)
    const text = await readUntil(response, (t) => t.includes('event: change'))
    clearInterval(publishing)
    close()
    expect(text).not.toContain('k_1')
    expect(text).toContain('"view":"contracts"')
  })
  it('sends heartbeats', async () => {
    const { response, close } = await open(await gateway.token('orgPersonnel'))
    expect(await readUntil(response, (t) => t.includes(': heartbeat'))).toContain(': heartbeat')
    close()
  })
  it('ends when the token does, and says so', async () => {
    const { response } = await open(await gateway.token('orgPersonnel', {}, Math.floor(Date.now() / 1000) + 1))
    const text = await readUntil(response, () => false)
    expect(text).toContain('event: expired')
  })
  it('malformed messages are passed over', async () => {
    const { response, close } = await open(await gateway.token('orgPersonnel'))
    const publishing = setInterval(() => {
      publish('aksu', { view: 7 })
      publish('aksu', change)
    }, 20)
    expect(await readUntil(response, (t) => t.includes('event: change'))).not.toContain('"view":7')
    clearInterval(publishing)
    close()
  })
  it('no more streams than the process can carry: 503', async () => {
    const token = await gateway.token('orgPersonnel')
    const streams = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(() => open(token)))
    const refused = streams.filter(({ response }) => response.status === 503)
    expect(refused.length).toBeGreaterThanOrEqual(3)
    for (const { close } of streams) close()
    await expect.poll(async () => (await gateway.get('/metrics')).text).toContain('fudao_live_connections 0')
  })
})

describe('stopping', () => {
  it('closes open streams at once', async () => {
    const gateway = await startTestGateway()
    const response = await fetch(`${gateway.url}/api/aksu/live`, {
      headers: { authorization: `Bearer ${await gateway.token('orgPersonnel')}` },
    })
    const started = Date.now()
    const reading = readUntil(response, () => false)
    await gateway[Symbol.asyncDispose]()
    await reading.catch(() => undefined)
    expect(Date.now() - started).toBeLessThan(3_000)
  })
})
