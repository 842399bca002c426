import type { ProposedEvent, RecordedEvent } from '@fudao/contracts/kit'
import { type AllStreamRecordedEvent, type EventData, jsonEvent, type RecordedEvent as KurrentEvent } from '@kurrent/kurrentdb-client'
import { toPosition } from '../position.js'

type Json = Record<string, unknown>

/** KurrentDB takes values, not texts: a text comes back as `JSON.stringify` would write it. Throws SyntaxError on what is no JSON. */
export const normalised = (text: string): string => JSON.stringify(JSON.parse(text))

export const toKurrent = (event: ProposedEvent): EventData =>
  jsonEvent({ id: event.id, type: event.type, data: JSON.parse(event.data) as Json, metadata: JSON.parse(event.metadata) as Json })

const textOf = (value: unknown): string => (value instanceof Uint8Array ? Buffer.from(value).toString() : JSON.stringify(value ?? {}))

export const fromKurrent = (event: KurrentEvent | AllStreamRecordedEvent, commit: bigint | undefined): RecordedEvent => {
  const position = event.position?.commit ?? commit
  if (position === undefined) throw new Error('this KurrentDB tells no positions of stream events: version 22.6 or later is needed')
  return {
    id: event.id,
    type: event.type,
    stream: event.streamId,
    revision: Number(event.revision),
    position: toPosition(position),
    recordedAt: event.created.toISOString(),
    data: textOf(event.data),
    metadata: textOf(event.metadata),
  }
}
