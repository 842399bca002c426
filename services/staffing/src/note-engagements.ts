import { setTimeout as delay } from 'node:timers/promises'
import { type CloudEvent, type EventMetadata, streamName } from '@fudao/contracts/kit'
import { CounselorRegistered, Engagement, PersonEngaged } from '@fudao/contracts/staffing'
import { eventIdOf } from '@fudao/ledger-client'
import { consumeEvents, eventSubject } from '@fudao/messaging'
import type { DecidingService } from '@fudao/service-kit'
import { errorText } from '@fudao/telemetry'
import { evolveEngagement, noEngagement } from './domain/engagement/engagement.js'

/** Every registration of every campus. */
const REGISTRATIONS = eventSubject('campus', 'staffing', CounselorRegistered.aggregate.name, CounselorRegistered.name).replace(
  '.campus.',
  '.*.',
)
const engagement = { initialState: noEngagement, evolve: evolveEngagement }

/** A registration that noted its engagement says at which revision it did (C-06); one written before there were engagements does not. */
const isNoted = (event: CloudEvent): boolean => {
  const basis = event.data.basis as { readonly facts?: Readonly<Record<string, unknown>> } | undefined
  return basis?.facts?.[Engagement.name] !== undefined
}

const note = async ({ streams }: DecidingService, campus: string, event: CloudEvent): Promise<void> => {
  const { personId, counselorId } = event.data as { readonly personId: string; readonly counselorId: string }
  const stream = streamName(Engagement, campus, { personId })
  for (;;) {
    const [{ state, revision }] = await streams.fold(campus, [{ stream, fold: engagement }])
    if (state.closed || state.counselors.includes(counselorId)) return
    const { campusid, actorid, actorrole, asof, policyversion, correlationid, commandid, commandhash } = event
    const metadata: EventMetadata = {
      campusid,
      actorid,
      actorrole,
      asof,
      policyversion,
      correlationid,
      commandid,
      commandhash,
      schemaversion: PersonEngaged.version,
      causationid: event.id,
    }
    const data = { personId, counselorId }
    const noted = { id: eventIdOf(event.id, stream, 0), definition: PersonEngaged, data, metadata }
    if ((await streams.append(stream, revision, [noted])).status !== 'conflict') return
  }
}

/** Sees to it that the engagements of a data directory older than engagements are noted, so that nobody in service is erased. */
export const noteEngagementsOfOld = async (service: DecidingService): Promise<void> => {
  const { nc, logger, signal, onStop } = service
  const stopped = new AbortController()
  let after: string | null = null
  const done = (async () => {
    while (!signal.aborted && !stopped.signal.aborted && !nc.isClosed()) {
      try {
        await consumeEvents({
          nc,
          name: 'staffing__engagements',
          after,
          filter: REGISTRATIONS,
          signal: AbortSignal.any([signal, stopped.signal]),
          logger,
          onBatch: async (batch) => {
            for (const message of batch) {
              const event = message.json()
              if (!isNoted(event)) await note(service, message.campus, event)
              after = message.position
            }
          },
        })
      } catch (error) {
        logger.warn('an engagement could not be noted yet; trying again', { error: errorText(error) })
        await delay(1_000, undefined, { ref: false })
      }
    }
  })()
  onStop('drain', 'engagements', async () => {
    stopped.abort()
    await done
  })
}
