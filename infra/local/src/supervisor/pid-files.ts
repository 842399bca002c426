import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identify, isRunning, type ProcessIdentity, stopProcess } from '@fudao/local-servers'

/** What a pid file says; `isRunning` tells whether it still means the same process. */
const readIdentity = (file: string): ProcessIdentity | null => {
  try {
    const { pid, startTime, boot } = JSON.parse(readFileSync(file, 'utf8')) as Partial<ProcessIdentity>
    return Number.isInteger(pid) && typeof startTime === 'string' && typeof boot === 'string'
      ? { pid: pid as number, startTime, boot }
      : null
  } catch {
    return null // Absent, or cut short by a crash: it names nobody.
  }
}

export const writePidFile = (directory: string, name: string, identity: ProcessIdentity): void => {
  const file = join(directory, `${name}.pid`)
  writeFileSync(`${file}.new`, JSON.stringify(identity), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

export const removePidFile = (directory: string, name: string): void => rmSync(join(directory, `${name}.pid`), { force: true })

/** Stops what a launcher that was killed left running, in the given order; strangers that got an old pid are left alone. Returns the names. */
export const stopLeftovers = async (directory: string, order: readonly string[]): Promise<readonly string[]> => {
  const found = readdirSync(directory)
    .filter((f) => f.endsWith('.pid'))
    .map((f) => f.slice(0, -'.pid'.length))
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : -1)
  const stopped: string[] = []
  for (const name of found.sort((a, b) => rank(a) - rank(b))) {
    const identity = readIdentity(join(directory, `${name}.pid`))
    if (identity && isRunning(identity)) {
      await stopProcess(identity, [
        [name === 'postgres' ? 'SIGINT' : 'SIGTERM', 5_000],
        ['SIGKILL', 2_000],
      ])
      stopped.push(name)
    }
    removePidFile(directory, name)
  }
  return stopped
}

export type LauncherLock = { readonly taken: true; readonly release: () => void } | { readonly taken: false; readonly pid: number }

/** One launcher per data directory. A lock whose launcher is gone is taken over; of several that try, one wins. */
export const takeLauncherLock = (directory: string): LauncherLock => {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, 'launcher.lock')
  const mine = `${file}.${process.pid}`
  const me = identify(process.pid)
  if (!me) throw new Error('this process cannot be identified: is /proc mounted?')
  writeFileSync(mine, JSON.stringify(me), { mode: 0o600 })
  try {
    for (;;) {
      try {
        linkSync(mine, file)
        return {
          taken: true,
          release: () => {
            if (readIdentity(file)?.pid === me.pid) rmSync(file, { force: true })
          },
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const holder = readIdentity(file)
      if (holder && isRunning(holder)) return { taken: false, pid: holder.pid }
      takeAway(file, `${mine}.stale`)
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Removes a stale lock; if another took it over between our look and our rename, it gets it back. */
const takeAway = (file: string, aside: string): void => {
  try {
    renameSync(file, aside)
    const taken = readIdentity(aside)
    if (taken && isRunning(taken)) linkSync(aside, file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}
