import type { CommandDefinition } from '@fudao/contracts/kit'

type Payload = Readonly<Record<string, unknown>>

/** Most payloads that are tried for one decision. */
const MAX_TRIES = 32

/** Subsets of the fields, the smaller first and the whole set right after the empty one. */
const subsets = (fields: readonly string[]): readonly (readonly string[])[] => {
  const found: (readonly string[])[] = [[]]
  for (const field of fields) found.push(...found.map((subset) => [...subset, field]))
  return [...found.slice(0, 1), ...found.slice(-1), ...found.slice(1, -1).sort((a, b) => a.length - b.length)].slice(0, MAX_TRIES)
}

/**
 * Payloads that may have led to the events, the likeliest first: an event repeats what its command said, but what is optional in the
 * command may have been worked out by the decision (a due day). Which one it was shows when deciding it gives the recorded events again.
 */
export function* payloadsOf(definition: CommandDefinition, recorded: Payload): Generator<Payload> {
  const signatures = ['coSigners', 'approvalRef'].filter((field) => recorded[field] !== undefined)
  const shape = Object.entries(definition.payload.shape).filter(([field]) => !signatures.includes(field) && recorded[field] !== undefined)
  const optional = shape.filter(([, schema]) => schema.safeParse(undefined).success).map(([field]) => field)
  const certain = [...signatures, ...shape.map(([field]) => field).filter((field) => !optional.includes(field))]
  for (const chosen of subsets(optional.slice(0, 6))) {
    const parsed = definition.payload.safeParse(Object.fromEntries([...certain, ...chosen].map((field) => [field, recorded[field]])))
    if (parsed.success) yield parsed.data as Payload
  }
}
