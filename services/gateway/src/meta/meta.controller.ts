import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type ProblemCode, problems } from '@fudao/contracts/problems'
import { metricsText } from '@fudao/telemetry'
import { Controller, Get, Header, Inject, Param, Res } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { GatewayContext } from '../gateway-context.js'
import { problem } from '../problems/problem.js'

const require = createRequire(import.meta.url)
const publishedText = (file: string): string => readFileSync(require.resolve(`@fudao/contracts/generated/${file}`), 'utf8')
const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code)

@Controller()
export class MetaController {
  readonly #openapi = publishedText('openapi.json')
  readonly #asyncapi = publishedText('asyncapi.json')
  constructor(@Inject(GatewayContext) private readonly gateway: GatewayContext) {}

  @Get('healthz')
  alive(): { status: string } {
    return { status: 'ok' }
  }

  /** Ready when commands can reach the services. */
  @Get('readyz')
  ready(@Res({ passthrough: true }) reply: FastifyReply): { status: string; nats: boolean } {
    const nats = this.gateway.bus.connected()
    reply.status(nats ? 200 : 503)
    return { status: nats ? 'ok' : 'unavailable', nats }
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return metricsText()
  }

  /** The generated document, byte for byte. */
  @Get('openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  openapi(): string {
    return this.#openapi
  }

  @Get('asyncapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  asyncapi(): string {
    return this.#asyncapi
  }

  /** What the `type` of a problem points to. */
  @Get('problems/:code')
  problem(@Param('code') code: string): Record<string, unknown> {
    if (isProblemCode(code)) return { code, ...problems[code] }
    const refusal = this.gateway.catalogue.refusalText(code)
    if (!refusal) throw problem('NotFound')
    return { code, status: 422, ...refusal }
  }
}
