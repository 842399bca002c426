import type { DecodedEvent } from '@fudao/ledger-client'
import type { ErasedEvent } from '../host/handlers.js'

type Data = Readonly<Record<string, unknown>>

/** What the host adds to every event is no part of the decision. */
const hostFields: readonly string[] = ['basis', 'coSigners', 'approvalRef']
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([, item]) => item !== undefined)
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([field, item]) => [field, sorted(item)]))
}
const text = (value: unknown): string => JSON.stringify(sorted(value) ?? null)
const own = (data: Data): Data => Object.fromEntries(Object.entries(data).filter(([field]) => !hostFields.includes(field)))

/** Whether a decision gave what is recorded. */
export const sameEvents = (recorded: readonly DecodedEvent[], decided: readonly ErasedEvent[]): boolean =>
  recorded.length === decided.length &&
  recorded.every((event, i) => event.type === decided[i]?.type && text(own(event.data)) === text(own(decided[i].data)))

/** Fields that differ, event by event; `events` names them all where there are others than recorded. */
export const differences = (recorded: readonly DecodedEvent[], decided: readonly ErasedEvent[]): { before: Data; after: Data } => {
  const before: Record<string, unknown> = {}
  const after: Record<string, unknown> = {}
  for (const event of recorded) {
    const other = decided.find(({ type }) => type === event.type)
    if (!other) continue
    for (const field of new Set([...Object.keys(own(event.data)), ...Object.keys(own(other.data))]))
      if (text(event.data[field]) !== text(other.data[field])) {
        before[field] = event.data[field] ?? null
        after[field] = other.data[field] ?? null
      }
  }
  const types = (events: readonly { readonly type: string }[]): readonly string[] => events.map(({ type }) => type)
  if (text(types(recorded)) !== text(types(decided))) {
    before.events = types(recorded)
    after.events = types(decided)
  }
  return { before, after }
}
