import { readdirSync, readFileSync } from 'node:fs'

const ticksOf = (line: readonly string[]): { readonly busy: number; readonly all: number } => {
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, softirq = 0, steal = 0] = line.map(Number)
  const busy = user + nice + system + irq + softirq + steal
  return { busy, all: busy + idle + wait }
}

interface Process {
  readonly parent: number
  readonly ticks: number
}
const processes = (): ReadonlyMap<number, Process> => {
  const found = new Map<number, Process>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      // The command's name may hold spaces: fields are counted after its closing parenthesis.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      found.set(Number(name), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) })
    } catch {
      // Ended meanwhile.
    }
  }
  return found
}

const sample = () => {
  const all = processes()
  const isOurs = (pid: number): boolean => {
    for (let at = pid; at > 1; at = all.get(at)?.parent ?? 0) if (at === process.pid) return true
    return false
  }
  const ours = [...all].reduce((sum, [pid, { ticks }]) => (isOurs(pid) ? sum + ticks : sum), 0)
  const cpu = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.trim().split(/\s+/).slice(1) ?? []
  return { ours, ...ticksOf(cpu) }
}

/** Share of the machine that others take while one measures, percent; what is measured beside much of it is a lower bound. Linux only. */
export const watchOthers = (): (() => number | undefined) => {
  if (process.platform !== 'linux') return () => undefined
  const before = sample()
  return () => {
    const now = sample()
    const all = now.all - before.all
    return all === 0 ? undefined : Math.max(0, Math.round((100 * (now.busy - before.busy - (now.ours - before.ours))) / all))
  }
}

/** CPU that this process and all it started have spent since, microseconds; processes that have ended are not in it. Linux only. */
export const watchOwnCpu = (): (() => number) => {
  if (process.platform !== 'linux') return () => Number.NaN
  const before = sample()
  return () => (sample().ours - before.ours) * 10_000
}
