import { type Context, context, isSpanContextValid, type Link, ROOT_CONTEXT, type SpanContext, TraceFlags, trace } from '@opentelemetry/api'
import { isTracingSuppressed, suppressTracing } from '@opentelemetry/core'

/** What NATS headers have in common with any carrier of a trace. */
export interface HeaderCarrier {
  get(key: string): string
  set(key: string, value: string): void
}

const TRACEPARENT = 'traceparent'
const UNTRACED = 'fudao-untraced'
const FORMAT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/

// Written here rather than taken from the global propagator: event metadata holds a bare `traceparent`, and a process
// without an SDK must pass on what it was given.
const parse = (traceparent: string | undefined): SpanContext | undefined => {
  const match = traceparent ? FORMAT.exec(traceparent) : null
  if (!match?.[1] || !match[2] || !match[3]) return undefined
  const span: SpanContext = {
    traceId: match[1],
    spanId: match[2],
    traceFlags: Number.parseInt(match[3], 16) & TraceFlags.SAMPLED,
    isRemote: true,
  }
  return isSpanContextValid(span) ? span : undefined
}

/** W3C `traceparent` of the active span, absent when nothing is traced. */
export const currentTraceparent = (active: Context = context.active()): string | undefined => {
  const span = trace.getSpanContext(active)
  if (!span || !isSpanContextValid(span)) return undefined
  return `00-${span.traceId}-${span.spanId}-${(span.traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0')}`
}

/** Context that continues the trace of `traceparent`; the root context when it is absent or malformed. */
export const contextOf = (traceparent: string | undefined): Context => {
  const span = parse(traceparent)
  return span ? trace.setSpanContext(ROOT_CONTEXT, span) : ROOT_CONTEXT
}

/** Links to the producer, for a consumer span that starts later or elsewhere. */
export const linksTo = (traceparent: string | undefined): Link[] => {
  const span = parse(traceparent)
  return span ? [{ context: span }] : []
}

/** What happens in it leaves no span, here or in any process it reaches by NATS. */
export const untracedContext = (): Context => suppressTracing(ROOT_CONTEXT)

/** Writes the active trace into NATS headers, or that there is to be none. */
export const injectHeaders = (headers: HeaderCarrier, active: Context = context.active()): void => {
  if (isTracingSuppressed(active)) {
    headers.set(UNTRACED, '1')
    return
  }
  const traceparent = currentTraceparent(active)
  if (traceparent) headers.set(TRACEPARENT, traceparent)
}

/** Context of the sender of a NATS message. */
export const extractHeaders = (headers: HeaderCarrier | undefined): Context =>
  headers?.get(UNTRACED) ? untracedContext() : contextOf(headers?.get(TRACEPARENT) || undefined)
