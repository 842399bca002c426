import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * One thing that must work. `lagging`: behind but moving, requests are still served; `stuck`: it will not come right by itself,
 * so no request should be sent here.
 */
export interface HealthState {
  readonly status: 'ok' | 'lagging' | 'stuck'
  /** Plain words and figures for the operator. */
  readonly detail?: string
}
export type HealthCheck = () => HealthState | Promise<HealthState>

export interface Health {
  readonly add: (name: string, check: HealthCheck) => void
  /** Takes the process out of rotation before it stops. */
  readonly markStopping: () => void
  readonly report: () => Promise<HealthReport>
}
export interface HealthReport {
  readonly status: HealthState['status'] | 'stopping'
  readonly checks: Readonly<Record<string, HealthState>>
}

const CHECK_MS = 2_000
const ranks = { ok: 0, lagging: 1, stuck: 2 } as const

const run = async (check: HealthCheck): Promise<HealthState> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<HealthState>((resolve) => {
    timer = setTimeout(() => resolve({ status: 'stuck', detail: `no answer within ${CHECK_MS} ms` }), CHECK_MS)
  })
  try {
    return await Promise.race([check(), late])
  } catch (error) {
    return { status: 'stuck', detail: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}

export const createHealth = (): Health => {
  const checks = new Map<string, HealthCheck>()
  let stopping = false
  return {
    add: (name, check) => void checks.set(name, check),
    markStopping: () => {
      stopping = true
    },
    report: async () => {
      const states = await Promise.all([...checks].map(async ([name, check]) => [name, await run(check)] as const))
      const worst = states.reduce<HealthState['status']>((w, [, state]) => (ranks[state.status] > ranks[w] ? state.status : w), 'ok')
      return { status: stopping ? 'stopping' : worst, checks: Object.fromEntries(states) }
    },
  }
}

export interface HealthServer {
  readonly port: number
  readonly close: () => Promise<void>
}

/** `/healthz`: the process lives; `/readyz`: it can serve, with each check; `/metrics`: Prometheus text. */
export const serveHealth = async (health: Health, metrics: () => Promise<string>, host: string, port: number): Promise<HealthServer> => {
  const answer = async (path: string): Promise<{ readonly code: number; readonly type: string; readonly body: string }> => {
    const json = 'application/json; charset=utf-8'
    switch (path) {
      case '/healthz':
        return { code: 200, type: json, body: '{"status":"ok"}' }
      case '/readyz': {
        const report = await health.report()
        return { code: report.status === 'ok' || report.status === 'lagging' ? 200 : 503, type: json, body: JSON.stringify(report) }
      }
      case '/metrics':
        return { code: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: await metrics() }
      default:
        return { code: 404, type: json, body: '{"status":"unknown path"}' }
    }
  }
  const server = createServer((request, response) => {
    answer((request.url ?? '/').split('?', 1)[0] ?? '/').then(
      ({ code, type, body }) => response.writeHead(code, { 'content-type': type, 'cache-control': 'no-store' }).end(body),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
