import type { EventOf } from '@fudao/contracts/kit'
import { type Department, DepartmentsSet, type SetDepartments } from '@fudao/contracts/staffing'
import { type AggregateDecider, type CommandOf, happened, type Recorded, refuse } from '@fudao/domain-kit'
import { sameData } from '../own-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type CampusStructureEvent = Recorded<EventOf<typeof DepartmentsSet>>

// --- State -----------------------------------------------------------------------------------------------------------

export interface CampusStructure {
  /** `undefined` until they are first set. */
  readonly departments: readonly Department[] | undefined
}
export const noStructure = (): CampusStructure => ({ departments: undefined })

// --- Evolve ----------------------------------------------------------------------------------------------------------

export const evolveCampusStructure = (_: CampusStructure, event: CampusStructureEvent): CampusStructure => ({
  departments: event.data.departments,
})

// --- Commands --------------------------------------------------------------------------------------------------------

type SetAll = CommandOf<typeof SetDepartments>
export type CampusStructureCommand = SetAll

// --- Decide ----------------------------------------------------------------------------------------------------------

const repeated = (values: readonly string[]): string | undefined => values.find((value, index) => values.indexOf(value) !== index)

/** Sets the list as a whole. */
const setDepartments = ({ data: { departments } }: SetAll, s: CampusStructure): CampusStructureEvent[] => {
  const twice = repeated(departments.map(({ departmentId }) => departmentId))
  if (twice !== undefined) return refuse('InvalidValue', ['R-AK-28'], { field: 'departments', departmentId: twice })
  return sameData(departments, s.departments) ? [] : [happened(DepartmentsSet, { departments })]
}

const decide = (command: CampusStructureCommand, state: CampusStructure): CampusStructureEvent[] => {
  switch (command.type) {
    case 'SetDepartments':
      return setDepartments(command, state)
  }
}

/** Departments, sites and grades of one campus (R-AK-28). */
export const campusStructureDecider: AggregateDecider<CampusStructure, CampusStructureCommand, CampusStructureEvent> = {
  initialState: noStructure,
  decide,
  evolve: evolveCampusStructure,
}
