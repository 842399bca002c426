import type { StoredEvent } from '../evidence.js'
import type { Call, Violation } from '../history.js'

const check = 'streams'

interface Write {
  readonly call: Call
  readonly stream: string
  readonly first: number
  readonly last: number
}

/**
 * Each stream against what the clients saw. Every write names the revision it follows, so the stream's own order is the only candidate:
 * it is linearizable when revisions have no hole, positions go the same way, a command answered before another was begun stands before
 * it, `If-Match` was followed exactly, and a conflict told a revision that the stream had while the command was under way.
 */
export const checkStreams = (calls: readonly Call[], events: readonly StoredEvent[]): readonly Violation[] => {
  const violations: Violation[] = []
  const wrong = (what: string): void => void violations.push({ check, what })
  const heads = new Map<string, { readonly revision: number; readonly position: string }>()
  for (const { stream, revision, position } of events) {
    const head = heads.get(stream)
    if (revision !== (head?.revision ?? -1) + 1) wrong(`${stream}: revision ${revision} follows ${head?.revision ?? 'nothing'}`)
    if (head && position <= head.position) wrong(`${stream}: position ${position} is not after ${head.position}`)
    heads.set(stream, { revision, position })
  }

  const writes = new Map<string, Write[]>()
  for (const call of calls) {
    if (call.outcome.kind !== 'accepted') continue
    const { stream, revision, events: listed } = call.outcome.reply
    const first = revision - listed.length + 1
    if (call.ifMatch !== undefined && listed.length > 0 && first !== call.ifMatch + 1)
      wrong(`${call.command} ${call.key} asked for revision ${call.ifMatch} and was written at ${first}`)
    // also one that changed nothing saw the stream at this revision
    writes.set(stream, [...(writes.get(stream) ?? []), { call, stream, first, last: revision }])
  }
  for (const [stream, all] of writes) {
    const byEnd = [...all].sort((a, b) => a.call.endedAt - b.call.endedAt)
    let at = 0
    let seen = -1
    for (const write of [...all].sort((a, b) => a.call.startedAt - b.call.startedAt)) {
      for (let before = byEnd[at]; before && before.call.endedAt < write.call.startedAt; before = byEnd[++at])
        seen = Math.max(seen, before.last)
      // its own events come after all that was answered before it was sent
      const stands = write.first > write.last ? write.last >= seen : write.first > seen
      if (!stands) wrong(`${stream}: ${write.call.command} ${write.call.key} at ${write.first} was sent after the answer at ${seen}`)
    }
    for (const call of calls) {
      if (call.outcome.kind !== 'refused' || call.outcome.actual === null || call.ifMatch === undefined) continue
      if (!stream.startsWith('campusstructure') && call.command !== 'SetDepartments') continue
      if (!all.some((w) => w.call.command === call.command && w.call.campus === call.campus)) continue
      const low = Math.max(-1, ...all.filter((w) => w.call.endedAt < call.startedAt).map((w) => w.last))
      const head = heads.get(stream)?.revision ?? -1
      if (call.outcome.actual === call.ifMatch)
        wrong(`${stream}: ${call.key} was a conflict although it named ${call.ifMatch}, the revision there was`)
      if (call.outcome.actual < low || call.outcome.actual > head)
        wrong(`${stream}: ${call.key} was told revision ${call.outcome.actual}, while it was at least ${low} and at most ${head}`)
    }
  }
  return violations
}
