import { connect, createServer, type Socket } from 'node:net'
import type { Wire } from './harness.js'

/** A TCP relay to a server that can swallow either direction and break its connections. */
export const cuttableWire = async (to: {
  readonly host: string
  readonly port: number
}): Promise<Wire & { port: number; close: () => Promise<void> }> => {
  const pairs = new Set<{ near: Socket; far: Socket }>()
  // A hold is meant for the connections that exist; those made after a cut work again.
  const held = { requests: false, replies: false }
  let awaited: string | null = null
  const server = createServer((near) => {
    const far = connect(to)
    const pair = { near, far }
    pairs.add(pair)
    near.setNoDelay(true)
    far.setNoDelay(true)
    near.on('data', (chunk) => {
      if (awaited !== null && chunk.includes(awaited)) held.replies = true
      if (!held.requests) far.write(chunk)
    })
    far.on('data', (chunk) => {
      if (!held.replies) near.write(chunk)
    })
    const end = () => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) {
      socket.on('error', end)
      socket.on('close', end)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the wire has no port')
  const cut = () => {
    held.requests = false
    held.replies = false
    awaited = null
    for (const { near, far } of pairs) {
      near.destroy()
      far.destroy()
    }
  }
  return {
    port: address.port,
    holdRepliesAfter: (text) => {
      awaited = text
    },
    holdRequests: () => {
      held.requests = true
    },
    cut,
    close: async () => {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
