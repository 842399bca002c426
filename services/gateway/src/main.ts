import 'reflect-metadata'
import { connectNats } from '@fudao/messaging'
import { createLogger, errorText, stopTelemetry } from '@fudao/telemetry'
import { ConfigurationError, readConfig } from './config.js'
import { createGateway } from './create-gateway.js'

const log = createLogger('gateway')

const main = async (): Promise<void> => {
  const config = readConfig(process.env)
  const { url, user, password } = config.nats
  const nc = await connectNats({
    url,
    name: 'gateway',
    logger: log,
    ...(user ? { user } : {}),
    ...(password ? { pass: password } : {}),
  })
  const app = await createGateway(config, nc, { log })
  await app.listen(config.port, config.host)
  log.info('listening', { url: await app.getUrl(), mode: config.mode })
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    await app.close()
    await nc.drain()
    await stopTelemetry()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      stop().catch((error: unknown) => {
        log.error('could not stop cleanly', { error: errorText(error) })
        process.exitCode = 1
      })
    })
}

main().catch((error: unknown) => {
  log.error(error instanceof ConfigurationError ? error.message : 'could not start', { error: errorText(error) })
  process.exit(1)
})
