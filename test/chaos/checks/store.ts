import { isDeepStrictEqual } from 'node:util'
import type { Accepted } from '@fudao/api-client'
import { eventIdOf } from '@fudao/ledger-client'
import type { StoredEvent } from '../evidence.js'
import type { Call, Violation } from '../history.js'

const check = 'store'

/** Events by the command that made them. */
export const byCommand = (events: readonly StoredEvent[]): ReadonlyMap<string, readonly StoredEvent[]> => {
  const found = new Map<string, StoredEvent[]>()
  for (const event of events) {
    const list = found.get(event.metadata.commandid) ?? []
    list.push(event)
    found.set(event.metadata.commandid, list)
  }
  return found
}

/** Taken in a stream of its own before the command's events: a claim whose command came to nothing is free for whoever asks the same again. */
const claims: ReadonlySet<string> = new Set(['staffing.StaffNumberTaken', 'staffing.IdDocumentTaken', 'staffing.PersonEngaged'])
/** Named by campus and date, whoever asked for it. */
const namedOtherwise: ReadonlySet<string> = new Set(['calendar.DayStarted'])

const shapeOf = (events: readonly { readonly type: string }[]): string => events.map((e) => e.type.slice(e.type.indexOf('.') + 1)).join('+')

/**
 * What the clients were told against what is stored: an acknowledged command's events are there once, with the ids, types, revision and
 * position it was told; a refused one left nothing; one without a certain answer left nothing or all of it.
 */
export const checkStore = (
  calls: readonly Call[],
  events: readonly StoredEvent[],
  /** `xmin` by event id: the transaction that wrote it. */
  transactions: ReadonlyMap<string, string>,
): readonly Violation[] => {
  const violations: Violation[] = []
  const wrong = (call: Call, what: string): void =>
    void violations.push({ check, what: `${call.command} ${call.key} of ${call.client} (${call.outcome.kind}): ${what}` })
  const commands = byCommand(events)
  const ids = new Set<string>()
  for (const { id } of events) {
    if (ids.has(id)) violations.push({ check, what: `event ${id} is stored twice` })
    ids.add(id)
  }
  for (const [commandId, all] of commands)
    for (const stream of new Set(all.map((event) => event.stream))) {
      // a claim is made anew when the command is decided anew
      const written = all.filter((event) => event.stream === stream && !claims.has(event.type))
      const [first] = written
      // whole, side by side, in one transaction
      const sound = written.every(
        (event, i) =>
          event.revision === (first?.revision ?? 0) + i &&
          (namedOtherwise.has(event.type) || event.id === eventIdOf(commandId, stream, i)) &&
          transactions.get(event.id) === transactions.get(first?.id ?? ''),
      )
      if (!sound)
        violations.push({ check, what: `the events of command ${commandId} in ${stream} are not one whole append: ${shapeOf(written)}` })
    }
  const ownOf = (call: Call): readonly StoredEvent[] => (commands.get(call.key) ?? []).filter((event) => !claims.has(event.type))
  const shapes = new Map<string, Set<string>>()
  for (const call of calls) {
    const written = ownOf(call)
    if (call.outcome.kind !== 'accepted') continue
    const seen = shapes.get(call.command) ?? new Set<string>()
    shapes.set(call.command, seen.add(shapeOf(written)))
    // days are one event each, whoever asked for them: `checkDays`
    if (call.command === 'AdvanceDate') continue
    const told = ({ stream, revision, token, events: listed }: Accepted): void => {
      const last = written.at(-1)
      if (
        !isDeepStrictEqual(
          listed,
          written.map(({ id, type }) => ({ id, type })),
        )
      )
        wrong(call, `told ${shapeOf(listed)}, stored ${shapeOf(written) || 'nothing'}`)
      else if (last && (last.stream !== stream || last.revision !== revision || last.position !== token))
        wrong(call, `told ${stream} ${revision} ${token}, stored ${last.stream} ${last.revision} ${last.position}`)
    }
    told(call.outcome.reply)
    for (const again of call.repeats) told(again)
  }
  for (const call of calls) {
    const written = ownOf(call)
    if (call.outcome.kind === 'refused' && written.length > 0)
      wrong(call, `refused as ${call.outcome.code}, yet stored ${shapeOf(written)}`)
    if (call.outcome.kind !== 'unknown' || written.length === 0) continue
    const last = JSON.parse(written.at(-1)?.data ?? '{}') as { readonly on?: string }
    // one event a day, so that any number is whole which ends at the day asked for
    const whole = call.command === 'AdvanceDate' ? last.on === call.payload.to : (shapes.get(call.command)?.has(shapeOf(written)) ?? true)
    if (!whole) wrong(call, `half of it is stored: ${shapeOf(written)}`)
  }
  return violations
}
