import type { EventDefinition } from '@fudao/contracts/kit'
import type { KeyRing } from '../personal/key-ring.js'
import { type Data, decryptEvents, type PersonalEvent } from '../personal/personal-data.js'

/** What a consumer of `EVENTS` has in hand. */
export interface ConsumedEvent {
  readonly id: string
  /** Stored type. */
  readonly type: string
  readonly campus: string
  readonly data: Data
}

/**
 * For projectors: the data of consumed events with their personal fields shown (`已删除` once the person is erased), in one key
 * request per campus. Events without personal fields are returned as they are.
 */
export const createEventDecryptor = (events: readonly EventDefinition[], keys: KeyRing) => {
  const byType = new Map(events.filter((definition) => definition.personal).map((definition) => [definition.type, definition]))
  return async (batch: readonly ConsumedEvent[]): Promise<readonly Data[]> => {
    const result = batch.map((event) => event.data)
    const byCampus = new Map<string, { readonly index: number; readonly event: PersonalEvent }[]>()
    batch.forEach((event, index) => {
      const definition = byType.get(event.type)
      if (!definition) return
      const list = byCampus.get(event.campus) ?? []
      list.push({ index, event: { id: event.id, definition, campus: event.campus, data: event.data } })
      byCampus.set(event.campus, list)
    })
    await Promise.all(
      [...byCampus.values()].map(async (list) => {
        const shown = await decryptEvents(
          keys,
          list.map(({ event }) => event),
        )
        list.forEach(({ index }, i) => {
          const data = shown[i]
          if (data) result[index] = data
        })
      }),
    )
    return result
  }
}
