import type { RecordedEvent } from '@fudao/contracts/kit'

const maxEvents = 4_096
const maxCharacters = 16 * 1024 * 1024
/** Runs that may wait for the one before them; more means that another instance wrote in between. */
const maxEarly = 3

/**
 * The last events this instance committed, as one unbroken run, so that the feed of a follower at the head need not be read back from the
 * server. Knows that this adapter's positions count up by one; whoever asks for anything else is sent to the server.
 */
export class Tail {
  #events: RecordedEvent[] = []
  /** Number of the first event held. */
  #first = 1
  #characters = 0
  readonly #early = new Map<number, readonly RecordedEvent[]>()

  /** Takes the events of one committed group, the first of which has the number `first`; groups may be told of out of order. */
  add(first: number, events: readonly RecordedEvent[]): void {
    if (events.length === 0) return
    const next = this.#first + this.#events.length
    if (this.#events.length === 0) this.#first = first
    else if (first !== next) {
      if (first < next) return
      this.#early.set(first, events)
      if (this.#early.size > maxEarly) this.#restart()
      return
    }
    this.#push(events)
    for (let end = this.#first + this.#events.length, run = this.#early.get(end); run !== undefined; ) {
      this.#early.delete(end)
      this.#push(run)
      end = this.#first + this.#events.length
      run = this.#early.get(end)
    }
  }

  /** Events after a position; null: not here, ask the server. Never empty: that nothing follows is for the server to say. */
  after(position: string, limit: number): readonly RecordedEvent[] | null {
    const index = Number(position) - this.#first + 1
    return index >= 0 && index < this.#events.length ? this.#events.slice(index, index + limit) : null
  }

  #push(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      this.#events.push(event)
      this.#characters += event.data.length + event.metadata.length
    }
    if (this.#events.length <= maxEvents && this.#characters <= maxCharacters) return
    // Half goes at once, so that the array is not moved for every group.
    const gone = this.#characters > maxCharacters ? this.#events.length : this.#events.length >> 1
    for (const event of this.#events.splice(0, gone)) this.#characters -= event.data.length + event.metadata.length
    this.#first += gone
  }

  #restart(): void {
    const [newest] = [...this.#early].sort(([a], [b]) => b - a)
    this.#early.clear()
    this.#events = []
    this.#characters = 0
    if (newest === undefined) return
    this.#first = newest[0]
    this.#push(newest[1])
  }
}
