import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { dormBuildingDecider } from '../domain/dorm-building/dorm-building.js'

export const dormBuildingHandlers = aggregateHandlers({
  decider: dormBuildingDecider,
  events: [c.BuildingRegistered, c.RoomAssigned, c.RoomVacated, c.BuildingClosed],
  commands: [c.RegisterBuilding, c.AssignRoom, c.VacateRoom, c.CloseBuilding],
})
