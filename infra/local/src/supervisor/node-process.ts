import { createWriteStream, existsSync, renameSync, statSync } from 'node:fs'
import { get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { dyingWithParent, identify, makeTail, spawnLaunch, stopProcess } from '@fudao/local-servers'
import { makeLines } from './lines.js'
import type { RunningUnit, Unit } from './supervisor.js'

export interface NodeProcessOptions {
  readonly name: string
  /** Script and its arguments, after the Node options. */
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Where `/readyz` and `/healthz` answer on 127.0.0.1. */
  readonly healthPort: number
  readonly logFile: string
  /** Each line the process says. */
  readonly onLine: (name: string, line: string) => void
  /** Time to become ready; default 60 s. */
  readonly readyWithin?: number
  /** Time to stop by itself after SIGTERM; default 15 s. */
  readonly stopWithin?: number
  /** Between looks at `/healthz`; default 5 s. Three without an answer and the process is killed, so that it is started anew. */
  readonly healthEvery?: number
}

const maximumLog = 20 * 1024 * 1024

/** Status of a GET on 127.0.0.1; 0 when nobody answers in time. */
const statusOf = (port: number, path: string, within: number): Promise<number> =>
  new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, timeout: within, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.once('timeout', () => request.destroy())
    request.once('error', () => resolve(0))
  })

const describeEnd = (code: number | null, signal: NodeJS.Signals | null): string => (signal ? `signal ${signal}` : `exit code ${code}`)

/** One Node process per service, on 127.0.0.1, with its own log file. It dies with the launcher. */
export const nodeProcess = (options: NodeProcessOptions): Unit => ({
  name: options.name,
  start: async (onSpawn, signal): Promise<RunningUnit> => {
    const { name, logFile, healthPort, readyWithin = 60_000, stopWithin = 15_000, healthEvery = 5_000 } = options
    if (existsSync(logFile) && statSync(logFile).size > maximumLog) renameSync(logFile, `${logFile}.1`)
    const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 })
    const child = await spawnLaunch(
      dyingWithParent(
        {
          command: process.execPath,
          args: options.args,
          // A group of its own: a Ctrl-C of the terminal reaches the launcher only, which stops the services in order.
          options: { cwd: options.cwd, env: options.env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
        },
        'KILL',
      ),
    )
    const tail = makeTail(12)
    for (const stream of [child.stdout, child.stderr]) {
      const lines = makeLines((line) => {
        log.write(`${line}\n`)
        tail.push(`${line}\n`)
        options.onLine(name, line)
      })
      stream?.on('data', lines.push)
      stream?.once('end', lines.flush)
    }
    const life: { end: string | null } = { end: null }
    const ended = new Promise<string>((resolve) =>
      child.once('close', (code, signal) => {
        life.end = describeEnd(code, signal)
        log.end()
        resolve(life.end)
      }),
    )
    const identity = identify(child.pid ?? 0)
    if (!identity) {
      await ended
      throw new Error(`${name} ended at once (${life.end ?? 'no reason'}): ${tail.text()}`)
    }
    onSpawn(identity)
    const stop = async () => {
      await stopProcess(identity, [
        ['SIGTERM', stopWithin],
        ['SIGKILL', 2_000],
      ])
      await ended
    }
    const until = Date.now() + readyWithin
    for (;;) {
      if (life.end !== null) throw new Error(`${name} ended before it was ready (${life.end}): ${tail.text() || 'it said nothing'}`)
      if ((await statusOf(healthPort, '/readyz', 2_000)) === 200) break
      if (signal.aborted) {
        await stop()
        signal.throwIfAborted()
      }
      if (Date.now() > until) {
        await stop()
        throw new Error(`${name} was not ready within ${readyWithin / 1000} s: ${tail.text() || 'it said nothing'}`)
      }
      await delay(25)
    }
    void watchHealth().catch((error: unknown) => options.onLine(name, `could not be stopped: ${String(error)}`))
    return { identity, ended, stop }

    async function watchHealth(): Promise<void> {
      for (let silent = 0; life.end === null; ) {
        await delay(healthEvery, undefined, { ref: false })
        if (life.end !== null) return
        silent = (await statusOf(healthPort, '/healthz', 10_000)) === 0 ? silent + 1 : 0
        if (silent < 3) continue
        options.onLine(name, 'does not answer /healthz: it is stopped and started anew')
        await stopProcess(identity as NonNullable<typeof identity>, [['SIGKILL', 5_000]])
        return
      }
    }
  },
})
