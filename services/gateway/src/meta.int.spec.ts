import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTracing } from '@fudao/telemetry'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, exampleOf } from './fixtures/sample-commands.js'
import { startTestGateway, type TestGateway } from './fixtures/start-gateway.js'

const require = createRequire(import.meta.url)
const names = (method: string): Readonly<Record<string, string>> => ({
  campus: 'aksu',
  kind: 'contract',
  area: 'rules',
  operation: method === 'get' ? 'list' : 'retry',
})

describe('documents, health and the console', () => {
  let gateway: TestGateway
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fudao-console-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>辅导</title>')
    await writeFile(join(folder, 'assets', 'index-AbCd1234.js'), `console.log("${'x'.repeat(4_000)}")`)
    await writeFile(join(folder, 'assets', 'index-AbCd1234.js.map'), '{}')
    gateway = await startTestGateway({ consoleDir: folder })
  })
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  it.each(['openapi.json', 'asyncapi.json'])('/%s is the generated document, byte for byte', async (name) => {
    const answer = await gateway.get(`/${name}`)
    expect(answer.status).toBe(200)
    expect(answer.text).toBe(readFileSync(require.resolve(`@fudao/contracts/generated/${name}`), 'utf8'))
  })
  it('every path of the document is answered by the gateway', async () => {
    const { paths } = (await gateway.get('/openapi.json')).json as { paths: Record<string, Record<string, unknown>> }
    const token = await gateway.token('platformAdmin', { campus: '*' })
    for (const [path, operations] of Object.entries(paths))
      for (const method of Object.keys(operations)) {
        const at = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => names(method)[name] ?? 'k_1')
        if (at.endsWith('/live')) continue
        const answer = method === 'post' ? await gateway.post(at, {}, token) : await gateway.get(at, token)
        expect([404, 405, 500], `${method} ${at}`).not.toContain(answer.status)
      }
  })
  it('a problem type leads to its meaning, of the gateway or of a context', async () => {
    expect((await gateway.get('/problems/VersionConflict')).json).toMatchObject({ status: 409 })
    expect((await gateway.get('/problems/AlreadyRegistered')).json).toMatchObject({
      status: 422,
      title: { zh: expect.any(String) as string },
    })
    expect((await gateway.get('/problems/Nothing')).status).toBe(404)
  })
  it('metrics count by route', async () => {
    await gateway.get('/api/aksu/views/contracts')
    expect((await gateway.get('/metrics')).text).toMatch(
      /http_server_request_duration_seconds_count\{[^}]*http_route="\/api\/:campus\/views\/:view"/,
    )
  })
  it('the page is served at every address of the console, never cached, under a content security policy', async () => {
    for (const path of ['/', '/aksu/contracts?clearance=held']) {
      const answer = await gateway.get(path)
      expect(answer.text).toContain('<title>辅导</title>')
      expect(answer.headers.get('cache-control')).toBe('no-cache')
      expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'")
      expect(answer.headers.get('x-frame-options')).toBe('DENY')
    }
  })
  it('files with a hash in their name are cached for ever and compressed', async () => {
    const answer = await gateway.get('/assets/index-AbCd1234.js', undefined, { 'accept-encoding': 'br' })
    expect(answer.headers.get('cache-control')).toContain('immutable')
    expect(answer.headers.get('content-encoding')).toBe('br')
    expect(answer.text).toContain('xxxx')
  })
  it('an unchanged page is a 304', async () => {
    const { headers } = await gateway.get('/')
    expect((await gateway.get('/', undefined, { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(304)
  })
  it('nothing outside the folder, no source map, no unknown file', async () => {
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/assets/index-AbCd1234.js.map', '/nothing.js'])
      expect((await gateway.get(path)).text).not.toContain('fudao')
    expect((await gateway.get('/nothing.js')).status).toBe(404)
  })
  it('no other origin may read an answer', async () => {
    const answer = await gateway.get('/healthz', undefined, { origin: 'https://evil.example' })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('one trace', () => {
  it('leads from the caller through the gateway into the message for the service', async () => {
    const tracing = startTracing({ service: 'gateway', processors: [] })
    try {
      await using gateway = await startTestGateway()
      gateway.answerCommands((message) => accepted(message))
      const headers = new Promise<string | undefined>((resolve) => {
        gateway.nats.subscribe('cmd.>', { max: 1, callback: (_, message) => resolve(message.headers?.get('traceparent')) })
      })
      await gateway.nats.flush()
      const traceId = '0af7651916cd43dd8448eb211c80319c'
      const answer = await gateway.post(
        '/api/aksu/staffing/RegisterCounselor',
        exampleOf('staffing', 'RegisterCounselor'),
        await gateway.token('orgPersonnel'),
        { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
      )
      expect(answer.headers.get('x-trace-id')).toBe(traceId)
      expect((await headers)?.split('-')[1]).toBe(traceId)
    } finally {
      await tracing.stop()
    }
  })
})
