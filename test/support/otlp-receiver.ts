import { createServer } from 'node:http'

/** A span as OTLP over HTTP (JSON) brings it, with the service that sent it. */
export interface ReceivedSpan {
  readonly service: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
}
interface OtlpAttribute {
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}
interface OtlpRequest {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: readonly OtlpAttribute[] }
    readonly scopeSpans?: readonly {
      readonly spans?: readonly (Omit<ReceivedSpan, 'service' | 'attributes' | 'links'> & {
        readonly attributes?: readonly OtlpAttribute[]
        readonly links?: ReceivedSpan['links']
      })[]
    }[]
  }[]
}

const toRecord = (attributes: readonly OtlpAttribute[] = []): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))

const spansOf = (request: OtlpRequest): ReceivedSpan[] =>
  (request.resourceSpans ?? []).flatMap(({ resource, scopeSpans = [] }) => {
    const named = toRecord(resource?.attributes)['service.name']
    const service = typeof named === 'string' ? named : ''
    return scopeSpans.flatMap(({ spans = [] }) =>
      spans.map((span) => ({ ...span, service, attributes: toRecord(span.attributes), links: span.links ?? [] })),
    )
  })

export interface OtlpReceiver {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`; `GET <url>/spans/<traceId>` gives what has arrived of a trace, `GET <url>/spans` of all. */
  readonly url: string
  readonly stop: () => Promise<void>
}

/** Receives traces over HTTP on 127.0.0.1 and keeps them by trace id. */
export const startOtlpReceiver = async (): Promise<OtlpReceiver> => {
  const traces = new Map<string, ReceivedSpan[]>()
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    const traceId = /^\/spans\/([0-9a-f]{32})$/.exec(request.url ?? '')?.[1]
    if (request.method === 'GET') {
      const all = request.url === '/spans' ? [...traces.values()].flat() : []
      response.end(JSON.stringify(traceId ? (traces.get(traceId) ?? []) : all))
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (request.url === '/v1/traces')
        for (const span of spansOf(JSON.parse(Buffer.concat(chunks).toString()) as OtlpRequest))
          traces.set(span.traceId, [...(traces.get(span.traceId) ?? []), span])
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('the receiver has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
