import { readdirSync, readFileSync } from 'node:fs'

/** Megabytes that a process holds now, and the most it ever held. */
export interface Memory {
  readonly rssMb: number
  readonly peakMb: number
}

/** What `/proc/<pid>/status` says. */
export const memoryIn = (status: string): Memory => {
  const megabytes = (field: string): number => {
    const [, kilobytes = '0'] = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status) ?? []
    return Math.round(Number(kilobytes) / 1_024)
  }
  return { rssMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') }
}

/** Resident memory of a process; undefined where there is no /proc, or the process has ended. */
export const memoryOf = (pid: number): Memory | undefined => {
  try {
    return memoryIn(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return undefined
  }
}

const nameAndParent = (pid: string): { readonly name: string; readonly parent: number } | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = stat.lastIndexOf(')')
    return { name: stat.slice(stat.indexOf('(') + 1, end), parent: Number(stat.slice(end + 2).split(' ')[1]) }
  } catch {
    return undefined
  }
}

/** Memory of the processes that `pid` started, by the name of their program; `node` and what it does not know are left out. */
export const memoryOfChildren = (pid: number): Readonly<Record<string, Memory>> => {
  if (process.platform !== 'linux') return {}
  const found: Record<string, Memory> = {}
  for (const child of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const its = nameAndParent(child)
    if (its?.parent !== pid || its.name === 'node' || its.name === 'MainThread') continue
    const memory = memoryOf(Number(child))
    if (memory) found[its.name] = memory
  }
  return found
}
