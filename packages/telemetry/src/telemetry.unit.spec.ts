import { createHash } from 'node:crypto'
import { SpanKind } from '@opentelemetry/api'
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  contextOf,
  createLogger,
  currentTraceparent,
  extractHeaders,
  injectHeaders,
  linksTo,
  meter,
  metricsText,
  recordSpan,
  startTracing,
  type Tracing,
  withSpan,
} from './index.js'
import { shareOf } from './share.js'

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const carrier = () => {
  const values = new Map<string, string>()
  return { get: (key: string) => values.get(key) ?? '', set: (key: string, value: string) => void values.set(key, value) }
}

describe('tracing', () => {
  let exporter: InMemorySpanExporter
  let tracing: Tracing
  beforeEach(() => {
    exporter = new InMemorySpanExporter()
    tracing = startTracing({ service: 'test', processors: [new SimpleSpanProcessor({ exporter })] })
  })
  afterEach(() => tracing.stop())

  it('carries a trace through headers: the receiver is a child of the sender', async () => {
    const headers = carrier()
    await withSpan('send x', { kind: SpanKind.CLIENT }, () => injectHeaders(headers))
    await withSpan('process x', { kind: SpanKind.SERVER, parent: extractHeaders(headers) }, () => undefined)
    const [sent, received] = exporter.getFinishedSpans()
    expect(received?.spanContext().traceId).toBe(sent?.spanContext().traceId)
    expect(received?.parentSpanContext?.spanId).toBe(sent?.spanContext().spanId)
  })
  it('continues and links to the trace of event metadata', () => {
    recordSpan('process e', { parent: contextOf(PARENT), links: linksTo(PARENT), startTime: 1_000, endTime: 2_000 })
    const [span] = exporter.getFinishedSpans()
    expect(span?.spanContext().traceId).toBe('0af7651916cd43dd8448eb211c80319c')
    expect(span?.links[0]?.context.spanId).toBe('b7ad6b7169203331')
  })
  it('ends and marks a span whose work failed, without the text of the error', async () => {
    await expect(withSpan('x', {}, () => Promise.reject(new TypeError('名字')))).rejects.toThrow('名字')
    const [span] = exporter.getFinishedSpans()
    expect(span?.status).toEqual({ code: 2, message: 'TypeError' })
    expect(JSON.stringify(span?.attributes)).not.toContain('名字')
  })
  it('puts trace ids on log lines inside a span, none outside', async () => {
    const lines: string[] = []
    const log = createLogger('test', { write: (line) => void lines.push(line) })
    await withSpan('x', {}, () => log.info('inside', { n: 1 }))
    log.debug('below the level')
    log.with({ campus: 'aksu' }).error('outside', { error: 'E' })
    const [inside, outside] = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toHaveLength(2)
    expect(inside).toMatchObject({ level: 'info', service: 'test', msg: 'inside', n: 1, trace_id: expect.stringMatching(/^[0-9a-f]{32}$/) })
    expect(outside).toMatchObject({ level: 'error', campus: 'aksu', error: 'E' })
    expect(outside).not.toHaveProperty('trace_id')
  })
  it('ignores a malformed traceparent', () => {
    expect(linksTo('00-zz-1-01')).toEqual([])
    expect(linksTo(undefined)).toEqual([])
    expect(currentTraceparent(contextOf('nonsense'))).toBeUndefined()
    expect(currentTraceparent(contextOf(PARENT))).toBe(PARENT)
  })
})

describe('sampling', () => {
  const recorded = async (share: number, parents: readonly string[]): Promise<number> => {
    const exporter = new InMemorySpanExporter()
    const tracing = startTracing({ service: 'test', processors: [new SimpleSpanProcessor({ exporter })], share })
    try {
      for (const parent of parents) await withSpan('x', { parent: contextOf(parent) }, () => undefined)
      return exporter.getFinishedSpans().length
    } finally {
      await tracing.stop()
    }
  }
  const ids = Array.from({ length: 400 }, (_, n) => createHash('md5').update(String(n)).digest('hex'))
  const traces = (flag: '00' | '01') => ids.map((id) => `00-${id}-b7ad6b7169203331-${flag}`)

  it('records its share of the traces, the same ones in every process, and all where the caller asks for it', async () => {
    const share = await recorded(0.1, traces('00'))
    expect(share).toBeGreaterThan(15)
    expect(share).toBeLessThan(80)
    expect(await recorded(0.1, traces('00'))).toBe(share)
    expect(await recorded(0.1, traces('01'))).toBe(400)
    expect(await recorded(1, traces('00'))).toBe(400)
    expect(await recorded(0, traces('00'))).toBe(0)
  })
  it('is all of them unless it is set; what is no share is named', () => {
    expect([undefined, '', '0', '1', '0.25'].map(shareOf)).toEqual([1, 1, 0, 1, 0.25])
    for (const wrong of ['-1', '2', 'all', '10%']) expect(() => shareOf(wrong)).toThrow('OTEL_TRACES_SAMPLER_ARG')
  })
})

it('passes a trace on without recording it when spans go nowhere', async () => {
  const tracing = startTracing({ service: 'test', processors: [] })
  try {
    const traceparent = await withSpan('x', { parent: contextOf(PARENT) }, () => currentTraceparent())
    expect(traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-00$/)
  } finally {
    await tracing.stop()
  }
})

it('shows instruments in the Prometheus text format', async () => {
  meter().createCounter('fudao_test_total', { description: 'test' }).add(2, { campus: 'aksu' })
  expect(await metricsText()).toContain('fudao_test_total{campus="aksu"} 2')
})
