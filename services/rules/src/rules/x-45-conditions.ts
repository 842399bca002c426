import { FilesHandedOver, FilesReported } from '@fudao/contracts/assessment'
import { AllowanceAllotted, AllowanceResumed, AllowanceStopped, DepartmentsSet, IncomeParityRecorded } from '@fudao/contracts/staffing'
import { defineRule, type Route, type Rule, type RuleEvent } from '@fudao/rules'
import { type AllowanceState, allowanceEvents, evolveAllowances, reactAllowances, unknownMonth, withOwed } from './conditions-allowances.js'
import { type AssemblyState, assemblyEvents, evolveAssemblies, reactAssemblies, unknownDepartment } from './conditions-assemblies.js'
import { type BuildingState, buildingEvents, evolveBuilding, reactBuilding, unknownBuilding } from './conditions-buildings.js'
import { evolveJournals, type JournalState, journalEvents, reactJournals, unknownCounselor } from './conditions-journals.js'
import { evolveOwnFiles, type OwnFileState, ownFileEvents, reactOwnFiles, unknownFiles } from './conditions-own-files.js'
import { evolveParity, type ParityState, parityEvents, reactParity, unknownYear } from './conditions-parity.js'
import { byCounselor } from './routes.js'

const allowanceTypes: readonly string[] = allowanceEvents.map(({ type }) => type)

type State = BuildingState | AssemblyState | AllowanceState | ParityState | JournalState | OwnFileState

const departmentsOf = (event: RuleEvent): readonly string[] =>
  event.type === DepartmentsSet.type
    ? (event as RuleEvent<{ departments: { departmentId: string }[] }>).data.departments.map((d) => d.departmentId)
    : []
const assemblyKey = (departmentId: unknown): string => `assembly:${String(departmentId)}`
const monthKey = (year: unknown, month: number): string => `allowance:${String(year)}-${String(month).padStart(2, '0')}`

const journalTypes: ReadonlySet<string> = new Set(journalEvents.map(({ type }) => type))

const route = (event: RuleEvent): readonly Route[] => {
  const { siteId, buildingId, departmentId, year, month, fromMonth, counselorId } = event.data
  if (journalTypes.has(event.type)) return [`journals:${String(counselorId)}`]
  if (event.type === FilesReported.type || event.type === FilesHandedOver.type) return [`ownFiles:${String(counselorId)}`]
  // a department that is not in the list any more hears of it too
  if (event.type === DepartmentsSet.type) return [...departmentsOf(event).map(assemblyKey), { alias: 'departments' }]
  if (event.type === AllowanceAllotted.type) return [monthKey(year, Number(month)), `parity:${String(year)}`]
  if (event.type === IncomeParityRecorded.type) return [`parity:${String(year)}`]
  if (event.type === AllowanceStopped.type || event.type === AllowanceResumed.type)
    return Array.from({ length: 13 - Number(fromMonth) }, (_, index) => monthKey(year, Number(fromMonth) + index))
  if (month !== undefined) return [monthKey(year, Number(month))]
  return departmentId === undefined ? [`dorm:${String(siteId)}_${String(buildingId)}`] : [assemblyKey(departmentId)]
}

const initial = (key: string): State => {
  const at = key.indexOf(':')
  const ref = key.slice(at + 1)
  switch (key.slice(0, at)) {
    case 'assembly':
      return unknownDepartment(ref)
    case 'allowance':
      return unknownMonth(ref)
    case 'parity':
      return unknownYear(ref)
    case 'journals':
      return unknownCounselor(ref)
    case 'ownFiles':
      return unknownFiles(ref)
    default:
      return unknownBuilding(ref)
  }
}

/**
 * Working conditions, journals and own files that are missing become tasks of their owners, monthly and at the start of a term, and are taken back when they are
 * there (R-AK-23, 25, 70..73, 75). One instance per building, department, month of allowances, year of parity, and two per counselor.
 */
export const conditions: Rule = defineRule<State>({
  id: 'X-45',
  title: { zh: '工作条件与待遇核查', en: 'the check of working conditions and pay' },
  owner: 'studentAffairs',
  handles: [...new Set([...buildingEvents, ...assemblyEvents, ...allowanceEvents, ...parityEvents, ...journalEvents, ...ownFileEvents])],
  issues: [],
  route,
  aliases: (event) => departmentsOf(event).map((departmentId) => ({ alias: 'departments', key: assemblyKey(departmentId) })),
  initial,
  parts: { balances: (cause) => (cause.kind === 'event' && allowanceTypes.includes(cause.event.type) ? byCounselor(cause.event) : []) },
  upgrade: (state) => (state.kind === 'allowance' ? withOwed(state) : state),
  evolve: (state, cause, context) => {
    switch (state.kind) {
      case 'dorm':
        return evolveBuilding(state, cause, context)
      case 'assembly':
        return evolveAssemblies(state, cause, context)
      case 'allowance':
        return evolveAllowances(state, cause, context)
      case 'parity':
        return evolveParity(state, cause, context)
      case 'journals':
        return evolveJournals(state, cause, context)
      case 'ownFiles':
        return evolveOwnFiles(state, cause, context)
    }
  },
  react: (state, cause, context) => {
    switch (state.kind) {
      case 'dorm':
        return reactBuilding(state, cause, context)
      case 'assembly':
        return reactAssemblies(state, cause, context)
      case 'allowance':
        return reactAllowances(state, cause)
      case 'parity':
        return reactParity(state, cause, context)
      case 'journals':
        return reactJournals(state, cause, context)
      case 'ownFiles':
        return reactOwnFiles(state, cause, context)
    }
  },
})
