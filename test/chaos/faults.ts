import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isRunning, type ProcessIdentity } from '@fudao/local-servers'
import { randomOf } from './random.js'

/** Every process of the system; the launcher, which brings them back, is left alone. */
export const targets = [
  'postgres',
  'nats',
  'ledger',
  'registry',
  'staffing',
  'assessment',
  'clock',
  'rules',
  'projector',
  'gateway',
] as const
export type Target = (typeof targets)[number]

export interface Fault {
  /** Milliseconds after the begin. */
  readonly at: number
  readonly target: Target
  /** `kill`: SIGKILL. `freeze`: SIGSTOP, and SIGCONT after `ms`: what was sent before is answered late. */
  readonly kind: 'kill' | 'freeze'
  readonly ms: number
}

/** Rounds in random order over all processes, so that a short run meets each; gaps are so short that faults overlap. */
export const planFaults = (seed: number, durationMs: number): readonly Fault[] => {
  const random = randomOf(seed, 'faults')
  const plan: Fault[] = []
  // a round fits into the shortest run
  const longest = Math.min(2_500, (durationMs / targets.length) * 1.6)
  for (let at = random.int(300, 900), round: Target[] = []; at < durationMs; at += random.int(200, longest)) {
    if (round.length === 0) round = [...random.shuffled(targets)]
    const target = round.pop()
    if (target) plan.push({ at, target, kind: random.chance(0.25) ? 'freeze' : 'kill', ms: random.int(300, 2_500) })
  }
  return plan
}

const identityOf = (dataPath: string, target: Target): ProcessIdentity | null => {
  try {
    const identity = JSON.parse(readFileSync(join(dataPath, 'run', `${target}.pid`), 'utf8')) as ProcessIdentity
    return isRunning(identity) ? identity : null
  } catch {
    return null // just ended, or about to be started again
  }
}

/** Signals one process of this system, never another that got its pid. */
const signal = (identity: ProcessIdentity, name: NodeJS.Signals): boolean => {
  if (!isRunning(identity)) return false
  try {
    process.kill(identity.pid, name)
    return true
  } catch {
    return false // gone in between
  }
}

/** Carries the plan out; says what was done. A process that is away when its turn comes is passed over. */
export const inflict = async (dataPath: string, plan: readonly Fault[], say: (text: string) => void): Promise<readonly Fault[]> => {
  const began = performance.now()
  const done: Fault[] = []
  const thaws: Promise<void>[] = []
  for (const fault of plan) {
    await delay(Math.max(0, fault.at - (performance.now() - began)))
    const identity = identityOf(dataPath, fault.target)
    if (identity === null || !signal(identity, fault.kind === 'kill' ? 'SIGKILL' : 'SIGSTOP')) continue
    done.push(fault)
    say(`${(fault.at / 1_000).toFixed(1)} s: ${fault.kind} ${fault.target}${fault.kind === 'freeze' ? ` for ${fault.ms} ms` : ''}`)
    if (fault.kind === 'freeze') thaws.push(delay(fault.ms).then(() => void signal(identity, 'SIGCONT')))
  }
  await Promise.all(thaws)
  return done
}
