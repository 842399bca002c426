import type { StreamRead } from './event-store.js'

export interface GroupReadOptions {
  /** Streams per statement; a larger request goes alone. Default 256. */
  readonly maxStreams?: number
  /** Statements on their way at once. Default 2. */
  readonly inFlight?: number
}

type Read<Slice> = (reads: readonly StreamRead[]) => Promise<readonly Slice[]>

interface Waiting<Slice> {
  readonly reads: readonly StreamRead[]
  readonly resolve: (slices: readonly Slice[]) => void
  readonly reject: (error: unknown) => void
}

/**
 * Reads what is waiting in one statement and never waits for more: under load a statement costs more than the streams it reads.
 * A group that fails is read again one by one, so that a bad request fails alone.
 */
export class GroupRead<Slice> {
  readonly #read: Read<Slice>
  readonly #options: Required<GroupReadOptions>
  #waiting: Waiting<Slice>[] = []
  #groups = 0
  #scheduled = false

  /** `read`: `EventStore.read` or `readText`. */
  constructor(read: Read<Slice>, options: GroupReadOptions = {}) {
    this.#read = read
    this.#options = { maxStreams: 256, inFlight: 2, ...options }
  }

  /** All slices are of one moment, later than the call. */
  read(reads: readonly StreamRead[]): Promise<readonly Slice[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ reads, resolve, reject })
      if (this.#scheduled) return
      this.#scheduled = true
      // all requests that came with the same read of the socket join one group
      setImmediate(() => {
        this.#scheduled = false
        this.#pump()
      })
    })
  }

  #pump(): void {
    while (this.#groups < this.#options.inFlight && this.#waiting.length > 0) {
      const group = this.#take()
      this.#groups++
      void this.#run(group).finally(() => {
        this.#groups--
        this.#pump()
      })
    }
  }

  #take(): readonly Waiting<Slice>[] {
    let streams = 0
    let count = 0
    for (const { reads } of this.#waiting) {
      streams += reads.length
      if (count > 0 && streams > this.#options.maxStreams) break
      count++
    }
    return this.#waiting.splice(0, count)
  }

  async #run(group: readonly Waiting<Slice>[]): Promise<void> {
    try {
      const slices = await this.#read(group.flatMap(({ reads }) => reads))
      let at = 0
      for (const { reads, resolve } of group) {
        resolve(slices.slice(at, at + reads.length))
        at += reads.length
      }
    } catch (error) {
      const [only] = group
      if (group.length === 1) only?.reject(error)
      else for (const { reads, resolve, reject } of group) await this.#read(reads).then(resolve, reject)
    }
  }
}
