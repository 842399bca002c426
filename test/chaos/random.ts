import { createHash } from 'node:crypto'

/** A stream of pseudo-random choices: the same seed and name give the same choices. */
export interface Random {
  /** In [0, 1). */
  readonly next: () => number
  /** Whole number in [from, to]. */
  readonly int: (from: number, to: number) => number
  readonly chance: (probability: number) => boolean
  /** @throws RangeError when there is nothing to choose from */
  readonly pick: <T>(from: readonly T[]) => T
  readonly shuffled: <T>(all: readonly T[]) => readonly T[]
  readonly uuid: () => string
}

/** Mulberry32, seeded by a hash of seed and name: each client has a stream of its own, whatever the others do. */
export const randomOf = (seed: number, name: string): Random => {
  let state = createHash('sha256').update(`${seed}/${name}`).digest().readUInt32LE()
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  const pick = <T>(from: readonly T[]): T => {
    if (from.length === 0) throw new RangeError('nothing to choose from')
    return from[int(0, from.length - 1)] as T
  }
  const hex = (digits: number): string => Array.from({ length: digits }, () => int(0, 15).toString(16)).join('')
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick,
    shuffled: (all) =>
      all
        .map((value) => ({ value, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ value }) => value),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`,
  }
}
