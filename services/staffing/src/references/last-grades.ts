import {
  AssessmentCancelled,
  AssessmentExempted,
  AssessmentFinalized,
  AssessmentResultRevised,
  type Grade,
} from '@fudao/contracts/assessment'
import { defineReference } from '@fudao/service-kit'

type Grades = Readonly<Record<string, Grade>>
const byCounselor = ({ data }: { readonly data: { readonly counselorId: string } }) => [data.counselorId]

/** Final grades of each counselor by year (R-AK-69). */
export const lastGrades = defineReference('last-grades', {
  version: 1,
  columns: { counselorId: 'text', grades: 'json' },
  key: ['counselorId'],
  handlers: (from) => {
    const withGrade = (row: { readonly grades: unknown } | undefined, year: number, grade: Grade) => ({
      ...((row?.grades ?? {}) as Grades),
      [year]: grade,
    })
    const withoutYear = (row: { readonly grades: unknown }, year: number) =>
      Object.fromEntries(Object.entries(row.grades as Grades).filter(([other]) => other !== String(year)))
    return [
      from(AssessmentFinalized, byCounselor, (row, { campus, data: { counselorId, year, grade } }) => ({
        campus,
        counselorId,
        grades: withGrade(row, year, grade),
      })),
      from(AssessmentResultRevised, byCounselor, (row, { campus, data: { counselorId, year, to } }) => ({
        campus,
        counselorId,
        grades: withGrade(row, year, to),
      })),
      from(AssessmentExempted, byCounselor, (row, { data }) => row && { ...row, grades: withoutYear(row, data.year) }),
      from(AssessmentCancelled, byCounselor, (row, { data }) => row && { ...row, grades: withoutYear(row, data.year) }),
    ]
  },
})

/** Grade of the last year that has one. */
export const lastGradeOf = (row: { readonly grades: unknown } | null): Grade | null => {
  const [last] = Object.entries((row?.grades ?? {}) as Grades).toSorted(([a], [b]) => Number(b) - Number(a))
  return last?.[1] ?? null
}
