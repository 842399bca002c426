import 'reflect-metadata'
import { FudaoNatsServer } from '@fudao/messaging'
import { Module, type Provider, type Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { ServiceContext } from '../bootstrap-service.js'
import { toNestLogger } from './nest-logger.js'

export interface ControllerOptions {
  /** Classes with `@MessagePattern(subject, Transport.NATS)`. */
  readonly controllers: readonly Type[]
  readonly providers?: readonly Provider[]
}

/** Serves Nest controllers over the service's NATS connection until it stops; instances of one service share the requests. */
export const serveControllers = async (service: ServiceContext, options: ControllerOptions): Promise<void> => {
  class ServiceModule {}
  Module({ controllers: [...options.controllers], providers: [...(options.providers ?? [])] })(ServiceModule)
  const strategy = new FudaoNatsServer({
    connection: service.nc,
    queue: service.name,
    drainMs: service.config.shutdownMs,
    logger: service.logger,
  })
  const app = await NestFactory.createMicroservice(ServiceModule, { strategy, logger: toNestLogger(service.logger), abortOnError: false })
  await app.listen()
  await service.nc.flush()
  service.onStop('intake', 'NATS requests', () => app.close())
}
