import type { Grade } from '@fudao/contracts/assessment'

// What the results of one counselor mean, said a second time and without history: the domain's words over the years as they stand.

/** `gap`: exempt or cancelled; `pending`: opened, no result yet. */
export type Standing = Grade | 'gap' | 'pending'
/** Years in ascending order. */
export type Years = readonly (readonly [year: number, standing: Standing])[]

/** Pairs of failed years with nothing but gaps between them; years nobody opened are gaps too. */
export const pairs = (years: Years, gap: 'breaks' | 'skips'): readonly (readonly [number, number])[] => {
  const failed = years.filter(([, standing]) => standing === 'unqualified').map(([year]) => year)
  return failed.flatMap((after, at) => {
    const before = failed[at - 1]
    if (before === undefined) return []
    const between = years.filter(([year]) => before < year && year < after)
    const adjacent = gap === 'breaks' ? after === before + 1 : between.every(([, standing]) => standing === 'gap')
    return adjacent ? [[before, after] as const] : []
  })
}
/** Failed years without a failed neighbour. */
export const singles = (years: Years, gap: 'breaks' | 'skips'): readonly number[] => {
  const paired = pairs(years, gap).flat()
  return years.filter(([year, standing]) => standing === 'unqualified' && !paired.includes(year)).map(([year]) => year)
}
/** what the results say about renewal; `noticeYear` is the year awaited since the notice day. */
export const clearance = (years: Years, sanctioned: boolean, noticeYear: number | undefined): 'held' | 'cleared' | null => {
  const graded = years.filter(([, standing]) => standing !== 'gap' && standing !== 'pending')
  const [latest, grade] = graded.at(-1) ?? []
  const awaited = noticeYear !== undefined && (latest ?? 0) < noticeYear && years.find(([year]) => year === noticeYear)?.[1] !== 'gap'
  if (awaited || (noticeYear !== undefined && latest === undefined) || grade === 'unqualified' || sanctioned) return 'held'
  return latest === undefined ? null : 'cleared'
}
