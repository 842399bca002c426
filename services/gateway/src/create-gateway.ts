import { contexts as publishedContexts } from '@fudao/contracts'
import type { ContextDefinition } from '@fudao/contracts/kit'
import { createLogger, type Logger, leaveUntraced } from '@fudao/telemetry'
import type { NatsConnection } from '@nats-io/nats-core'
import { type DynamicModule, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { makeTokenVerifier } from './auth/verify-token.js'
import { makeBus } from './bus.js'
import { isUnrecordedAddress, makeCommandCatalogue } from './commands/command-catalogue.js'
import { CommandsController } from './commands/commands.controller.js'
import type { GatewayConfig } from './config.js'
import { ConsoleController } from './console/console.controller.js'
import { loadConsole } from './console/console-files.js'
import { GatewayContext } from './gateway-context.js'
import { acceptJsonOnly, observe } from './http/hooks.js'
import { TraceInterceptor } from './http/request-trace.js'
import { LiveController } from './live/live.controller.js'
import { LiveHub } from './live/live-hub.js'
import { DemoController } from './meta/demo.controller.js'
import { makeHttpMetrics } from './meta/http-metrics.js'
import { MetaController } from './meta/meta.controller.js'
import { ProblemFilter, sendProblem } from './problems/problem-filter.js'
import { OpsController } from './queries/ops.controller.js'
import { QueriesController } from './queries/queries.controller.js'
import { SandboxController } from './queries/sandbox.controller.js'
import { RosterController } from './roster/roster.controller.js'
import { RosterExportController } from './roster/roster-export.controller.js'
import { acceptWorkbooks } from './roster/workbook-type.js'

@Module({})
class GatewayModule {
  static with(context: GatewayContext): DynamicModule {
    return {
      module: GatewayModule,
      providers: [{ provide: GatewayContext, useValue: context }],
      // The console answers every other GET, so it comes last.
      controllers: [
        MetaController,
        DemoController,
        QueriesController,
        OpsController,
        LiveController,
        // before the commands, whose address they would match
        SandboxController,
        RosterController,
        RosterExportController,
        CommandsController,
        ConsoleController,
      ],
    }
  }
}

export interface GatewayOptions {
  readonly contexts?: readonly ContextDefinition[]
  readonly log?: Logger
}

/** The HTTP API over an open NATS connection; the caller listens, and closes both. */
export const createGateway = async (
  config: GatewayConfig,
  nc: NatsConnection,
  { contexts = publishedContexts, log = createLogger('gateway') }: GatewayOptions = {},
): Promise<NestFastifyApplication> => {
  const bus = makeBus(nc, config)
  const metrics = makeHttpMetrics()
  const live = new LiveHub(bus, metrics.streams)
  const catalogue = makeCommandCatalogue(contexts)
  const isUnrecorded = (url: string): boolean => isUnrecordedAddress(catalogue, url)
  leaveUntraced(isUnrecorded)
  const context = new GatewayContext(config, bus, makeTokenVerifier(config), catalogue, live, loadConsole(config.consoleDir), log)
  const adapter = new FastifyAdapter({
    bodyLimit: config.bodyLimit,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => sendProblem(error, request, reply, log),
  })
  const server = adapter.getInstance<FastifyInstance>()
  acceptJsonOnly(server)
  acceptWorkbooks(server)
  observe(server, log, metrics, isUnrecorded)
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule.with(context), adapter, {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  })
  app.useGlobalInterceptors(new TraceInterceptor())
  app.useGlobalFilters(new ProblemFilter(log))
  return app
}
