import { Controller, Get, Inject, NotFoundException, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { GatewayContext } from '../gateway-context.js'
import { problem } from '../problems/problem.js'
import type { ConsoleFile } from './console-files.js'

/** antd writes its styles into the page, hence inline styles; scripts come from here only. */
const contentSecurityPolicy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

@Controller()
export class ConsoleController {
  constructor(@Inject(GatewayContext) private readonly gateway: GatewayContext) {}

  /** Files of the console; any other address without a file extension is a page of the console. */
  @Get('*')
  file(@Req() request: FastifyRequest, @Res() reply: FastifyReply): FastifyReply {
    const path = request.url.split('?', 1)[0] ?? '/'
    // The filter tells a wrong method from a wrong address.
    if (path.startsWith('/api/') || path === '/api') throw new NotFoundException()
    const { files } = this.gateway
    const file = files.find(path)
    if (file) return this.send(file, request, reply)
    if (!files.page || /\.[a-z0-9]+$/i.test(path)) throw problem('NotFound')
    return this.send(files.page, request, reply)
  }

  private send(file: ConsoleFile, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    reply
      .header('content-security-policy', contentSecurityPolicy)
      .header('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
      .header('etag', file.etag)
      .header('vary', 'Accept-Encoding')
    if (request.headers['if-none-match'] === file.etag) return reply.status(304).send()
    const accepted = request.headers['accept-encoding'] ?? ''
    const [encoding, body] =
      file.br && /\bbr\b/.test(accepted)
        ? ['br', file.br]
        : file.gzip && /\bgzip\b/.test(accepted)
          ? ['gzip', file.gzip]
          : [undefined, file.plain]
    if (encoding) reply.header('content-encoding', encoding)
    return reply.header('content-type', file.type).send(body)
  }
}
