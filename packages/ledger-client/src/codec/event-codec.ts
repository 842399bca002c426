import type { CommandDefinition, EventDefinition, EventMetadata, ProposedEvent, RecordedEvent } from '@fudao/contracts/kit'
import { isEncrypted, tenantOf, upcast } from '@fudao/contracts/kit'
import type { KeyRing } from '../personal/key-ring.js'
import { type Data, decryptEvents, encryptEvents, isErased, PersonErased } from '../personal/personal-data.js'

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

interface Step {
  readonly recorded: RecordedEvent
  readonly definition: EventDefinition | undefined
  readonly data: Data
  readonly metadata: Partial<EventMetadata>
}

const parse = (event: RecordedEvent, text: string): Data => {
  try {
    return JSON.parse(text) as Data
  } catch (error) {
    throw new UnreadableEvent(event.id, event.type, 'it is not JSON', { cause: error })
  }
}

/** Lets personal fields through as they are: they may still be encrypted, or erased. */
const readable = (definition: EventDefinition) => {
  const fields = definition.personal?.fields
  if (!fields) return definition.data
  const hidden = Object.fromEntries(fields.map((field) => [field, true])) as Record<never, never>
  return definition.data.omit(hidden)
}

/** One pipeline of small steps: type map → upcast → decrypt → validate, and back: validate → encrypt → JSON. */
export const createEventCodec = (options: EventCodecOptions) => {
  const byType = new Map(options.events.map((definition) => [definition.type, definition]))
  const validators = new Map(options.events.map((definition) => [definition.type, readable(definition)]))

  const typeMap = (recorded: RecordedEvent): Step => ({
    recorded,
    definition: byType.get(recorded.type),
    data: parse(recorded, recorded.data),
    metadata: parse(recorded, recorded.metadata) as Partial<EventMetadata>,
  })
  const present = (step: Step): Step => (step.definition ? { ...step, data: upcast(step.definition, step.data, step.metadata) } : step)
  const decrypt = async (steps: readonly Step[]): Promise<readonly Step[]> => {
    const keys = options.keys
    if (!keys || !steps.some((step) => step.definition?.personal)) return steps
    const hidden = steps.flatMap((step, index) => (step.definition?.personal ? [{ step, definition: step.definition, index }] : []))
    const shown = await decryptEvents(
      keys,
      hidden.map(({ step, definition }) => ({ id: step.recorded.id, definition, campus: tenantOf(step.recorded.stream), data: step.data })),
    )
    const result = [...steps]
    hidden.forEach(({ step, index }, i) => {
      result[index] = { ...step, data: shown[i] ?? step.data }
    })
    return result
  }
  const validate = (step: Step): Step => {
    const schema = validators.get(step.recorded.type)
    if (!schema) return step
    const checked = schema.safeParse(step.data)
    if (!checked.success)
      throw new UnreadableEvent(
        step.recorded.id,
        step.recorded.type,
        checked.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
      )
    const personal = Object.fromEntries(
      (step.definition?.personal?.fields ?? []).flatMap((f) => (f in step.data ? [[f, step.data[f]]] : [])),
    )
    return { ...step, data: { ...checked.data, ...personal } }
  }
  const toDecoded = ({ recorded, data, metadata }: Step): DecodedEvent => ({
    type: recorded.type.slice(recorded.type.indexOf('.') + 1),
    data,
    id: recorded.id,
    metadata: {
      ...metadata,
      eventId: recorded.id,
      stream: recorded.stream,
      revision: recorded.revision,
      position: recorded.position,
      recordedAt: recorded.recordedAt,
      storedType: recorded.type,
    },
  })

  return {
    /** Stored events of one tenant, in order. A type that is not known is left as it is. @throws UnreadableEvent */
    decode: async (events: readonly RecordedEvent[]): Promise<readonly DecodedEvent[]> =>
      (await decrypt(events.map((event) => present(typeMap(event))))).map((step) => toDecoded(validate(step))),

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
    definitionOf: (storedType: string): EventDefinition | undefined => byType.get(storedType),
  }
}
export type EventCodec = ReturnType<typeof createEventCodec>
