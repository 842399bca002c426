import type { DormRoomKind, TitleRank } from '@fudao/contracts/staffing'
import type { payAndFacilitiesView, RowOfView } from '@fudao/contracts/views'
import { type Rational, rational, showRational } from '@fudao/domain-kit'
import type { GradeList, ParityRecord, Payment, PlanRecord, RoomUse } from '../projections/working-conditions.js'

type Item = RowOfView<typeof payAndFacilitiesView>
type Row = Omit<Item, 'asOf' | 'policyVersion'>

/** What was recorded; the figures are those of one day. */
export interface ConditionInputs {
  readonly buildings: readonly { siteId: string; buildingId: string; from: string; closedOn: string | null; rooms: readonly RoomUse[] }[]
  readonly allowances: readonly {
    year: string
    amount: number | null
    allottedOn: string | null
    dueOn: string | null
    payments: readonly Payment[]
    stoppedOn: string | null
  }[]
  readonly parity: readonly { year: string; rank: TitleRank; records: readonly ParityRecord[] }[]
  readonly plans: readonly { departmentId: string; termId: string; plans: readonly PlanRecord[] }[]
  readonly grades: readonly GradeList[]
  readonly departmentNames: ReadonlyMap<string, string | null>
}
export interface ConditionPolicy {
  readonly officesPerBuilding: number | null
  readonly activityRoomsPerBuilding: number | null
  readonly terms: readonly { readonly termId: string; readonly from: string; readonly to: string }[]
}

const nothing: Omit<Row, 'list' | 'id'> = {
  year: null,
  allotted: null,
  paid: null,
  matching: null,
  due: null,
  onTime: null,
  onTimeShare: null,
  onTimeShown: null,
  rank: null,
  counselorAvg: null,
  teacherAvg: null,
  parityGap: null,
  siteId: null,
  buildingId: null,
  offices: null,
  officesRequired: null,
  officesMissing: null,
  activityRooms: null,
  activityRoomsRequired: null,
  activityRoomsMissing: null,
  departmentId: null,
  departmentName: null,
  termId: null,
  grades: null,
  timetabled: null,
  timetabledShare: null,
  notTimetabled: [],
}

const shareOf = (part: number, whole: number): Rational | null => (whole === 0 ? null : rational(part, whole))
const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0)
const lastBy = <T extends { readonly on: string }>(records: readonly T[], asOf: string): T | undefined =>
  records.findLast(({ on }) => on <= asOf)

/** R-AK-73, R-AK-74: allotted beside paid, and what was paid in full by its due day (C-04). */
const allowanceRows = ({ allowances }: ConditionInputs, asOf: string): readonly Row[] =>
  [...new Set(allowances.map(({ year }) => year))].sort().flatMap((year): readonly Row[] => {
    const months = allowances
      .filter((month) => month.year === year)
      .map(({ payments, ...month }) => ({ ...month, payments: payments.filter(({ paidOn }) => paidOn <= asOf) }))
    const allotted = months.filter(
      ({ amount, allottedOn, stoppedOn }) =>
        amount !== null && allottedOn !== null && allottedOn <= asOf && (stoppedOn === null || stoppedOn > asOf),
    )
    if (allotted.length === 0 && months.every(({ payments }) => payments.length === 0)) return []
    const inTime = allotted.filter(
      ({ amount, dueOn, payments }) =>
        dueOn !== null && total(payments.filter(({ paidOn }) => paidOn <= dueOn).map(({ regional }) => regional)) >= (amount ?? 0),
    )
    const due = allotted.filter((month) => month.dueOn !== null && (month.dueOn < asOf || inTime.includes(month))).length
    const onTimeShare = shareOf(inTime.length, due)
    return [
      {
        ...nothing,
        list: 'allowances',
        id: `allowances_${year}`,
        year: Number(year),
        allotted: total(allotted.map(({ amount }) => amount ?? 0)),
        paid: total(months.flatMap(({ payments }) => payments.map(({ regional }) => regional))),
        matching: total(months.flatMap(({ payments }) => payments.map(({ matching }) => matching))),
        due,
        onTime: inTime.length,
        onTimeShare,
        onTimeShown: onTimeShare && `${showRational(rational(onTimeShare.num * 100, onTimeShare.den), 1)}%`,
      },
    ]
  })

/** R-AK-75. */
const parityRows = ({ parity }: ConditionInputs, asOf: string): readonly Row[] =>
  parity.flatMap(({ year, rank, records }): readonly Row[] => {
    const record = lastBy(records, asOf)
    if (!record) return []
    const { counselorAvg, teacherAvg, gap } = record
    const parityGap = gap > 0 ? gap : null
    return [{ ...nothing, list: 'parity', id: `parity_${year}_${rank}`, year: Number(year), rank, counselorAvg, teacherAvg, parityGap }]
  })

/** R-AK-70, R-AK-71: buildings in use, with what they lack by the numbers of the day. */
const buildingRows = ({ buildings }: ConditionInputs, policy: ConditionPolicy, asOf: string): readonly Row[] =>
  buildings
    .filter(({ from, closedOn }) => from <= asOf && (closedOn === null || closedOn > asOf))
    .map(({ siteId, buildingId, rooms }): Row => {
      const inUse = (kind: DormRoomKind) =>
        rooms.filter((use) => use.kind === kind && use.from <= asOf && (use.to === null || use.to > asOf)).length
      const [offices, activityRooms] = [inUse('office'), inUse('activityRoom')]
      return {
        ...nothing,
        list: 'buildings',
        id: `building_${siteId}_${buildingId}`,
        siteId,
        buildingId,
        offices,
        officesRequired: policy.officesPerBuilding,
        officesMissing: Math.max(0, (policy.officesPerBuilding ?? 0) - offices),
        activityRooms,
        activityRoomsRequired: policy.activityRoomsPerBuilding,
        activityRoomsMissing: Math.max(0, (policy.activityRoomsPerBuilding ?? 0) - activityRooms),
      }
    })

/** R-AK-72: departments with grades, in the term that holds the day. */
const assemblyRows = ({ grades, plans, departmentNames }: ConditionInputs, { terms }: ConditionPolicy, asOf: string): readonly Row[] => {
  const term = terms.find(({ from, to }) => from <= asOf && asOf <= to)
  if (!term) return []
  return Object.entries(lastBy(grades, asOf)?.departments ?? {}).flatMap(([departmentId, own]): readonly Row[] => {
    if (own.length === 0) return []
    const plan = plans.find((other) => other.departmentId === departmentId && other.termId === term.termId)
    const listed = (plan && lastBy(plan.plans, asOf)?.timetabled) ?? []
    const notTimetabled = own.filter((grade) => !listed.includes(grade))
    const timetabled = own.length - notTimetabled.length
    return [
      {
        ...nothing,
        list: 'assemblies',
        id: `assemblies_${departmentId}_${term.termId}`,
        departmentId,
        departmentName: departmentNames.get(departmentId) ?? null,
        termId: term.termId,
        grades: own.length,
        timetabled,
        timetabledShare: shareOf(timetabled, own.length),
        notTimetabled,
      },
    ]
  })
}

/** RM-18 on one day, list after list, each by its id. */
export const conditionFigures = (inputs: ConditionInputs, policy: ConditionPolicy, asOf: string): readonly Row[] =>
  [allowanceRows(inputs, asOf), assemblyRows(inputs, policy, asOf), buildingRows(inputs, policy, asOf), parityRows(inputs, asOf)].flatMap(
    (rows) => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1)),
  )
