import {
  AssignRoom,
  BuildingClosed,
  BuildingRegistered,
  CloseBuilding,
  RegisterBuilding,
  RoomAssigned,
  RoomVacated,
  staffingContext,
  VacateRoom,
} from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, test } from 'vitest'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { dormBuildingDecider } from './dorm-building.js'

const defaults = { preset: 'aksu', asOf: '2024-09-01' } as const
const { given } = deciderSpec(dormBuildingDecider, defaults)
const b3 = { siteId: 'main', buildingId: 'b3' }
const office = { ...b3, kind: 'office', room: '101', counselorId: 'c1' } as const
const activityRoom = { ...b3, kind: 'activityRoom', room: '102' } as const
const registered = happened(BuildingRegistered, { ...b3, equipped: false })
const withOffice = happened(RoomAssigned, { ...office, equipped: false })
const withBoth = happened(RoomAssigned, { ...activityRoom, equipped: true })
const officeVacated = happened(RoomVacated, { ...b3, room: '101', equipped: false })
const closed = happened(BuildingClosed, { ...b3, on: '2024-09-01' })

describe('R-AK-70 每栋学生宿舍设立辅导员办公室, R-AK-71 党团活动室', () => {
  test('a new building lacks both', () => {
    given().when(RegisterBuilding, b3).thenEmits(registered)
  })
  test('an office alone is not enough; with an activity room the building is equipped', () => {
    given(registered).when(AssignRoom, office).thenEmits(withOffice)
    given(registered, withOffice).when(AssignRoom, activityRoom).thenEmits(withBoth)
  })
  test('without the office it is not any more', () => {
    given(registered, withOffice, withBoth)
      .when(VacateRoom, { ...b3, room: '101' })
      .thenEmits(officeVacated)
  })
  test('how many is the campus’s number; without numbers every building is equipped', () => {
    given(registered, withOffice)
      .when(AssignRoom, activityRoom, { policy: { 'staffing.dorm.officesPerBuilding': 2 } })
      .thenEmits(happened(RoomAssigned, { ...activityRoom, equipped: false }))
    given()
      .when(RegisterBuilding, b3, {
        policy: { 'staffing.dorm.officesPerBuilding': null, 'staffing.dorm.activityRoomsPerBuilding': null },
      })
      .thenEmits(happened(BuildingRegistered, { ...b3, equipped: true }))
  })
  test('a room that has a use is taken → RoomTaken', () => {
    given(registered, withOffice)
      .when(AssignRoom, { ...activityRoom, room: '101' })
      .thenRefuses('RoomTaken', ['R-AK-70', 'R-AK-71'], { room: '101', kind: 'office' })
    given(registered, withOffice)
      .when(AssignRoom, { ...office, counselorId: 'c2' })
      .thenRefuses('RoomTaken')
  })
  test('a room nobody assigned is not vacated', () => {
    given(registered)
      .when(VacateRoom, { ...b3, room: '999' })
      .thenRefuses('WrongState', ['R-AK-70'], { room: '999' })
  })
})

describe('DormBuilding: state × command', () => {
  testStateCommandTable(
    dormBuildingDecider,
    staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'DormBuilding'),
    {
      none: [],
      incomplete: [registered, withOffice],
      equipped: [registered, withOffice, withBoth],
      vacated: [registered, withOffice, withBoth, officeVacated],
      closed: [registered, withOffice, closed],
    },
    [
      {
        command: RegisterBuilding,
        payload: b3,
        cells: { none: 'accepts', incomplete: 'nothing', equipped: 'nothing', vacated: 'nothing', closed: 'WrongState' },
      },
      {
        command: AssignRoom,
        payload: office,
        cells: { none: 'WrongState', incomplete: 'nothing', equipped: 'nothing', vacated: 'accepts', closed: 'WrongState' },
      },
      {
        command: AssignRoom,
        payload: { ...office, kind: 'activityRoom' },
        cells: { none: 'WrongState', incomplete: 'RoomTaken', equipped: 'RoomTaken', vacated: 'accepts', closed: 'WrongState' },
      },
      {
        command: VacateRoom,
        payload: { ...b3, room: '101' },
        cells: { none: 'WrongState', incomplete: 'accepts', equipped: 'accepts', vacated: 'nothing', closed: 'WrongState' },
      },
      {
        command: CloseBuilding,
        payload: b3,
        cells: { none: 'WrongState', incomplete: 'accepts', equipped: 'accepts', vacated: 'accepts', closed: 'nothing' },
      },
      {
        command: CloseBuilding,
        payload: { ...b3, on: '2025-01-01' },
        cells: { none: 'WrongState', incomplete: 'accepts', equipped: 'accepts', vacated: 'accepts', closed: 'WrongState' },
      },
    ],
    defaults,
  )
})
