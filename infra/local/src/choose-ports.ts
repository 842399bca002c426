import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isPortFree } from '@fudao/local-servers'
import { BilingualError } from './bilingual-error.js'
import { defaultBasePort, listPorts, type Ports, portsFrom } from './ports.js'
import { takeLauncherLock } from './supervisor/pid-files.js'

/** Servers that run elsewhere need no port here. */
export interface ExternalServers {
  readonly postgres: boolean
  readonly nats: boolean
}
export interface ChosenPorts {
  readonly ports: Ports
  /** Lets another launcher have them. */
  readonly release: () => void
}

const STEP = 100
const TRIES = 20

const firstTaken = async (ports: Ports, external: ExternalServers): Promise<readonly [string, number] | undefined> => {
  for (const [name, port] of listPorts(ports)) {
    if ((external.postgres && name === 'postgres') || (external.nats && name.startsWith('nats'))) continue
    if (!(await isPortFree(port))) return [name, port]
  }
  return undefined
}

/** Keeps two launchers that start at the same moment from choosing the same ports. */
const claim = (base: number): (() => void) | undefined => {
  const lock = takeLauncherLock(join(tmpdir(), `fudao-ports-${process.getuid?.() ?? 0}`, String(base)))
  return lock.taken ? lock.release : undefined
}

const tryBase = async (base: number, external: ExternalServers): Promise<ChosenPorts | readonly [string, number]> => {
  const ports = portsFrom(base)
  const release = claim(base)
  if (!release) return ['gateway', base]
  const taken = await firstTaken(ports, external)
  if (!taken) return { ports, release }
  release()
  return taken
}

/**
 * The ports from the base that was asked for; without a wish, from the first base whose ports are all free, so that checkouts run side by
 * side. @throws BilingualError naming the port that is taken
 */
export const choosePorts = async (asked: number | undefined, external: ExternalServers): Promise<ChosenPorts> => {
  const bases = asked === undefined ? Array.from({ length: TRIES }, (_, i) => defaultBasePort + i * STEP) : [asked]
  let taken: readonly [string, number] | undefined
  for (const base of bases) {
    const tried = await tryBase(base, external)
    if ('ports' in tried) return tried
    taken ??= tried
  }
  const [name, port] = taken ?? ['gateway', defaultBasePort]
  const other = (asked ?? defaultBasePort) + STEP
  throw new BilingualError(
    `端口 ${port}（${name}）已被占用：请用 --port 换一个起始端口，例如 npm start -- --port ${other}。`,
    `Port ${port} (${name}) is taken: choose another base port, for example npm start -- --port ${other}.`,
  )
}
