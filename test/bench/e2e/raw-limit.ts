import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startNats } from '@fudao/local-servers'

const script = fileURLToPath(new URL('raw-hop.js', import.meta.url))

const start = (role: string, url: string): Promise<{ readonly child: ChildProcess; readonly port: number }> =>
  new Promise((resolve, reject) => {
    const child = fork(script, [role, url])
    child.once('message', (message) => resolve({ child, port: (message as { readonly port: number }).port }))
    child.once('exit', (code) => reject(new Error(`${role} ended with ${code}`)))
  })

/** A bare HTTP server, one NATS round trip behind it, each in a process of its own, on a NATS of their own. */
export const startRawLimit = async (): Promise<{ readonly baseUrl: string; readonly stop: () => Promise<void> }> => {
  const directory = await mkdtemp(join(tmpdir(), 'fudao-raw-'))
  const nats = await startNats({ directory })
  const hops = [await start('echo', nats.url), await start('http', nats.url)]
  return {
    baseUrl: `http://127.0.0.1:${hops.at(-1)?.port ?? 0}`,
    stop: async () => {
      await Promise.all(
        hops.map(
          ({ child }) =>
            new Promise<void>((resolve) => {
              child.once('exit', () => resolve())
              child.disconnect()
            }),
        ),
      )
      await nats.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
