import type { AppendReply, AppendRequest, RecordedEvent } from '@fudao/contracts/kit'

/** Stored event as far as it decides whether an append repeats it. */
export type StoredEvent = Pick<RecordedEvent, 'id' | 'stream' | 'type' | 'data' | 'revision' | 'position'>

/**
 * What an append whose ids are (partly) known amounts to: the first result again, or `idReused`; null if none of its ids is known.
 * Same content: same stream, same types and data in the same order, stored next to each other.
 */
export const judgeRepeat = (request: AppendRequest, known: ReadonlyMap<string, StoredEvent>): AppendReply | null => {
  const stored = request.events.map((event) => known.get(event.id))
  const first = stored.find((event) => event !== undefined)
  const last = stored.at(-1)
  if (first === undefined) return null
  for (const [i, event] of request.events.entries()) {
    const before = stored[i]
    const same =
      before !== undefined &&
      before.stream === request.stream &&
      before.type === event.type &&
      before.data === event.data &&
      before.revision === first.revision + i
    if (!same) return { status: 'idReused', id: before?.id ?? first.id }
  }
  if (last === undefined) return null
  return { status: 'appended', revision: last.revision, position: last.position, repeated: true }
}
