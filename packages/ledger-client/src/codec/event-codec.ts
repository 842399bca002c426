import type { CommandDefinition, EventDefinition, EventMetadata, ProposedEvent } from '@fudao/contracts/kit'
import { isEncrypted, tenantOf, upcast } from '@fudao/contracts/kit'
import type { ReadEvent } from '../ledger.js'
import type { KeyRing } from '../personal/key-ring.js'
import { type Data, decryptEvents, encryptEvents, isErased, type PersonalEvent, PersonErased } from '../personal/personal-data.js'

/** A stored event as domain code folds it. */
export interface DecodedEvent {
  /** Event name, without the context. */
  readonly type: string
  readonly data: Data
  /** Event id, which corrections name (C-11). */
  readonly id: string
  readonly metadata: DecodedMetadata
}
export interface DecodedMetadata extends Partial<EventMetadata> {
  readonly eventId: string
  readonly stream: string
  readonly revision: number
  readonly position: string
  readonly recordedAt: string
  /** Stored type `<context>.<Event>`. */
  readonly storedType: string
}
/** An event a decider gave, with its id and metadata. */
export interface OutgoingEvent {
  readonly id: string
  readonly definition: EventDefinition
  readonly data: Data
  readonly metadata: EventMetadata
}

export interface EventCodecOptions {
  readonly events: readonly EventDefinition[]
  /** Without it personal fields stay encrypted when read, and cannot be written. */
  readonly keys?: KeyRing
}

/** A stored event that its contract does not allow: a defect, or a contract that was broken. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent'
  constructor(
    readonly eventId: string,
    readonly type: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`event ${eventId} (${type}) cannot be read: ${reason}`, options)
  }
}

/**
 * Lets personal fields through as they are, for they may still be encrypted, or erased; and `basis`, which says what the decision stood
 * on, is folded by nobody, and is most of an event.
 */
const readable = ({ data, personal }: EventDefinition) =>
  data.omit(Object.fromEntries(['basis', ...(personal?.fields ?? [])].map((field) => [field, true])) as Record<never, never>)

/** One pipeline of small steps: type map → upcast → decrypt → validate, and back: validate → encrypt → JSON. */
export const createEventCodec = (options: EventCodecOptions) => {
  const byType = new Map(options.events.map((definition) => [definition.type, definition]))
  const validators = new Map(options.events.map((definition) => [definition.type, readable(definition)]))

  const present = (event: ReadEvent): Data => {
    const definition = byType.get(event.type)
    return definition ? upcast(definition, event.data, event.metadata) : event.data
  }
  /** Shows the personal fields of those events that have some, in place. */
  const decrypt = async (keys: KeyRing, events: readonly ReadEvent[], data: Data[]): Promise<void> => {
    const hidden: PersonalEvent[] = []
    const places: number[] = []
    for (const [i, { id, type, stream }] of events.entries()) {
      const definition = byType.get(type)
      if (!definition?.personal) continue
      hidden.push({ id, definition, campus: tenantOf(stream), data: data[i] ?? {} })
      places.push(i)
    }
    if (hidden.length === 0) return
    const shown = await decryptEvents(keys, hidden)
    for (const [i, place] of places.entries()) data[place] = shown[i] ?? {}
  }
  const validate = (event: ReadEvent, data: Data): void => {
    const checked = validators.get(event.type)?.safeParse(data)
    if (checked && !checked.success)
      throw new UnreadableEvent(event.id, event.type, checked.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '))
  }
  const toDecoded = ({ id, type, stream, revision, position, recordedAt, metadata }: ReadEvent, data: Data): DecodedEvent => ({
    type: type.slice(type.indexOf('.') + 1),
    data,
    id,
    metadata: { ...metadata, eventId: id, stream, revision, position, recordedAt, storedType: type },
  })

  return {
    /** Stored events of one tenant, in order. A type that is not known is left as it is. @throws UnreadableEvent */
    decode: async (events: readonly ReadEvent[]): Promise<readonly DecodedEvent[]> => {
      const data = events.map(present)
      if (options.keys) await decrypt(options.keys, events, data)
      return events.map((event, i) => {
        const own = data[i] ?? {}
        validate(event, own)
        return toDecoded(event, own)
      })
    },

    /** Events of one stream on their way to the store. @throws PersonErased, Error when the data breaks the contract (a defect) */
    encode: async (stream: string, events: readonly OutgoingEvent[]): Promise<readonly ProposedEvent[]> => {
      for (const event of events) {
        const checked = event.definition.data.safeParse(event.data)
        if (!checked.success) throw new Error(`${event.definition.type} breaks its contract: ${checked.error.message}`)
      }
      const campus = tenantOf(stream)
      const personal = events.some((event) => event.definition.personal)
      if (personal && !options.keys) throw new Error('this service has no master key and cannot store personal data')
      const data =
        personal && options.keys
          ? await encryptEvents(
              options.keys,
              events.map(({ id, definition, data }) => ({ id, definition, campus, data })),
            )
          : events.map((event) => event.data)
      return events.map((event, i) => ({
        id: event.id,
        type: event.definition.type,
        data: JSON.stringify(data[i]),
        metadata: JSON.stringify(event.metadata),
      }))
    },
    /**
     * Personal fields of a command as its decider reads them: a rule passes on the ciphertext of the event it acts on, which opens only
     * for the same person and field. @throws PersonErased
     */
    decodePayload: async (campus: string, definition: CommandDefinition, payload: Data): Promise<Data> => {
      if (!definition.personal?.fields.some((field) => isEncrypted(payload[field]))) return payload
      if (!options.keys) throw new Error('this service has no master key and cannot read personal data')
      const [shown = payload] = await decryptEvents(options.keys, [{ id: '', definition, campus, data: payload }])
      if (definition.personal.fields.some((field) => isErased(shown[field])))
        throw new PersonErased(campus, String(payload[definition.personal.subject]))
      return shown
    },
    /** Asks for the keys of many persons at once whose events are about to be read, or written with `create`. @throws LedgerUnavailable */
    holdKeys: async (campus: string, personIds: readonly string[], create: boolean): Promise<void> => {
      if (personIds.length > 0) await options.keys?.keysOf(campus, personIds, create)
    },
    definitionOf: (storedType: string): EventDefinition | undefined => byType.get(storedType),
  }
}
export type EventCodec = ReturnType<typeof createEventCodec>
