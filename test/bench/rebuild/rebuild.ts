import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { watchOthers } from '../other-load.js'

export interface ToWorker {
  /** Position of the last event of the stream. */
  readonly last: string
}
export interface Rebuilt {
  /** From the order until the tables have their indexes and could be swapped in. */
  readonly seconds: number
  /** Milliseconds from one batch to the next. */
  readonly batches: readonly number[]
  readonly cpuMicroseconds: number
  /** Bytes. */
  readonly rssBefore: number
  readonly rssPeak: number
  /** Whether the rebuilt rows are those that were served. */
  readonly equal: boolean
}
export type FromWorker = { readonly kind: 'ready' | 'begun' } | ({ readonly kind: 'rebuilt' } & Rebuilt)

const script = fileURLToPath(new URL('worker.js', import.meta.url))

/** Starts a projector of one read model; `fill` puts events into the stream, then they are rebuilt beside the served tables. */
export const rebuildInWorker = async (
  where: { readonly view: string; readonly databaseUrl: string; readonly natsUrl: string; readonly execArgv: readonly string[] },
  fill: () => Promise<string>,
): Promise<Rebuilt & { readonly othersCpuPercent: number | undefined }> => {
  const child = fork(script, [where.view, where.databaseUrl, where.natsUrl], { execArgv: [...where.execArgv] })
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`the rebuild of ${where.view} ended with ${code}`)))
  })
  ended.catch(() => undefined)
  const next = (): Promise<FromWorker> =>
    Promise.race([new Promise<FromWorker>((resolve) => child.once('message', (message) => resolve(message as FromWorker))), ended])
  try {
    await next()
    child.send({ last: await fill() } satisfies ToWorker)
    await next()
    const others = watchOthers()
    const rebuilt = await next()
    // while its processes are there to be counted
    const othersCpuPercent = others()
    if (rebuilt.kind !== 'rebuilt') throw new Error('the worker said something else')
    if (!rebuilt.equal) throw new Error(`the rebuilt rows of ${where.view} are not those that were served`)
    return { ...rebuilt, othersCpuPercent }
  } finally {
    const gone = child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : undefined
    if (child.connected) child.disconnect()
    await gone
  }
}
