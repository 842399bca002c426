import type { AppendRequest } from '@fudao/contracts/kit'

export const maxGroup = 250
const maxGroupBytes = 16 * 1024 * 1024

interface Member {
  readonly index: number
  readonly request: AppendRequest
}
interface Group {
  readonly members: Member[]
  bytes: number
}

/** Splits requests into groups of distinct streams, each small enough for one statement; a stream's requests keep their order. */
export class Groups {
  readonly #groups: Group[] = []
  readonly #lastOf = new Map<string, number>()

  add(index: number, request: AppendRequest): void {
    let bytes = 0
    for (const event of request.events) bytes += event.data.length + event.metadata.length
    const from = (this.#lastOf.get(request.stream) ?? -1) + 1
    let at = from
    for (; at < this.#groups.length; at++) {
      const group = this.#groups[at]
      if (group !== undefined && group.members.length < maxGroup && group.bytes + bytes <= maxGroupBytes) break
    }
    const group = this.#groups[at] ?? { members: [], bytes: 0 }
    this.#groups[at] = group
    group.members.push({ index, request })
    group.bytes += bytes
    this.#lastOf.set(request.stream, at)
  }

  all(): readonly (readonly Member[])[] {
    return this.#groups.map((group) => group.members)
  }
}
