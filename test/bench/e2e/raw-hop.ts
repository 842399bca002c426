import { createServer } from 'node:http'
import { connectNats } from '@fudao/messaging'
import { createLogger } from '@fudao/telemetry'

/**
 * The limit of a command: an HTTP server that passes each body on over NATS (`http`), and the process that answers it with the same
 * body (`echo`). No authorisation, no decision, nothing stored. Started by `raw-limit.ts` as two processes.
 */
const [role = '', url = ''] = process.argv.slice(2)
const nc = await connectNats({ url, name: 'bench', logger: createLogger('bench', { level: 'error' }) })

if (role === 'echo') {
  nc.subscribe('bench.echo', { callback: (_, message) => void message.respond(message.data) })
  await nc.flush()
  process.send?.({ port: 0 })
} else {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.once('end', () => {
      nc.request('bench.echo', Buffer.concat(chunks), { timeout: 5_000 }).then(
        (reply) => response.setHeader('content-type', 'application/json').end(reply.data),
        () => response.writeHead(503).end(),
      )
    })
  })
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    process.send?.({ port: typeof address === 'object' ? (address?.port ?? 0) : 0 })
  })
}
process.once('disconnect', () => process.exit(0))
