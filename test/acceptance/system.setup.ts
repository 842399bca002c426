import type { TestProject } from 'vitest/node'
import { startOtlpReceiver } from '../support/otlp-receiver.js'
import { startSystem } from '../support/running-system.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the gateway. */
    baseUrl: string
    /** The NATS server of the system. */
    natsUrl: string
    /** Key of access tokens, base64. */
    tokenKey: string
    /** Data directory of the system under test: logs and secrets. */
    dataPath: string
    /** `GET <otlpUrl>/spans/<traceId>`: what the services sent of a trace. */
    otlpUrl: string
  }
}

/** vitest globalSetup: the whole system once per run, its traces received. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const otlp = await startOtlpReceiver()
  // a measurement is made as the system runs by default: spans go nowhere
  const spans = process.env.FUDAO_ROSTER_ROWS ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url, OTEL_BSP_SCHEDULE_DELAY: '100' }
  const system = await startSystem(spans).catch(async (error: unknown) => {
    await otlp.stop()
    throw error
  })
  project.provide('baseUrl', system.baseUrl)
  project.provide('natsUrl', system.natsUrl)
  project.provide('tokenKey', system.tokenKey)
  project.provide('dataPath', system.dataPath)
  project.provide('otlpUrl', otlp.url)
  return async () => {
    await system.stop()
    await otlp.stop()
  }
}
