import { roster } from './roster.js'

/** Who plays which worked example of the regulations (R-AK-80 … R-AK-83) and its neighbours. */
export const cast = {
  /** T-70: one failed year, accepts the offered post. */
  accepts: 'c_0001',
  /** T-71: one failed year, refuses; termination is permitted and the committee retains. */
  refuses: 'c_0002',
  /** T-73: 2022 and 2023 failed. */
  twoInARow: 'c_0003',
  /** T-75: 2021 and 2023 failed with a qualified year between: single fails. */
  apart: 'c_0004',
  /** Two failed years, terminated by decision: barred. */
  terminated: 'c_0005',
  /** Does not answer the offer: silence is no refusal. */
  silent: 'c_0006',
  /** 2021 and 2023 failed, 2022 exempt: the gap breaks the sequence. */
  gapYear: 'c_0007',
  /** 2023 final before 2022, both failed. */
  outOfOrder: 'c_0008',
  /** 2023 failed, revised to qualified on appeal: the case is withdrawn. */
  revised: 'c_0009',
  /** Unsuitability confirmed, offer refused: escalated, not permitted. */
  unsuitable: 'c_0010',
  /** Unsuitability confirmed, dismissed on review. */
  unsuitableDismissed: 'c_0011',
  /** T-79: contract to 2024-12-31; 2023 qualified, unqualified, not final. */
  dueQualified: 'c_0012',
  dueUnqualified: 'c_0013',
  dueNotFinal: 'c_0014',
  /** Cleared and renewed. */
  renewed: 'c_0015',
  /** The main job: 2022 failed, 2023 proposed as failed and waiting to be finalised. */
  mainJob: 'c_0016',
  /** Held, renewed with the party committee's approval. */
  renewedHeld: 'c_0017',
  /** T-22: labour dispatch by exception. */
  dispatch: 'c_0018',
} as const

export type Grade = 'excellent' | 'qualified' | 'unqualified'
export const storyYears = [2021, 2022, 2023] as const

const failed: Readonly<Record<number, readonly string[]>> = {
  2021: [cast.apart, cast.gapYear],
  2022: [cast.twoInARow, cast.terminated, cast.outOfOrder, cast.mainJob],
  2023: [
    cast.accepts,
    cast.refuses,
    cast.twoInARow,
    cast.apart,
    cast.terminated,
    cast.silent,
    cast.gapYear,
    cast.outOfOrder,
    cast.revised,
    cast.dueUnqualified,
    cast.mainJob,
    cast.renewedHeld,
  ],
}

/** The grade the story wants; one in six of the others is excellent. */
export const gradeOf = (counselorId: string, year: number): Grade => {
  if (failed[year]?.includes(counselorId)) return 'unqualified'
  const index = roster.findIndex((c) => c.counselorId === counselorId)
  return (index + year) % 6 === 0 ? 'excellent' : 'qualified'
}

/** Party scores in hundredths that lead to the grade with the demo's thresholds. */
export const scoresOf = (
  counselorId: string,
  year: number,
): Readonly<Record<'studentAffairs' | 'orgPersonnel' | 'deptBranch' | 'students', number>> => {
  const base = { excellent: 9200, qualified: 8000, unqualified: 5200 }[gradeOf(counselorId, year)]
  const spread = ((Number(counselorId.slice(2)) * 37 + year) % 9) * 25
  return { studentAffairs: base + spread, orgPersonnel: base - 100 + spread, deptBranch: base + 150, students: base + 50 }
}
