import type { Grade } from '@fudao/contracts/assessment'
import { type TitleRank, titleRanks } from '@fudao/contracts/staffing'
import type { RowOfView, talentPoolView } from '@fudao/contracts/views'
import { daysBefore, fullYearsOn, mergePeriods, type Period } from '@fudao/domain-kit'

export type TalentRow = RowOfView<typeof talentPoolView>
export interface TalentInputs {
  readonly counselorId: string
  readonly name: string | null
  /** Ascending. */
  readonly spans: readonly {
    readonly from: string
    readonly to: string | null
    readonly employment: 'fullTime' | 'partTime'
    readonly departmentId: string
  }[]
  readonly titles: readonly { readonly title: string; readonly rank: TitleRank; readonly grantedOn: string }[]
  readonly grades: readonly { readonly year: number; readonly grade: Grade; readonly on: string }[]
  readonly awards: readonly { readonly year: number; readonly award: string; readonly on: string }[]
}
type Unranked = Omit<TalentRow, 'rank' | 'departmentName'>

/** Whole years that were over when `asOf` began (C-05). */
const wholeYears = (periods: readonly Period[], asOf: string): number => {
  for (let years = 1; ; years += 1) {
    const on = fullYearsOn(periods, years)
    if (on === null || on > asOf) return years - 1
  }
}

/** Someone's row on a day; `undefined`: never full time by then. */
export const talentOf = ({ counselorId, name, spans, titles, grades, awards }: TalentInputs, asOf: string): Unranked | undefined => {
  const begun = spans.filter(({ from }) => from <= asOf)
  const fullTime = mergePeriods(begun.filter(({ employment }) => employment === 'fullTime'))
  const [first, last] = [fullTime[0], fullTime.at(-1)]
  if (!first || !last) return undefined
  const today = begun.find(({ to }) => to === null || to >= asOf)
  const title = titles
    .filter(({ grantedOn }) => grantedOn <= asOf)
    .toSorted((a, b) => (a.grantedOn < b.grantedOn ? -1 : 1))
    .at(-1)
  return {
    id: counselorId,
    counselorId,
    name,
    departmentId: (today ?? begun.at(-1))?.departmentId ?? null,
    present: today?.employment === 'fullTime',
    employment: today?.employment ?? null,
    fullTimeFrom: first.from,
    fullTimeTo: last.to !== null && last.to < asOf ? last.to : null,
    fullTimeDays: daysBefore(fullTime, asOf),
    fullTimeYears: wholeYears(fullTime, asOf),
    title: title?.title ?? null,
    titleRank: title?.rank ?? null,
    grades: grades
      .filter(({ on }) => on <= asOf)
      .map(({ year, grade }) => ({ year, grade }))
      .toSorted((a, b) => b.year - a.year),
    awards: awards
      .filter(({ on }) => on <= asOf)
      .map(({ year, award }) => ({ year, award }))
      .toSorted((a, b) => b.year - a.year || (a.award < b.award ? -1 : 1)),
  }
}

const gradeRank: Readonly<Record<Grade, number>> = { excellent: 2, qualified: 1, unqualified: 0 }
const merit = (row: Unranked): readonly number[] => [
  row.grades[0] ? gradeRank[row.grades[0].grade] : 1,
  row.titleRank === null ? -1 : titleRanks.indexOf(row.titleRank),
  row.fullTimeDays,
]

/**
 * R-AK-59: (a) for heads of offices it leans to those who are full-time counselors now; (b) for student work whoever is or was one stands
 * alike. Then the last grade, the title, the days of full-time service.
 */
export const rankTalents = <R extends Unranked>(
  rows: readonly R[],
  post: 'officeHead' | 'studentWork',
): readonly (R & { rank: number })[] => {
  const keyOf = (row: R): readonly number[] => [post === 'officeHead' && row.present ? 1 : 0, ...merit(row)]
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .toSorted((a, b) => {
      const at = a.key.findIndex((value, index) => value !== b.key[index])
      return at < 0 ? (a.row.counselorId < b.row.counselorId ? -1 : 1) : (b.key[at] ?? 0) - (a.key[at] ?? 0)
    })
    .map(({ row }, index) => ({ ...row, rank: index + 1 }))
}
