import { id, localDate, text } from '../kit/index.js'
import { DormBuilding } from './aggregates.js'
import * as ev from './dorm-building-events.js'
import * as e from './enums.js'
import { buildingKey } from './shapes.js'

const exampleBuilding = { siteId: 'site_main', buildingId: 'b3' }

export const RegisterBuilding = DormBuilding.command('RegisterBuilding', {
  title: { zh: '登记宿舍楼', en: 'Register a dorm building' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-70', 'R-AK-71'],
  refusals: ['WrongState'],
  emits: [ev.BuildingRegistered],
  payload: buildingKey,
  example: exampleBuilding,
})
export const AssignRoom = DormBuilding.command('AssignRoom', {
  title: { zh: '安排用房', en: 'Assign a room' },
  issuers: ['studentAffairs', 'system'],
  rules: ['R-AK-70', 'R-AK-71', 'X-10'],
  refusals: ['RoomTaken', 'WrongState'],
  emits: [ev.RoomAssigned],
  payload: { ...buildingKey, kind: e.dormRoomKind, room: text, counselorId: id.optional() },
  example: { ...exampleBuilding, kind: 'office', room: '101', counselorId: 'c_0001' },
})
export const VacateRoom = DormBuilding.command('VacateRoom', {
  title: { zh: '腾退用房', en: 'Vacate a room' },
  issuers: ['studentAffairs', 'system'],
  rules: ['R-AK-70', 'R-AK-71', 'X-10'],
  refusals: ['WrongState'],
  emits: [ev.RoomVacated],
  payload: { ...buildingKey, room: text },
  example: { ...exampleBuilding, room: '101' },
})
export const CloseBuilding = DormBuilding.command('CloseBuilding', {
  title: { zh: '停用宿舍楼', en: 'Close a dorm building' },
  issuers: ['studentAffairs'],
  rules: ['R-AK-70'],
  refusals: ['WrongState'],
  emits: [ev.BuildingClosed],
  payload: { ...buildingKey, on: localDate.optional() },
  example: { ...exampleBuilding, on: '2025-07-01' },
})
