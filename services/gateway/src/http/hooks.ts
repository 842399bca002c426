import { isUtf8 } from 'node:buffer'
import type { Logger } from '@fudao/telemetry'
import { trace } from '@opentelemetry/api'
import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../meta/metrics.js'
import { problem } from '../problems/problem.js'
import { traceIdOf } from './trace-id.js'

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** JSON in UTF-8 only: other encodings would store names as question marks, silently. */
export const acceptJsonOnly = (server: FastifyInstance): void => {
  server.removeAllContentTypeParsers()
  const parse = server.getDefaultJsonParser('error', 'error')
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (typeof body === 'string' || !isUtf8(body)) done(problem('MalformedJson'))
    else void parse(request, body.toString('utf8'), done)
  })
}

/** Security headers, span names, one log line and one measurement per request; nothing of the path's ids or the payload. */
export const observe = (server: FastifyInstance, log: Logger, metrics: Metrics): void => {
  server.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    trace.getActiveSpan()?.setAttribute('http.route', route).updateName(`${request.method} ${route}`)
    reply.headers(securityHeaders).header('x-trace-id', traceIdOf(request))
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    done()
  })
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    metrics.observe(route, request.method, reply.statusCode, reply.elapsedTime / 1000)
    if (route.startsWith('/api'))
      log.info('request', {
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        trace_id: traceIdOf(request),
      })
    done()
  })
}
