import type { EventOf } from '@fudao/contracts/kit'
import {
  type AssignRoom,
  BuildingClosed,
  BuildingRegistered,
  type CloseBuilding,
  type DormRoomKind,
  type RegisterBuilding,
  RoomAssigned,
  RoomVacated,
  type VacateRoom,
} from '@fudao/contracts/staffing'
import {
  type AggregateDecider,
  type CommandOf,
  type DecisionContext,
  happened,
  type LocalDate,
  type Recorded,
  refuse,
} from '@fudao/domain-kit'
import { sameData } from '../own-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type DormBuildingEvent = Recorded<
  EventOf<typeof BuildingRegistered | typeof RoomAssigned | typeof RoomVacated | typeof BuildingClosed>
>

// --- State -----------------------------------------------------------------------------------------------------------

interface AssignedRoom {
  readonly kind: DormRoomKind
  readonly counselorId: string | undefined
}
type Rooms = Readonly<Record<string, AssignedRoom>>
export interface KnownBuilding {
  readonly status: 'incomplete' | 'equipped' | 'closed'
  readonly rooms: Rooms
  /** Rooms that were assigned once and are free again. */
  readonly vacated: readonly string[]
  readonly closedOn: LocalDate | undefined
}
export type DormBuilding = { readonly status: 'none' } | KnownBuilding

export const noBuilding = (): DormBuilding => ({ status: 'none' })

// --- Evolve ----------------------------------------------------------------------------------------------------------

const omitRoom = (rooms: Rooms, room: string): Rooms => Object.fromEntries(Object.entries(rooms).filter(([other]) => other !== room))

/** Folds one event; an event of a building nobody registered cannot have been decided and is left out. */
export const evolveBuilding = (state: DormBuilding, event: DormBuildingEvent): DormBuilding => {
  const statusOf = ({ equipped }: { readonly equipped: boolean }) => (equipped ? 'equipped' : 'incomplete')
  if (event.type === 'BuildingRegistered') return { status: statusOf(event.data), rooms: {}, vacated: [], closedOn: undefined }
  if (state.status === 'none') return state
  switch (event.type) {
    case 'RoomAssigned': {
      const { room, kind, counselorId } = event.data
      return {
        ...state,
        status: statusOf(event.data),
        rooms: { ...state.rooms, [room]: { kind, counselorId } },
        vacated: state.vacated.filter((other) => other !== room),
      }
    }
    case 'RoomVacated': {
      const { room } = event.data
      return { ...state, status: statusOf(event.data), rooms: omitRoom(state.rooms, room), vacated: [...state.vacated, room] }
    }
    case 'BuildingClosed':
      return { ...state, status: 'closed', closedOn: event.data.on }
  }
}

// --- Commands --------------------------------------------------------------------------------------------------------

type Register = CommandOf<typeof RegisterBuilding>
type Assign = CommandOf<typeof AssignRoom>
type Vacate = CommandOf<typeof VacateRoom>
type Close = CommandOf<typeof CloseBuilding>
export type DormBuildingCommand = Register | Assign | Vacate | Close

// --- Decide ----------------------------------------------------------------------------------------------------------

const wrongState = (s: DormBuilding): never => refuse('WrongState', ['R-AK-70'], { status: s.status })

/** R-AK-70, R-AK-71; without a number the campus asks for no such room. */
const isEquipped = (rooms: Rooms, { policy }: Pick<DecisionContext, 'policy'>): boolean => {
  const has = (kind: DormRoomKind) => Object.values(rooms).filter((room) => room.kind === kind).length
  const offices = policy.value('staffing.dorm.officesPerBuilding') ?? 0
  const activityRooms = policy.value('staffing.dorm.activityRoomsPerBuilding') ?? 0
  return has('office') >= offices && has('activityRoom') >= activityRooms
}

/** `∅ → incomplete`, or `equipped` where the campus asks for no rooms. */
const registerBuilding = ({ data: { siteId, buildingId }, metadata }: Register, s: DormBuilding): DormBuildingEvent[] => {
  if (s.status === 'closed') return wrongState(s)
  return s.status === 'none' ? [happened(BuildingRegistered, { siteId, buildingId, equipped: isEquipped({}, metadata) })] : []
}

const assignRoom = ({ data, metadata }: Assign, s: DormBuilding): DormBuildingEvent[] => {
  if (s.status === 'none' || s.status === 'closed') return wrongState(s)
  const { siteId, buildingId, kind, room, counselorId } = data
  const taken = s.rooms[room]
  if (taken) return sameData(taken, { kind, counselorId }) ? [] : refuse('RoomTaken', ['R-AK-70', 'R-AK-71'], { room, kind: taken.kind })
  const equipped = isEquipped({ ...s.rooms, [room]: { kind, counselorId } }, metadata)
  return [happened(RoomAssigned, { siteId, buildingId, kind, room, ...(counselorId ? { counselorId } : {}), equipped })]
}

const vacateRoom = ({ data: { siteId, buildingId, room }, metadata }: Vacate, s: DormBuilding): DormBuildingEvent[] => {
  if (s.status === 'none' || s.status === 'closed') return wrongState(s)
  if (!s.rooms[room]) return s.vacated.includes(room) ? [] : refuse('WrongState', ['R-AK-70'], { status: s.status, room })
  return [happened(RoomVacated, { siteId, buildingId, room, equipped: isEquipped(omitRoom(s.rooms, room), metadata) })]
}

const closeBuilding = ({ data, metadata }: Close, s: DormBuilding): DormBuildingEvent[] => {
  const { siteId, buildingId } = data
  const on = data.on ?? metadata.asOf
  if (s.status === 'closed' && s.closedOn === on) return []
  if (s.status === 'none' || s.status === 'closed') return wrongState(s)
  return [happened(BuildingClosed, { siteId, buildingId, on })]
}

const decide = (command: DormBuildingCommand, state: DormBuilding): DormBuildingEvent[] => {
  switch (command.type) {
    case 'RegisterBuilding':
      return registerBuilding(command, state)
    case 'AssignRoom':
      return assignRoom(command, state)
    case 'VacateRoom':
      return vacateRoom(command, state)
    case 'CloseBuilding':
      return closeBuilding(command, state)
  }
}

/** `∅ → incomplete ⇄ equipped → closed`. R-AK-70, R-AK-71. */
export const dormBuildingDecider: AggregateDecider<DormBuilding, DormBuildingCommand, DormBuildingEvent> = {
  initialState: noBuilding,
  decide,
  evolve: evolveBuilding,
}
