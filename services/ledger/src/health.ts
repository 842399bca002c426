import { createServer, type Server } from 'node:http'
import { metricsText } from '@fudao/telemetry'

export interface Health {
  /** Why the service cannot do its work now, or null. */
  readonly notReady: () => Promise<string | null>
}

/** `/healthz` (the process lives), `/readyz` (it can do its work) and `/metrics`. */
export const serveHealth = (host: string, port: number, health: Health): Promise<{ readonly close: () => Promise<void> }> => {
  const answer = async (path: string): Promise<{ readonly status: number; readonly type: string; readonly body: string }> => {
    if (path === '/healthz') return { status: 200, type: 'application/json', body: '{"status":"ok"}' }
    if (path === '/metrics') return { status: 200, type: 'text/plain; version=0.0.4', body: await metricsText() }
    if (path !== '/readyz') return { status: 404, type: 'application/json', body: '{}' }
    const reason = await health.notReady()
    const body = JSON.stringify(reason === null ? { status: 'ready' } : { status: 'not ready', reason })
    return { status: reason === null ? 200 : 503, type: 'application/json', body }
  }
  const server: Server = createServer((request, response) => {
    answer((request.url ?? '').split('?', 1)[0] ?? '').then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      (error: unknown) =>
        response.writeHead(503, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'not ready', reason: String(error) })),
    )
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () =>
      resolve({
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            server.closeAllConnections()
          }),
      }),
    )
  })
}
