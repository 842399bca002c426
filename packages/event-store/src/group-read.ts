import type { StreamSlice } from '@fudao/contracts/kit'
import type { EventStore, StreamRead } from './event-store.js'

export interface GroupReadOptions {
  /** Streams per statement; a larger request goes alone. Default 256. */
  readonly maxStreams?: number
  /** Statements on their way at once. Default 2. */
  readonly inFlight?: number
}

interface Waiting {
  readonly reads: readonly StreamRead[]
  readonly resolve: (slices: readonly StreamSlice[]) => void
  readonly reject: (error: unknown) => void
}

/**
 * Reads what is waiting in one statement and never waits for more: under load a statement costs more than the streams it reads.
 * A group that fails is read again one by one, so that a bad request fails alone.
 */
export class GroupRead {
  readonly #store: Pick<EventStore, 'read'>
  readonly #options: Required<GroupReadOptions>
  #waiting: Waiting[] = []
  #groups = 0
  #scheduled = false

  constructor(store: Pick<EventStore, 'read'>, options: GroupReadOptions = {}) {
    this.#store = store
    this.#options = { maxStreams: 256, inFlight: 2, ...options }
  }

  /** As `EventStore.read`: all slices are of one moment, later than the call. */
  read(reads: readonly StreamRead[]): Promise<readonly StreamSlice[]> {
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

  #take(): readonly Waiting[] {
    let streams = 0
    let count = 0
    for (const { reads } of this.#waiting) {
      streams += reads.length
      if (count > 0 && streams > this.#options.maxStreams) break
      count++
    }
    return this.#waiting.splice(0, count)
  }

  async #run(group: readonly Waiting[]): Promise<void> {
    try {
      const slices = await this.#store.read(group.flatMap(({ reads }) => reads))
      let at = 0
      for (const { reads, resolve } of group) {
        resolve(slices.slice(at, at + reads.length))
        at += reads.length
      }
    } catch (error) {
      const [only] = group
      if (group.length === 1) only?.reject(error)
      else for (const { reads, resolve, reject } of group) await this.#store.read(reads).then(resolve, reject)
    }
  }
}
