import type { Bilingual } from '@fudao/contracts/kit'

type Entries = Readonly<Record<string, readonly [zh: string, en: string]>>

/** Names codes in both languages; a code of a newer release is shown as it is. */
export const words =
  (entries: Entries) =>
  (code: unknown): Bilingual => {
    const key = String(code)
    const [zh, en] = (Object.hasOwn(entries, key) ? entries[key] : undefined) ?? [key, key]
    return { zh, en }
  }

export const clearanceText = words({
  cleared: ['可以续订', 'Renewal is cleared'],
  held: ['暂缓续订', 'Renewal is held'],
  barred: ['不得续订', 'Renewal is barred'],
})
/** Why a clearance is as it is. */
export const clearanceReason = (reason: unknown, year: unknown): Bilingual =>
  words({
    terminationDecided: ['学校已决定解除合同', 'the institution decided to end the contract'],
    sanctioned: ['本人受到问责处理', 'the counselor was sanctioned'],
    latestYearUnqualified: [`最近一个审定年度（${String(year)}）考核不合格`, `the latest final year (${String(year)}) is unqualified`],
    noFinalGrade: [`${String(year)} 年度考核结果尚未审定`, `the result of ${String(year)} is not final yet`],
    latestYearQualified: [`最近一个审定年度（${String(year)}）考核合格`, `the latest final year (${String(year)}) is qualified`],
    nothingAgainst: ['没有不宜续订的情形', 'nothing speaks against it'],
  })(reason)

/** Why an exit case was withdrawn. */
export const withdrawnText = words({
  consecutiveFails: [
    '相邻年度也不合格，已并入连续两年不合格的事项',
    'the year next to it failed too; the case of two failed years in a row takes its place',
  ],
  resultRevised: ['考核结果已更改，不再不合格', 'the result was revised and is no longer a failed one'],
  findingDismissed: ['不适宜的认定已撤销', 'the finding of unsuitability was dismissed'],
})

/** `2022、2023` and `2022, 2023`. */
export const listed = (items: readonly unknown[]): Bilingual => ({ zh: items.join('、'), en: items.join(', ') })
