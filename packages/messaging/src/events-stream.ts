import {
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamInfo,
} from '@nats-io/jetstream'
import { EVENTS_FILTER, EVENTS_STREAM, eventHeader } from './subjects.js'

/** State of `EVENTS`, `null` while there is no such stream. */
export const eventsStreamInfo = async (jsm: JetStreamManager): Promise<StreamInfo | null> => {
  try {
    return await jsm.streams.info(EVENTS_STREAM)
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound) return null
    throw error
  }
}

/** Creates `EVENTS` unless it exists: every subject `evt.>`, on file, without limits. The relay alone calls it. */
export const ensureEventsStream = async (jsm: JetStreamManager, options: { readonly replicas?: number } = {}): Promise<StreamInfo> =>
  (await eventsStreamInfo(jsm)) ??
  (await jsm.streams.add({
    name: EVENTS_STREAM,
    subjects: [EVENTS_FILTER],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.New,
    // The sequence chain already stores each event once; a long window would swallow what is published again after the stream was emptied.
    duplicate_window: 100_000_000,
    num_replicas: options.replicas ?? 1,
    allow_direct: true,
  }))

const positionAt = async (
  jsm: JetStreamManager,
  sequence: number,
  last: number,
): Promise<{ position: string; sequence: number } | null> => {
  for (let at = sequence; at <= last; at += 1) {
    const message = await jsm.streams.getMessage(EVENTS_STREAM, { seq: at })
    if (message) return { position: message.header.get(eventHeader.position), sequence: at }
  }
  return null
}

/**
 * Sequence of the first message whose store position is after `position`, by binary search: a checkpoint is a store
 * position, because sequences start again when the stream is rebuilt.
 */
export const sequenceAfter = async (jsm: JetStreamManager, info: StreamInfo, position: string | null): Promise<number> => {
  const { first_seq: first, last_seq: last, messages } = info.state
  if (messages === 0) return last + 1
  if (position === null) return first
  // most often the consumer is at the end, or close to it
  const tail = await positionAt(jsm, last, last)
  if (tail && tail.position <= position) return last + 1
  let low = first
  let high = last
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const found = await positionAt(jsm, middle, high)
    if (found && found.position <= position) low = found.sequence + 1
    else high = middle
  }
  return low
}
