import type { LocalDate } from '@fudao/domain-kit'
import type { Cause, Rule } from './rule.js'
import type { Instance, Workspace } from './workspace.js'

/** A cause needs entries that were not read: all of its instances' are to be read, and the batch applied anew. */
export class PartsNotRead extends Error {
  override readonly name = 'PartsNotRead'
}

type Entries = Readonly<Record<string, unknown>>
const entriesOf = (state: unknown, field: string): Entries => ((state as Entries | null)?.[field] ?? {}) as Entries

/** The state without the fields whose entries are rows of their own, and those entries. */
export const splitState = (rule: Rule, state: unknown): { readonly head: unknown; readonly parts: Readonly<Record<string, Entries>> } => {
  if (!rule.parts) return { head: state, parts: {} }
  const fields = Object.keys(rule.parts)
  return {
    head: Object.fromEntries(Object.entries(state as Entries).filter(([field]) => !fields.includes(field))),
    parts: Object.fromEntries(fields.map((field) => [field, entriesOf(state, field)])),
  }
}

/** In the order of their names, so that live work and a replay see the same. */
const inOrder = (entries: ReadonlyMap<string, unknown>): Entries =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))

/** The state as a cause sees it: with the entries it names. @throws PartsNotRead */
export const openState = (ws: Workspace, rule: Rule, instance: Instance, cause: Cause, today: LocalDate | null): unknown => {
  if (!rule.parts) return instance.state
  const seen = Object.entries(rule.parts).map(([field, partsOf]) => {
    const named = partsOf(cause, today)
    const { entries, read } = ws.partsOf(instance, field)
    if (read !== 'all' && (named === 'all' || named.some((part) => !read.has(part))))
      throw new PartsNotRead(`${rule.id} of ${instance.campusId} looks at entries of ${field} that were not read`)
    if (named === 'all') return [field, inOrder(entries)]
    return [field, Object.fromEntries(named.flatMap((part) => (entries.has(part) ? [[part, entries.get(part)]] : [])))]
  })
  return { ...(instance.state as Entries), ...Object.fromEntries(seen) }
}

/**
 * What of the entries a cause changed; `value: undefined` is one that is gone.
 * @throws Error when the rule made an entry that the cause does not name: it could write over what it has not seen
 */
export const changedParts = (
  rule: Rule,
  {
    before,
    after,
    cause,
    today,
  }: { readonly before: unknown; readonly after: unknown; readonly cause: Cause; readonly today: LocalDate | null },
): readonly { readonly field: string; readonly part: string; readonly value: unknown }[] =>
  Object.entries(rule.parts ?? {}).flatMap(([field, partsOf]) => {
    const [old, now] = [entriesOf(before, field), entriesOf(after, field)]
    if (old === now) return []
    const named = partsOf(cause, today)
    const set = Object.entries(now).filter(([part, value]) => old[part] !== value)
    for (const [part] of set)
      if (named !== 'all' && !named.includes(part)) throw new Error(`${rule.id} changed ${part} of ${field} without naming it`)
    const gone = Object.keys(old).filter((part) => !(part in now))
    return [...set.map(([part, value]) => ({ field, part, value })), ...gone.map((part) => ({ field, part, value: undefined }))]
  })

/** Entries of the fields of an instance that are to be read. */
export type PartsWanted = Map<string, Set<string> | 'all'>

/** Adds what this cause names; no cause: everything. */
export const wantParts = (wanted: PartsWanted, rule: Rule, cause: Cause | null, today: LocalDate | null): void => {
  for (const [field, partsOf] of Object.entries(rule.parts ?? {})) {
    const named = cause ? partsOf(cause, today) : 'all'
    const before = wanted.get(field) ?? new Set<string>()
    wanted.set(field, named === 'all' ? 'all' : before)
    if (named !== 'all' && before !== 'all') for (const part of named) before.add(part)
    if (before === 'all') wanted.set(field, before)
  }
}
