import { EVENTS_STREAM, ensureEventsStream, eventHeader } from '@fudao/messaging'
import type { JetStreamManager } from '@nats-io/jetstream'

/** The shortest that every server takes, ns. */
const duplicateWindow = 100_000_000

/** Where the stream EVENTS stands. */
export interface StreamEnd {
  /** The next message gets the number after it, also when the last messages are gone. */
  readonly sequence: number
  /** The last message that is there: its event's id, its store position and that of the event before it; null: none is there. */
  readonly last: { readonly id: string; readonly position: string; readonly previous: string | null } | null
  readonly messages: number
}

/** Whether the stream holds messages, but not the store's first event: its head was cut off. */
const isHeadless = async (jsm: JetStreamManager, firstSequence: number): Promise<boolean> => {
  const first = await jsm.streams.getMessage(EVENTS_STREAM, { seq: firstSequence })
  return first?.header.has(eventHeader.previous) === true
}

/** Number of the last message that is there: the last ones may have been removed. */
const lastKept = async (jsm: JetStreamManager, sequence: number): Promise<number> => {
  const { state } = await jsm.streams.info(EVENTS_STREAM, { deleted_details: true })
  const removed = new Set(state.deleted ?? [])
  let last = sequence
  while (removed.has(last)) last--
  return last
}

/**
 * Creates the stream if need be and finds its end. A stream that lost its head is emptied, so that it is filled again from the first
 * event (consumers skip what they have). The number is read before the message: the other way round, a message that comes in between
 * would be published twice.
 */
export const findStreamEnd = async (
  jsm: JetStreamManager,
  options: { readonly replicas: number; readonly onHeadless: () => void },
): Promise<StreamEnd> => {
  const { config } = await ensureEventsStream(jsm, { replicas: options.replicas })
  // A message that was removed could not be published again while the server remembers its id; the chain needs no such memory.
  if (config.duplicate_window > duplicateWindow) await jsm.streams.update(EVENTS_STREAM, { duplicate_window: duplicateWindow })
  let { state } = await jsm.streams.info(EVENTS_STREAM)
  if (state.messages > 0 && (await isHeadless(jsm, state.first_seq))) {
    options.onHeadless()
    // Only what was looked at: another relay may have begun to fill it.
    await jsm.streams.purge(EVENTS_STREAM, { seq: state.last_seq + 1 })
    state = (await jsm.streams.info(EVENTS_STREAM)).state
  }
  const { last_seq: sequence, messages } = state
  if (messages === 0) return { sequence, last: null, messages }
  const header = (await jsm.streams.getMessage(EVENTS_STREAM, { seq: await lastKept(jsm, sequence) }))?.header
  const position = header?.get(eventHeader.position)
  if (!header || !position) throw new Error(`the last message of ${EVENTS_STREAM} has no position: something else publishes to it`)
  return { sequence, last: { id: header.get(eventHeader.id), position, previous: header.get(eventHeader.previous) || null }, messages }
}
