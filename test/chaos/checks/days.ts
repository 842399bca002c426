import { isDeepStrictEqual } from 'node:util'
import type { Accepted } from '@fudao/api-client'
import { daysLater } from '../dates.js'
import type { StoredEvent } from '../evidence.js'
import type { Call, Violation } from '../history.js'

const check = 'days'
const onOf = ({ data }: StoredEvent): string => (JSON.parse(data) as { readonly on: string }).on

/** Two calls can be told the same days only when they asked for them at the same time: their appends were one. */
const overlap = (a: Call, b: Call): boolean => a.startedAt <= b.endedAt && b.startedAt <= a.endedAt

/**
 * The calendar of each campus against what was told of it. Stored: each day once, none missing. Told: an acknowledged AdvanceDate is
 * answered by the days from the one after the calendar's to the one asked for, as they are stored, or by none when the calendar was
 * there; nobody else is told these days afterwards; a refused one came too late.
 */
export const checkDays = (calls: readonly Call[], events: readonly StoredEvent[]): readonly Violation[] => {
  const violations: Violation[] = []
  const wrong = (what: string): void => void violations.push({ check, what })
  const calendars = new Map<string, StoredEvent[]>()
  for (const event of events) {
    if (event.type !== 'calendar.DayStarted') continue
    const days = calendars.get(event.stream) ?? []
    const before = days.at(-1)
    if (before && onOf(event) !== daysLater(onOf(before), 1)) wrong(`${event.stream}: ${onOf(event)} follows ${onOf(before)}`)
    calendars.set(event.stream, [...days, event])
  }
  const told = new Map<string, Call>()
  const checkTold = (call: Call, { stream, revision, token, events: listed }: Accepted): void => {
    const about = `AdvanceDate ${call.key} of ${call.client} to ${String(call.payload.to)}`
    const days = calendars.get(stream) ?? []
    const last = days[revision]
    if (!last || onOf(last) !== call.payload.to) {
      wrong(`${about} was told revision ${revision} of ${stream}, which is ${last ? onOf(last) : 'not stored'}`)
      return
    }
    const stored = days.slice(revision - listed.length + 1, revision + 1).map(({ id, type }) => ({ id, type }))
    if (!isDeepStrictEqual(listed, stored)) wrong(`${about} was told ${JSON.stringify(listed)}, stored ${JSON.stringify(stored)}`)
    if (token !== last.position) wrong(`${about} was told position ${token}, stored ${last.position}`)
    for (const { id } of listed) {
      const other = told.get(id)
      if (other && other !== call && !overlap(other, call))
        wrong(`${about} and ${other.key} were told the same day ${id} one after the other`)
      told.set(id, other ?? call)
    }
  }
  for (const call of calls) {
    if (call.command !== 'AdvanceDate') continue
    const { outcome } = call
    if (outcome.kind === 'accepted') checkTold(call, outcome.reply)
    for (const again of call.repeats) checkTold(call, again)
    if (outcome.kind === 'refused' && outcome.code === 'DateAlreadyPassed') {
      const calendar = [...calendars].find(([, days]) => days[0]?.metadata.campusid === call.campus)?.[1] ?? []
      const last = calendar.at(-1)
      if (!last || onOf(last) <= String(call.payload.to))
        wrong(`AdvanceDate ${call.key} was refused although ${String(call.payload.to)} was to come`)
    }
  }
  return violations
}
