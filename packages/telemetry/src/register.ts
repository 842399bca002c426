/**
 * Preload of every service: `node --import @fudao/telemetry/register dist/main.js`.
 * Traces go to OTEL_EXPORTER_OTLP_ENDPOINT (OTLP/HTTP) when it is set, a share of OTEL_TRACES_SAMPLER_ARG of them (0 to 1, default all);
 * metrics are read at `/metrics`.
 */
import { propagation } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { useAsGlobalMetrics } from './metrics.js'
import { shareOf } from './share.js'
import { onShutdown } from './shutdown.js'
import { startTracing } from './start-tracing.js'

const endpoint = process.env.OTEL_EXPORTER_OTLP_ENDPOINT
const service = process.env.OTEL_SERVICE_NAME ?? 'fudao'

propagation.setGlobalPropagator(new W3CTraceContextPropagator())
useAsGlobalMetrics()
if (endpoint) {
  // loading and patching cost start-up time and 40 MB, so they are done only where spans go somewhere
  const { exportTo, instrumentLibraries } = await import('./export-spans.js')
  onShutdown(startTracing({ service, processors: [exportTo(endpoint)], share: shareOf(process.env.OTEL_TRACES_SAMPLER_ARG) }).stop)
  instrumentLibraries()
} else {
  onShutdown(startTracing({ service, processors: [] }).stop)
}
