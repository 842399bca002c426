import type { CloudEvent, EventMetadata, RecordedEvent } from '@fudao/contracts/kit'
import { tenantOf } from '@fudao/contracts/kit'
import type { EventStore } from '@fudao/event-store'
import type { ProjectedEvent } from '@fudao/projections'

/** A stored event with its metadata parsed. */
export interface StoredEvent extends Omit<RecordedEvent, 'metadata'> {
  readonly metadata: EventMetadata
}

/** Everything the store holds, in commit order. */
export const readStore = async (store: EventStore): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = []
  for (let after: string | null = null; ; ) {
    const page = await store.feed(after, 1_000)
    for (const event of page) events.push({ ...event, metadata: JSON.parse(event.metadata) as EventMetadata })
    const last = page.at(-1)
    if (last === undefined) return events
    after = last.position
  }
}

/** The event as consumers must get it, made from what is stored. */
export const toProjected = ({ metadata, id, type, stream, recordedAt, position, revision, data }: StoredEvent): ProjectedEvent => ({
  ...metadata,
  specversion: '1.0',
  id,
  source: `/fudao/${type.slice(0, type.indexOf('.'))}`,
  type,
  subject: stream,
  time: recordedAt,
  datacontenttype: 'application/json',
  position,
  revision,
  data: JSON.parse(data) as CloudEvent['data'],
  campus: tenantOf(stream),
})

/** First so many, as text. */
export const some = (all: readonly unknown[], count = 3): string =>
  all
    .slice(0, count)
    .map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
    .join('; ')
