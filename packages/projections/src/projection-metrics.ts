import { meter, metricName } from '@fudao/telemetry'

export interface MeasuredProjection {
  readonly name: string
  readonly lagEvents: number
  readonly lagSeconds: number
  readonly stopped: boolean
}

/** Shows a projection in the metrics; the returned function takes it out again. */
export const measureProjection = (projection: MeasuredProjection): (() => void) => {
  const gauge = (name: string, description: string, read: () => number) => {
    const instrument = meter().createObservableGauge(name, { description })
    const callback = (result: { observe: (value: number, attributes: { projection: string }) => void }): void =>
      result.observe(read(), { projection: projection.name })
    instrument.addCallback(callback)
    return () => instrument.removeCallback(callback)
  }
  const stops = [
    gauge(metricName.projectorLagEvents, 'events not projected yet', () => projection.lagEvents),
    gauge(metricName.projectorLagSeconds, 'age of the oldest event not projected yet', () => projection.lagSeconds),
    gauge(metricName.projectorStopped, '1 when a projection stands still at an event it cannot fold', () => (projection.stopped ? 1 : 0)),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

export const batchEvents = meter().createHistogram(metricName.projectorBatchSize, { description: 'events per committed batch' })
export const batchSeconds = meter().createHistogram(metricName.projectorBatchSeconds, {
  description: 'time to fold and commit a batch',
  unit: 's',
})
