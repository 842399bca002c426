import { readFileSync } from 'node:fs'

/** A process that can be told from a later one with the same pid: kernel start time in clock ticks, and the boot it belongs to. */
export interface ProcessIdentity {
  readonly pid: number
  readonly startTime: string
  readonly boot: string
}

const readOrNull = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null // The process or the proc file system is not there; both mean "no such process".
  }
}

/** Identity of a running process, or null if there is none (a zombie counts as gone). */
export const identify = (pid: number): ProcessIdentity | null => {
  const stat = readOrNull(`/proc/${pid}/stat`)
  if (stat === null) return null
  // The command name is in parentheses and may hold spaces: fields are counted after the last ')'.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, startTime] = [fields[0], fields[19]]
  if (state === undefined || startTime === undefined || state === 'Z' || state === 'X') return null
  return { pid, startTime, boot: (readOrNull('/proc/sys/kernel/random/boot_id') ?? '').trim() }
}

/** Whether this very process, not another that got its pid, still runs. */
export const isRunning = (identity: ProcessIdentity): boolean => {
  const now = identify(identity.pid)
  return now !== null && now.startTime === identity.startTime && now.boot === identity.boot
}

/** Arguments of a running process; empty if there is none. */
export const commandLineOf = (pid: number): readonly string[] =>
  (readOrNull(`/proc/${pid}/cmdline`) ?? '').split('\0').filter((a) => a !== '')
