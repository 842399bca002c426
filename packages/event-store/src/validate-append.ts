import type { AppendRequest } from '@fudao/contracts/kit'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const stream = /^[A-Za-z][A-Za-z0-9_]*-[A-Za-z0-9_]+\.[A-Za-z0-9_-]+$/
const type = /^[A-Za-z][A-Za-z0-9]*\.[A-Za-z][A-Za-z0-9]*$/

/** Revisions are 32-bit in the narrowest store. */
const maxRevision = 2 ** 31 - 2
/** Events of one append: more belongs into several commands. */
export const maxEventsPerAppend = 2_000
export const maxStreamNameLength = 250

const badExpectation = (expected: AppendRequest['expectedRevision']): boolean =>
  typeof expected === 'number'
    ? !Number.isInteger(expected) || expected < 0 || expected > maxRevision
    : !['any', 'none', 'exists'].includes(expected)

/** Why no store may take this append, or null. JSON itself is checked where it is cheapest: by the store. */
export const whyInvalid = (request: AppendRequest): string | null => {
  if (request.stream.length > maxStreamNameLength || !stream.test(request.stream))
    return `"${request.stream.slice(0, 80)}" is no stream name (<category>-<campus>.<key>)`
  if (badExpectation(request.expectedRevision)) return `expectedRevision ${request.expectedRevision} is none`
  if (request.events.length === 0) return 'an append holds at least one event'
  if (request.events.length > maxEventsPerAppend) return `an append holds at most ${maxEventsPerAppend} events`
  const ids = new Set<string>()
  for (const [i, event] of request.events.entries()) {
    if (!uuid.test(event.id)) return `events[${i}].id is no lower-case UUID`
    if (ids.has(event.id)) return `events[${i}].id occurs twice`
    ids.add(event.id)
    if (event.type.length > 120 || !type.test(event.type)) return `events[${i}].type is no <context>.<Event>`
    if (!event.data.startsWith('{') || !event.metadata.startsWith('{')) return `events[${i}] holds something else than JSON objects`
  }
  return null
}
