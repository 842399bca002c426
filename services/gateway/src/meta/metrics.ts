/** Upper bounds of the latency histogram in seconds; the goals of the gateway (p50 4 ms, p99 20 ms) are among them. */
const bounds = [0.002, 0.004, 0.008, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 10]

interface Series {
  count: number
  sum: number
  readonly buckets: number[]
}

const quoted = (text: string): string => text.replace(/["\\\n]/g, '_')

/** Request counts and latencies in the Prometheus text format. Labels are routes and statuses: never a path, id or person. */
export class Metrics {
  readonly #series = new Map<string, Series>()
  readonly #gauges = new Map<string, { readonly help: string; readonly value: () => number }>()

  gauge(name: string, help: string, value: () => number): void {
    this.#gauges.set(name, { help, value })
  }

  observe(route: string, method: string, status: number, seconds: number): void {
    const labels = `route="${quoted(route)}",method="${quoted(method)}",status="${status}"`
    const series = this.#series.get(labels) ?? { count: 0, sum: 0, buckets: bounds.map(() => 0) }
    this.#series.set(labels, series)
    series.count += 1
    series.sum += seconds
    bounds.forEach((bound, i) => {
      if (seconds <= bound) series.buckets[i] = (series.buckets[i] ?? 0) + 1
    })
  }

  text(): string {
    const name = 'fudao_http_request_seconds'
    const lines = [`# HELP ${name} Time to answer a request.`, `# TYPE ${name} histogram`]
    for (const [labels, { count, sum, buckets }] of this.#series) {
      bounds.forEach((bound, i) => {
        lines.push(`${name}_bucket{${labels},le="${bound}"} ${buckets[i] ?? 0}`)
      })
      lines.push(`${name}_bucket{${labels},le="+Inf"} ${count}`, `${name}_sum{${labels}} ${sum}`, `${name}_count{${labels}} ${count}`)
    }
    for (const [gauge, { help, value }] of this.#gauges)
      lines.push(`# HELP ${gauge} ${help}`, `# TYPE ${gauge} gauge`, `${gauge} ${value()}`)
    return `${lines.join('\n')}\n`
  }
}
