import type { Writable } from 'node:stream'
import type { RosterJob } from '@fudao/contracts/roster'

/** An import is looked at this often; a reader hears of it when it has moved. */
const EVERY_MS = 200
const HEARTBEAT_MS = 15_000

/**
 * Server-sent events about one import: `progress` with its state, the last one when it is over, or `expired` when the token is. A slow
 * reader misses steps and never the end; nothing is kept for it. `expiresAt` in epoch milliseconds. Gives what ends it early.
 */
export const streamProgress = (out: Writable, report: () => RosterJob, expiresAt: number): (() => void) => {
  let told = -1
  let last = Date.now()
  let ended = false
  const write = (text: string): void => {
    last = Date.now()
    out.write(text)
  }
  const end = (): void => {
    if (ended) return
    ended = true
    clearInterval(timer)
    out.end()
  }
  const look = (): void => {
    const job = report()
    const over = job.state !== 'running'
    if (over || (job.done !== told && !out.writableNeedDrain)) {
      told = job.done
      write(`event: progress\ndata: ${JSON.stringify(job)}\n\n`)
    } else if (Date.now() - last > HEARTBEAT_MS && !out.writableNeedDrain) write(': heartbeat\n\n')
    if (!over && Date.now() > expiresAt) write('event: expired\ndata: {}\n\n')
    if (over || Date.now() > expiresAt) end()
  }
  const timer = setInterval(look, EVERY_MS)
  out.on('close', end)
  look()
  return end
}
