import type { EventDefinition } from '@fudao/contracts/kit'
import { decryptText, encryptText, isEncrypted, keyOwner } from './cipher.js'
import type { KeyRing } from './key-ring.js'

/** What stands for a value whose key was destroyed. */
export const ERASED = '已删除'
export const isErased = (value: unknown): boolean => value === ERASED

export type Data = Readonly<Record<string, unknown>>
/** An event whose personal fields are to be hidden or shown. */
export interface PersonalEvent {
  readonly id: string
  readonly definition: Pick<EventDefinition, 'name' | 'personal'>
  readonly campus: string
  readonly data: Data
}

/** The person was erased: nothing about them can be stored any more. */
export class PersonErased extends Error {
  override readonly name = 'PersonErased'
  constructor(
    readonly campus: string,
    readonly personId: string,
  ) {
    super('the key of this person was destroyed')
  }
}

const subjectOf = (event: PersonalEvent): string | undefined => {
  const subject = event.definition.personal && event.data[event.definition.personal.subject]
  return typeof subject === 'string' && subject.length > 0 ? subject : undefined
}
const keysFor = (ring: KeyRing, events: readonly PersonalEvent[], create: boolean) => {
  const campus = events[0]?.campus ?? ''
  const persons = events.flatMap((event) => subjectOf(event) ?? [])
  return persons.length === 0 ? Promise.resolve(new Map<string, Buffer | null>()) : ring.keysOf(campus, persons, create)
}
const changed = (event: PersonalEvent, change: (text: string, field: string) => unknown): Data => {
  const result: Record<string, unknown> = { ...event.data }
  for (const field of event.definition.personal?.fields ?? []) {
    const value = result[field]
    if (typeof value === 'string') result[field] = change(value, field)
  }
  return result
}

/**
 * Encrypts the personal fields of events of one campus (A8), each under the key of the person its subject field names.
 * @throws PersonErased
 */
export const encryptEvents = async (ring: KeyRing, events: readonly PersonalEvent[]): Promise<readonly Data[]> => {
  const keys = await keysFor(ring, events, true)
  return events.map((event) => {
    if (!event.definition.personal) return event.data
    const person = subjectOf(event)
    if (person === undefined) throw new Error(`${event.definition.name} names no person to encrypt for`)
    const key = keys.get(person)
    if (!key) throw new PersonErased(event.campus, person)
    const owner = keyOwner(event.campus, person)
    return changed(event, (text, field) => encryptText(key, text, { owner, field, eventId: event.id }))
  })
}

/** Shows the personal fields of events of one campus; those of an erased person read {@link ERASED}. */
export const decryptEvents = async (ring: KeyRing, events: readonly PersonalEvent[]): Promise<readonly Data[]> => {
  const keys = await keysFor(
    ring,
    events.filter((event) => event.definition.personal?.fields.some((f) => isEncrypted(event.data[f]))),
    false,
  )
  return events.map((event) => {
    const person = subjectOf(event)
    if (!event.definition.personal || person === undefined) return event.data
    const key = keys.get(person)
    const owner = keyOwner(event.campus, person)
    return changed(event, (text, field) => (isEncrypted(text) ? (key ? decryptText(key, text, { owner, field }) : ERASED) : text))
  })
}
