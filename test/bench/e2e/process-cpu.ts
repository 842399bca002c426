import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Memory, memoryOf } from '../memory.js'

const tickMs = 10

/** Clock ticks of a process and of all it started, also of what has ended. */
const ticksOf = (pid: number): number => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    const below = children === '' ? 0 : children.split(' ').reduce((sum, child) => sum + ticksOf(Number(child)), 0)
    return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), below)
  } catch {
    return 0
  }
}

/** Name and pid of each process of the running system. */
const processesOf = (dataPath: string): readonly (readonly [string, number])[] => {
  const run = join(dataPath, 'run')
  return readdirSync(run)
    .filter((file) => file.endsWith('.pid'))
    .map((file) => [file.slice(0, -4), (JSON.parse(readFileSync(join(run, file), 'utf8')) as { readonly pid: number }).pid])
}

/** Resident memory of each process of the running system; of PostgreSQL the first process, not its backends, which share most of theirs. */
export const memoryByProcess = (dataPath: string): ReadonlyMap<string, Memory> =>
  new Map(
    processesOf(dataPath).flatMap(([name, pid]) => {
      const memory = memoryOf(pid)
      return memory ? [[name, memory] as const] : []
    }),
  )

/** Microseconds of CPU by process of the running system, and of this one, for each of `count` things done. */
export type CpuPer = (count: number) => Readonly<Record<string, number>>

/** Starts counting: CPU for each thing done hardly depends on who else uses the machine, so it can be compared over time. */
export const watchCpu = (dataPath: string): CpuPer => {
  const sample = (): ReadonlyMap<string, number> => {
    const { user, system } = process.cpuUsage()
    const spent = processesOf(dataPath).map(([name, pid]) => [name, ticksOf(pid) * tickMs * 1_000] as const)
    return new Map([...spent, ['bench', user + system]])
  }
  const before = sample()
  return (count) => {
    const spent = [...sample()].map(([name, after]) => [name, Math.round((after - (before.get(name) ?? 0)) / count)] as const)
    const all = spent.reduce((sum, [, microseconds]) => sum + microseconds, 0)
    return { all, ...Object.fromEntries(spent.filter(([, microseconds]) => microseconds > 0)) }
  }
}
