import type { RecordedEvent, StreamSlice } from '@fudao/contracts/kit'
import type { SliceText } from './event-store.js'

const quoted = (texts: readonly string[]): string => texts.map((text) => JSON.stringify(text)).join(',')
const joined = (events: readonly RecordedEvent[], field: 'data' | 'metadata'): string => events.map((event) => event[field]).join(',')

/** A slice whose events are at hand as values. */
export const toSliceText = ({ stream, events, revision, more }: StreamSlice): SliceText => ({
  stream,
  revision,
  more,
  count: events.length,
  columns: {
    ids: quoted(events.map(({ id }) => id)),
    types: quoted(events.map(({ type }) => type)),
    revisions: events.map((event) => event.revision).join(','),
    positions: quoted(events.map(({ position }) => position)),
    times: quoted(events.map(({ recordedAt }) => recordedAt)),
    data: joined(events, 'data'),
    metadata: joined(events, 'metadata'),
  },
})
