import { randomUUID } from 'node:crypto'
import { contextOf, startSpan, untracedContext } from '@fudao/telemetry'
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common'
import { type Context, context, isSpanContextValid, type Span, SpanKind, trace } from '@opentelemetry/api'
import type { FastifyRequest } from 'fastify'
import { Observable } from 'rxjs'

interface RequestTrace {
  /** Absent where nothing may be recorded. */
  readonly span?: Span
  readonly context: Context
  /** Started here, so it is ended here; otherwise the HTTP instrumentation does. */
  readonly own: boolean
}

const traces = new WeakMap<FastifyRequest, RequestTrace>()
const made = new WeakMap<FastifyRequest, string>()
const header = (request: FastifyRequest): string | undefined => {
  const value = request.headers.traceparent
  return typeof value === 'string' ? value : undefined
}

/** Joins the HTTP instrumentation's span, or starts one that continues the caller's `traceparent`. */
export const beginTrace = (request: FastifyRequest, route: string): void => {
  const active = trace.getActiveSpan()
  const name = `${request.method} ${route}`
  if (active) {
    active.updateName(name).setAttribute('http.route', route)
    traces.set(request, { span: active, context: context.active(), own: false })
    return
  }
  const attributes = { 'http.request.method': request.method, 'http.route': route }
  traces.set(request, { ...startSpan(name, { kind: SpanKind.SERVER, parent: contextOf(header(request)), attributes }), own: true })
}

/** No span, and none in any service this request reaches. */
export const beginUntraced = (request: FastifyRequest): void => {
  traces.set(request, { context: untracedContext(), own: false })
}

export const endTrace = (request: FastifyRequest, status: number): void => {
  const known = traces.get(request)
  if (!known?.own || !known.span) return
  known.span.setAttribute('http.response.status_code', status)
  known.span.end()
}

const fromHeader = /^00-([0-9a-f]{32})-/

/** Trace id a person can hand to an operator; without any tracing, one that at least finds the log line. */
export const traceIdOf = (request: FastifyRequest): string => {
  const span = traces.get(request)?.span?.spanContext()
  if (span && isSpanContextValid(span)) return span.traceId
  const id = made.get(request) ?? fromHeader.exec(header(request) ?? '')?.[1] ?? randomUUID().replaceAll('-', '')
  made.set(request, id)
  return id
}

/** Handlers run inside the request's span: reading the body may have left it. */
@Injectable()
export class TraceInterceptor implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const known = traces.get(execution.switchToHttp().getRequest<FastifyRequest>())
    if (!known) return next.handle()
    return new Observable((subscriber) => context.with(known.context, () => next.handle().subscribe(subscriber)))
  }
}
