import { randomBytes } from 'node:crypto'
import { isSpanContextValid, trace } from '@opentelemetry/api'
import type { FastifyRequest } from 'fastify'

const traceparent = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/
const given = new WeakMap<FastifyRequest, string>()

/** Trace id a person can hand to an operator: of the active span, else of the caller's `traceparent`, else one made for the log line. */
export const traceIdOf = (request: FastifyRequest): string => {
  const known = given.get(request)
  if (known) return known
  const span = trace.getActiveSpan()?.spanContext()
  const header = request.headers.traceparent
  const traceId =
    span && isSpanContextValid(span)
      ? span.traceId
      : ((typeof header === 'string' ? traceparent.exec(header)?.[1] : undefined) ?? randomBytes(16).toString('hex'))
  given.set(request, traceId)
  return traceId
}
