import type { OutgoingCommand, Replay, Timer } from '@fudao/rules'

type Figures = Readonly<Record<string, unknown>>
/** One thing that rules would do otherwise. */
export interface Difference {
  readonly kind: 'command' | 'task' | 'timer'
  readonly change: 'gone' | 'new' | 'other'
  readonly rule: string
  /** Instance of the rule. */
  readonly key: string
  readonly what: string
  readonly subject: string
  readonly before: Figures | null
  readonly after: Figures | null
  /** Event that made it necessary. */
  readonly causeId: string | null
  readonly ruleIds: readonly string[]
  /** Parameters whose value was read for it. */
  readonly policy: readonly string[]
  readonly counselorId: string | null
}

interface Item extends Omit<Difference, 'change' | 'before' | 'after'> {
  readonly figures: Figures
}
/** What is derived from the cause and so differs without anybody being affected. */
const derived: readonly string[] = ['taskId']
const textOf = (payload: Figures, field: string): string | null => (typeof payload[field] === 'string' ? payload[field] : null)

const toItem = (command: OutgoingCommand): Item => {
  const { message, rule, key, stream } = command
  const isTask = command.context === 'tasks'
  const payload = message.payload as Figures
  const figures = Object.fromEntries(Object.entries(payload).filter(([field]) => !derived.includes(field)))
  return {
    kind: isTask ? 'task' : 'command',
    rule,
    key,
    what: isTask ? `tasks.${String(payload.action)}` : `${command.context}.${command.command}`,
    subject: isTask ? (textOf(payload, 'subject') ?? key) : stream.slice(stream.indexOf('.') + 1),
    figures: { on: message.asOf, ...figures },
    causeId: message.causationId ?? null,
    ruleIds: message.basis?.rules ?? [rule],
    policy: Object.keys(message.basis?.policy ?? {}),
    counselorId: textOf(payload, 'counselorId'),
  }
}
const toTimerItem = ({ rule, key, name, dueOn, setBy }: Timer): Item => ({
  kind: 'timer',
  rule,
  key,
  what: name.split(':', 1)[0] ?? name,
  subject: name.includes(':') ? name.slice(name.indexOf(':') + 1) : key,
  figures: { dueOn },
  causeId: setBy.id,
  ruleIds: [rule],
  policy: [],
  counselorId: null,
})

const itemsOf = (replay: Replay): readonly Item[] => [
  // a task that is settled follows the one that was raised
  ...replay.commands.filter((c) => c.command !== 'CancelTask').map(toItem),
  ...replay.timers.map(toTimerItem),
]
const grouped = (items: readonly Item[]): ReadonlyMap<string, Item[]> => {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const id = [item.kind, item.rule, item.key, item.what, item.subject].join('\u0000')
    groups.set(id, [...(groups.get(id) ?? []), item])
  }
  return groups
}
const text = (figures: Figures): string => JSON.stringify(figures)

/** What is in one list and not in the other; equal ones are taken out in pairs. */
const without = (items: readonly Item[], others: readonly Item[]): readonly Item[] => {
  const left = others.map(({ figures }) => text(figures))
  return items.filter(({ figures }) => {
    const at = left.indexOf(text(figures))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}
const differing = (figures: Figures, other: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).filter(([field, value]) => JSON.stringify(other[field]) !== JSON.stringify(value)))

const toDifference = (before: Item | undefined, after: Item | undefined): Difference => {
  const { figures: _, ...about } = (before ?? after) as Item
  const policy = [...new Set([...(before?.policy ?? []), ...(after?.policy ?? [])])]
  if (before && after) {
    const figures = { before: differing(before.figures, after.figures), after: differing(after.figures, before.figures) }
    return { ...about, policy, change: 'other', ...figures }
  }
  return { ...about, policy, change: before ? 'gone' : 'new', before: before?.figures ?? null, after: after?.figures ?? null }
}

/** What rules would do otherwise: commands, tasks and the days that obligations still wait for. */
export const compareReplays = (actual: Replay, draft: Replay): readonly Difference[] => {
  const [was, would] = [grouped(itemsOf(actual)), grouped(itemsOf(draft))]
  return [...new Set([...was.keys(), ...would.keys()])].flatMap((id) => {
    const before = without(was.get(id) ?? [], would.get(id) ?? [])
    const after = without(would.get(id) ?? [], was.get(id) ?? [])
    return Array.from({ length: Math.max(before.length, after.length) }, (_, i) => toDifference(before[i], after[i]))
  })
}
