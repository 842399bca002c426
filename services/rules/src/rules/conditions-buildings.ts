import { BuildingClosed, BuildingRegistered, type DormRoomKind, RoomAssigned, RoomVacated } from '@fudao/contracts/staffing'
import { type Cause, eventOf, type Reaction, type RuleContext, type TaskRequest } from '@fudao/rules'
import { type FollowUp, followed, followUp, monthOf, nextMonthlyCheck, nothingMissing } from './follow-up.js'

export const buildingEvents = [BuildingRegistered, RoomAssigned, RoomVacated, BuildingClosed] as const

interface State {
  readonly kind: 'dorm'
  readonly ref: string
  readonly open: boolean
  readonly rooms: Readonly<Record<string, DormRoomKind>>
  readonly followUp: FollowUp
}
export const unknownBuilding = (ref: string): State => ({ kind: 'dorm', ref, open: false, rooms: {}, followUp: nothingMissing })
export type BuildingState = State

const fold = (state: State, cause: Cause): State => {
  if (eventOf(cause, BuildingRegistered)) return { ...state, open: true }
  const assigned = eventOf(cause, RoomAssigned)
  if (assigned) return { ...state, rooms: { ...state.rooms, [assigned.data.room]: assigned.data.kind } }
  const vacated = eventOf(cause, RoomVacated)
  if (vacated) return { ...state, rooms: Object.fromEntries(Object.entries(state.rooms).filter(([room]) => room !== vacated.data.room)) }
  return eventOf(cause, BuildingClosed) ? { ...state, open: false } : state
}

/** R-AK-70, R-AK-71, by the numbers in force on the day. */
const missing = ({ ref, open, rooms }: State, { asOf, policy }: RuleContext): TaskRequest | null => {
  if (!open) return null
  const lacks = (kind: DormRoomKind, needed: number | null) =>
    Math.max(0, (needed ?? 0) - Object.values(rooms).filter((other) => other === kind).length)
  const offices = lacks('office', policy.value('staffing.dorm.officesPerBuilding'))
  const activityRooms = lacks('activityRoom', policy.value('staffing.dorm.activityRoomsPerBuilding'))
  if (offices + activityRooms === 0) return null
  return { key: `X45:dorm:${ref}:${monthOf(asOf)}`, action: 'equipBuilding', subject: ref, dueOn: asOf, params: { offices, activityRooms } }
}

export const evolveBuilding = (before: State, cause: Cause, context: RuleContext): State => {
  const state = fold(before, cause)
  return { ...state, followUp: followUp(state.followUp, missing(state, context), { check: cause.kind === 'timer', context }) }
}

export const reactBuilding = (state: State, _: Cause, context: RuleContext): Reaction => ({
  ...followed(state.followUp),
  ...(state.open ? { timers: [{ name: 'month', dueOn: nextMonthlyCheck(context.asOf) }] } : { cancelTimers: ['month'] }),
})
