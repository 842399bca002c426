import type { AppendReply, AppendRequest, ProposedEvent } from '@fudao/contracts/kit'
import { tenantOf } from '@fudao/contracts/kit'

type Checked = { readonly request: AppendRequest } | { readonly invalid: string }
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
const isEvent = (value: unknown): value is ProposedEvent =>
  isRecord(value) &&
  typeof value.id === 'string' &&
  typeof value.type === 'string' &&
  typeof value.data === 'string' &&
  typeof value.metadata === 'string'

/** Attributes the relay writes itself: metadata must not be able to say otherwise. */
const reserved = ['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'position', 'revision', 'data'] as const

const metadataProblem = (text: string, campus: string): string | null => {
  let metadata: unknown
  try {
    metadata = JSON.parse(text)
  } catch {
    return 'metadata is not JSON'
  }
  if (!isRecord(metadata) || Array.isArray(metadata)) return 'metadata is no JSON object'
  if (metadata.campusid !== undefined && metadata.campusid !== campus) return 'WrongCampus: metadata names another campus'
  const taken = reserved.find((name) => Object.hasOwn(metadata, name))
  return taken === undefined ? null : `metadata must not hold "${taken}"`
}

/**
 * A request as it came from the wire. Streams belong to the campus in the subject (`WrongCampus`): a service may write only where
 * its NATS permissions let it publish. `maxEventBytes` keeps every event small enough to be relayed.
 */
export const checkAppend = (body: unknown, campus: string, maxEventBytes: number): Checked => {
  if (!isRecord(body) || typeof body.stream !== 'string' || !Array.isArray(body.events))
    return { invalid: 'an append is {stream, expectedRevision, events}' }
  const { stream, expectedRevision, events } = body
  if (typeof expectedRevision !== 'number' && typeof expectedRevision !== 'string') return { invalid: 'expectedRevision is missing' }
  if (tenantOf(stream) !== campus) return { invalid: `WrongCampus: ${stream.slice(0, 120)} is not of ${campus}` }
  for (const [i, event] of (events as readonly unknown[]).entries()) {
    if (!isEvent(event)) return { invalid: `events[${i}] is not {id, type, data, metadata}, all texts` }
    const size = Buffer.byteLength(event.data) + Buffer.byteLength(event.metadata)
    if (size > maxEventBytes) return { invalid: `events[${i}] has ${size} bytes; at most ${maxEventBytes} can be relayed` }
    const problem = metadataProblem(event.metadata, campus)
    if (problem !== null) return { invalid: `events[${i}].${problem}` }
  }
  return { request: body as unknown as AppendRequest }
}

/** The appends of a request that holds several. */
export const appendsOf = (body: unknown): readonly unknown[] | undefined =>
  isRecord(body) && Array.isArray(body.appends) ? (body.appends as readonly unknown[]) : undefined

/** Of a request that is no JSON at all. */
export const notJson: AppendReply = { status: 'invalid', reason: 'the request is not JSON' }
