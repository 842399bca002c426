import { meter } from '@fudao/telemetry'

/** Seconds; the goals of the gateway (p50 4 ms, p99 20 ms) are among the bounds. */
const bounds = [0.002, 0.004, 0.008, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 10]

export interface HttpMetrics {
  /** Labels are routes and statuses: never a path, an id or a person. */
  readonly observe: (route: string, method: string, status: number, seconds: number) => void
  /** Adds to the number of open server-sent event streams. */
  readonly streams: (change: 1 | -1) => void
}

/** OpenTelemetry's HTTP server duration, and the open live streams. */
export const makeHttpMetrics = (): HttpMetrics => {
  const seconds = meter().createHistogram('http_server_request_duration_seconds', {
    unit: 's',
    description: 'Time to answer a request.',
    advice: { explicitBucketBoundaries: bounds },
  })
  const streams = meter().createUpDownCounter('fudao_live_connections', { description: 'Open server-sent event streams.' })
  return {
    observe: (route, method, status, duration) =>
      seconds.record(duration, { 'http.route': route, 'http.request.method': method, 'http.response.status_code': status }),
    streams: (change) => streams.add(change),
  }
}
