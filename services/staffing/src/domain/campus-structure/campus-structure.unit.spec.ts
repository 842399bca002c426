import { DepartmentsSet, SetDepartments, staffingContext } from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, test } from 'vitest'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { campusStructureDecider } from './campus-structure.js'

const { given } = deciderSpec(campusStructureDecider)
const nursing = { departmentId: 'nursing', name: '护理系', teachingUnit: true, siteId: 'main', grades: ['2022', '2023'] }
const office = { departmentId: 'office', name: '学工部', teachingUnit: false, siteId: 'main', grades: [] }
const set = happened(DepartmentsSet, { departments: [nursing] })

describe('CampusStructure: state × command', () => {
  testStateCommandTable(
    campusStructureDecider,
    staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'CampusStructure'),
    { none: [], set: [set] },
    [
      { command: SetDepartments, payload: { departments: [nursing] }, cells: { none: 'accepts', set: 'nothing' } },
      { command: SetDepartments, payload: { departments: [nursing, office] }, cells: { none: 'accepts', set: 'accepts' } },
      { command: SetDepartments, payload: { departments: [] }, cells: { none: 'accepts', set: 'accepts' } },
    ],
    {},
  )
})

test('department ids are unique → InvalidValue', () => {
  given()
    .when(SetDepartments, { departments: [nursing, { ...office, departmentId: 'nursing' }] })
    .thenRefuses('InvalidValue', ['R-AK-28'], { departmentId: 'nursing' })
})
