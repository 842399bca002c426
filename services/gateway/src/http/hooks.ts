import { isUtf8 } from 'node:buffer'
import type { Logger } from '@fudao/telemetry'
import type { FastifyInstance } from 'fastify'
import type { HttpMetrics } from '../meta/http-metrics.js'
import { problem } from '../problems/problem.js'
import { beginTrace, beginUntraced, endTrace, traceIdOf } from './request-trace.js'

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

/**
 * Security headers, the span, one log line and one measurement per request; nothing of the path's ids or the payload. An unrecorded
 * request has the headers only.
 */
export const observe = (server: FastifyInstance, log: Logger, metrics: HttpMetrics, isUnrecorded: (url: string) => boolean): void => {
  server.addHook('onRequest', (request, reply, done) => {
    if (isUnrecorded(request.url)) beginUntraced(request)
    else beginTrace(request, request.routeOptions.url ?? 'none')
    reply.headers(securityHeaders).header('x-trace-id', traceIdOf(request))
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    done()
  })
  server.addHook('onResponse', (request, reply, done) => {
    if (isUnrecorded(request.url)) {
      done()
      return
    }
    const route = request.routeOptions.url ?? 'none'
    endTrace(request, reply.statusCode)
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
