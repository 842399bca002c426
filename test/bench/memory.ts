import { readFileSync } from 'node:fs'

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
