import { EVENTS_STREAM, ensureEventsStream, eventHeader } from '@fudao/messaging'
import type { JetStreamManager, StreamState } from '@nats-io/jetstream'

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

interface Removed {
  readonly from: number
  readonly to: number
}

/** Runs of numbers between the first and the last whose messages are gone. */
const removedRuns = async (jsm: JetStreamManager, { num_deleted: count }: StreamState): Promise<readonly Removed[]> => {
  // the server leaves it out when there are none
  if (!count) return []
  const { state } = await jsm.streams.info(EVENTS_STREAM, { deleted_details: true })
  return (state.deleted ?? []).reduce<Removed[]>((runs, sequence) => {
    const last = runs.at(-1)
    if (last?.to === sequence - 1) runs[runs.length - 1] = { from: last.from, to: sequence }
    else runs.push({ from: sequence, to: sequence })
    return runs
  }, [])
}

const headerAt = async (jsm: JetStreamManager, sequence: number) => (await jsm.streams.getMessage(EVENTS_STREAM, { seq: sequence }))?.header

/** Whether the first message is not the store's first event: the head was cut off. */
const isHeadless = async (jsm: JetStreamManager, firstSequence: number): Promise<boolean> =>
  (await headerAt(jsm, firstSequence))?.has(eventHeader.previous) === true

/** Whether an event is missing where messages were removed: a tail that was cut off and published again leaves free numbers only. */
const hasHole = async (jsm: JetStreamManager, runs: readonly Removed[], lastSequence: number): Promise<boolean> => {
  for (const { from, to } of runs) {
    if (to >= lastSequence) continue
    const [before, behind] = [await headerAt(jsm, from - 1), await headerAt(jsm, to + 1)]
    if (before?.get(eventHeader.position) !== behind?.get(eventHeader.previous)) return true
  }
  return false
}

/**
 * Creates the stream if need be and finds its end. A stream that lost its head, or events in the middle, is emptied, so that it is filled
 * again from the first event (consumers skip what they have). The number is read before the message: the other way round, a message that
 * comes in between would be published twice.
 */
export const findStreamEnd = async (
  jsm: JetStreamManager,
  options: { readonly replicas: number; readonly onLoss: (lost: 'head' | 'middle') => void },
): Promise<StreamEnd> => {
  const { config } = await ensureEventsStream(jsm, { replicas: options.replicas })
  // A message that was removed could not be published again while the server remembers its id; the chain needs no such memory.
  if (config.duplicate_window > duplicateWindow) await jsm.streams.update(EVENTS_STREAM, { duplicate_window: duplicateWindow })
  const { state } = await jsm.streams.info(EVENTS_STREAM)
  const { last_seq: sequence, messages } = state
  if (messages === 0) return { sequence, last: null, messages }
  const runs = await removedRuns(jsm, state)
  const lost = (await isHeadless(jsm, state.first_seq)) ? 'head' : (await hasHole(jsm, runs, sequence)) ? 'middle' : null
  if (lost !== null) {
    options.onLoss(lost)
    // Only what was looked at: another relay may have begun to fill it.
    await jsm.streams.purge(EVENTS_STREAM, { seq: sequence + 1 })
    return findStreamEnd(jsm, options)
  }
  const cutOff = runs.find(({ to }) => to === sequence)
  const header = await headerAt(jsm, cutOff ? cutOff.from - 1 : sequence)
  const position = header?.get(eventHeader.position)
  if (!header || !position) throw new Error(`the last message of ${EVENTS_STREAM} has no position: something else publishes to it`)
  return { sequence, last: { id: header.get(eventHeader.id), position, previous: header.get(eventHeader.previous) || null }, messages }
}
