import { z } from 'zod'
import { id, localDate, text } from '../kit/index.js'
import { DormBuilding } from './aggregates.js'
import * as e from './enums.js'
import { buildingKey } from './shapes.js'

// These names are stored: never renamed, never given another meaning. A change is a new version with an upcaster.

/** Whether the building has the rooms the campus asks for, by the policy of the day (R-AK-70, R-AK-71). */
const equipped = z.boolean()

export const BuildingRegistered = DormBuilding.event('BuildingRegistered', {
  title: { zh: '宿舍楼已登记', en: 'Building registered' },
  data: { ...buildingKey, equipped },
})
export const RoomAssigned = DormBuilding.event('RoomAssigned', {
  title: { zh: '用房已安排', en: 'Room assigned' },
  data: { ...buildingKey, kind: e.dormRoomKind, room: text, counselorId: id.optional(), equipped },
})
export const RoomVacated = DormBuilding.event('RoomVacated', {
  title: { zh: '用房已腾退', en: 'Room vacated' },
  data: { ...buildingKey, room: text, equipped },
})
export const BuildingClosed = DormBuilding.event('BuildingClosed', {
  title: { zh: '宿舍楼已停用', en: 'Building closed' },
  data: { ...buildingKey, on: localDate },
})
