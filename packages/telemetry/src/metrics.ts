import { type Meter, metrics } from '@opentelemetry/api'
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'

class PullReader extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve()
  }
  protected override onShutdown(): Promise<void> {
    return Promise.resolve()
  }
}

const reader = new PullReader()
const provider = new MeterProvider({ readers: [reader] })
const serializer = new PrometheusSerializer('', false, undefined, true, true)

/** Makes Fudao's metrics the process's metrics, so that instrumentations report to `/metrics` too. */
export const useAsGlobalMetrics = (): void => void metrics.setGlobalMeterProvider(provider)

/** Instruments of this process; they work without the preload too. */
export const meter = (name = 'fudao'): Meter => provider.getMeter(name)

/** All metrics of this process in the Prometheus text format, for `/metrics`. */
export const metricsText = async (): Promise<string> => {
  const { resourceMetrics } = await reader.collect()
  return serializer.serialize(resourceMetrics)
}
