import type { ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'

/** Takes the reply over for server-sent events; its headers are sent. */
export const openEventStream = (reply: FastifyReply): ServerResponse => {
  reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value)
  return reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
}
