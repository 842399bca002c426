import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { choosePorts } from './choose-ports.js'
import { defaultBasePort } from './ports.js'

const nothing = { postgres: false, nats: false }
const listen = (port: number) =>
  new Promise<() => Promise<void>>((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(() => new Promise((done) => server.close(() => done()))))
  })

describe('ports of a checkout', () => {
  it('two checkouts that start at once get ports of their own; what one gives back the next may have', async () => {
    const [one, two] = await Promise.all([choosePorts(undefined, nothing), choosePorts(undefined, nothing)])
    expect(one.ports.gateway).not.toBe(two.ports.gateway)
    expect([one, two].every(({ ports }) => ports.gateway >= defaultBasePort)).toBe(true)
    one.release()
    two.release()
  })
  it('a base that was asked for is kept to: a taken port is named with a way out', async () => {
    const free = await choosePorts(undefined, nothing)
    free.release()
    const close = await listen(free.ports.nats)
    await expect(choosePorts(free.ports.gateway, nothing)).rejects.toThrow(new RegExp(`${free.ports.nats}.*nats.*--port`))
    const external = await choosePorts(free.ports.gateway, { ...nothing, nats: true })
    expect(external.ports.gateway).toBe(free.ports.gateway)
    external.release()
    await close()
  })
})
