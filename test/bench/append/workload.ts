import { randomUUID } from 'node:crypto'

const text = 'Seven visits to the dormitory, two class meetings, one talk with a department; nothing out of the ordinary to report. '

/** About 400 bytes of JSON, as `performance.md`'s event. */
export const eventData = (n: number) => ({
  counselorId: `c${n % 5_000}`,
  departmentId: `d${n % 40}`,
  period: '2026-Q3',
  counts: { talks: n % 30, visits: n % 9, meetings: n % 4 },
  remark: (text + text + text).slice(0, 270),
})

/** About 200 bytes of JSON. */
export const eventMetadata = (campus: string) => ({
  campusid: campus,
  schemaversion: 1,
  actorid: 'u1234',
  actorrole: 'counselor',
  asof: '2026-09-30',
  policyversion: 7,
  commandid: randomUUID(),
  commandhash: '0123456789abcdef',
})

/**
 * Streams of one caller: it appends to each in turn, at the revision it saw last, as a command does. Fifty of them keep each short for
 * a while, and no caller competes with another.
 */
export class OwnStreams {
  readonly #next: number[]
  readonly #name: string
  #turn = 0

  constructor(name: string, count = 50) {
    this.#name = name
    this.#next = Array.from({ length: count }, () => 0)
  }

  /** Stream, and the number of events it has before `events` more. */
  take(events: number): { readonly stream: string; readonly size: number } {
    const k = this.#turn++ % this.#next.length
    const size = this.#next[k] ?? 0
    this.#next[k] = size + events
    return { stream: `${this.#name}${k}`, size }
  }
}

/** Few streams that all callers write to, each caller to all of them in turn. */
export const hotStreams = {
  count: 16,
  next: (() => {
    const turns = new Map<number, number>()
    return (caller: number): number => {
      const turn = turns.get(caller) ?? caller
      turns.set(caller, turn + 1)
      return turn % 16
    }
  })(),
}
