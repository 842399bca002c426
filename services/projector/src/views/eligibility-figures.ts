import type { Bilingual } from '@fudao/contracts/kit'
import { addDays, daysBefore, lastCounted, type Period, type PolicyView, promotionService } from '@fudao/domain-kit'
import type { RecordedAssessment, RecordedCertificate, RecordedStint } from '../projections/teacher-service.js'
import type { Figure } from './computed.js'

export interface EligibilityInputs {
  readonly stints: readonly RecordedStint[]
  readonly assessments: readonly RecordedAssessment[]
  readonly certificates: readonly RecordedCertificate[]
}

/** What was known by a day, and what follows from it (R-AK-48, A-15). */
export const eligibilityFigures = (inputs: EligibilityInputs, asOf: string, policy: PolicyView) => {
  const years = policy.value('staffing.teacherPromotion.minYears')
  const cumulative = policy.value('staffing.teacherPromotion.cumulative') ?? true
  const stints = inputs.stints.filter(({ from }) => from <= asOf).toSorted((a, b) => (a.from < b.from ? -1 : 1))
  // the last word on a year by that day
  const byYear = new Map(inputs.assessments.filter(({ on }) => on <= asOf).map((one) => [one.year, one]))
  const assessments = [...byYear.values()]
  const service = promotionService(stints, assessments, { years: years ?? 0, cumulative })
  const served = daysBefore(service.served, asOf)
  const countedDays = daysBefore(service.counted, asOf)
  const assessed = lastCounted(service, assessments, asOf)
  const firstEligibleOn = years === null ? null : service.enoughOn
  const enough = firstEligibleOn !== null && firstEligibleOn <= asOf
  const certificate = inputs.certificates.find(({ on, endedOn }) => on <= asOf && (endedOn === null || endedOn > asOf))
  return {
    stints,
    service,
    years,
    cumulative,
    figures: {
      servedDays: served,
      countedDays,
      excludedDays: served - countedDays,
      failedYears: [...service.failedYears],
      assessedYear: assessed?.year ?? null,
      firstEligibleOn,
      eligible: enough && assessed?.qualified === true,
      certificate: certificate ? { targetRank: certificate.targetRank, on: certificate.on } : null,
    },
  }
}
export type Eligibility = ReturnType<typeof eligibilityFigures>

const both = (text: string): Bilingual => ({ zh: text, en: text })
const yesNo = (value: boolean): Bilingual => (value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' })
const daysOf = (periods: readonly Period[], asOf: string): readonly Bilingual[] =>
  periods
    .filter(({ from }) => from < asOf)
    .map((period) => {
      const to = period.to !== null && period.to < asOf ? period.to : addDays(asOf, -1)
      const days = daysBefore([period], asOf)
      return { zh: `${period.from} 至 ${to}：${days} 天`, en: `${period.from} to ${to}: ${days} days` }
    })
const sumLine = (days: number): Bilingual => ({ zh: `合计 ${days} 天（首尾两日均计）`, en: `together ${days} days, both ends included` })

/** Each column of RM-15 with its calculation. */
export const explainEligibility = ({ service, years, cumulative, figures }: Eligibility, asOf: string): readonly Figure[] => {
  const rules = ['R-AK-48', 'A-15']
  const cut = figures.failedYears.join(', ')
  const enough: readonly Bilingual[] =
    figures.firstEligibleOn === null
      ? []
      : [
          cumulative
            ? { zh: '各段经历累计，角色可混合', en: 'stints are added up, whatever the role' }
            : { zh: '须一段经历单独满足', en: 'one stint alone must be long enough' },
          {
            zh: `满 ${String(years)} 年的首日：${figures.firstEligibleOn}`,
            en: `first day with ${String(years)} full years: ${figures.firstEligibleOn}`,
          },
          both(`${asOf} ${figures.firstEligibleOn <= asOf ? '≥' : '<'} ${figures.firstEligibleOn}`),
        ]
  return [
    {
      name: 'servedDays',
      title: { zh: '担任辅导员或班主任的天数', en: 'days as counselor or class teacher' },
      shown: both(String(figures.servedDays)),
      rules,
      lines: [...daysOf(service.served, asOf), sumLine(figures.servedDays)],
    },
    {
      name: 'excludedDays',
      title: { zh: '考核不合格年度内、不计的天数', en: 'days of failed years, which do not count' },
      shown: both(String(figures.excludedDays)),
      rules,
      lines: cut === '' ? [] : [{ zh: `不合格年度：${cut}`, en: `failed years: ${cut}` }],
    },
    {
      name: 'countedDays',
      title: { zh: '计入的天数', en: 'days that count' },
      shown: both(String(figures.countedDays)),
      rules,
      lines: [...daysOf(service.counted, asOf), both(`${figures.servedDays} − ${figures.excludedDays} = ${figures.countedDays}`)],
    },
    {
      name: 'firstEligibleOn',
      title: { zh: '年限满足之日', en: 'first day with enough service' },
      shown: figures.firstEligibleOn === null ? { zh: '尚不能满足', en: 'not within reach' } : both(figures.firstEligibleOn),
      rules,
      policy: ['staffing.teacherPromotion.minYears', 'staffing.teacherPromotion.cumulative'],
      lines: enough,
    },
    {
      name: 'assessedYear',
      title: { zh: '计入时间内最近的考核年度', en: 'last assessed year of the counted time' },
      shown: figures.assessedYear === null ? { zh: '无', en: 'none' } : both(String(figures.assessedYear)),
      rules,
    },
    { name: 'eligible', title: { zh: '符合条件', en: 'eligible' }, shown: yesNo(figures.eligible), rules },
  ]
}

export const concludeEligibility = ({ figures, years }: Eligibility, asOf: string): Bilingual => {
  if (years === null) return { zh: '本校未启用该项要求', en: 'The campus does not ask for it' }
  if (figures.eligible)
    return {
      zh: `截至 ${asOf} 已满 ${years} 年且考核合格（${String(figures.assessedYear)}）`,
      en: `By ${asOf} the service makes ${years} full years and ${String(figures.assessedYear)} was assessed qualified`,
    }
  const on = figures.firstEligibleOn
  if (on === null || on > asOf)
    return {
      zh: on === null ? `不足 ${years} 年` : `不足 ${years} 年，${on} 起满足`,
      en: on === null ? `Less than ${years} full years` : `Less than ${years} full years before ${on}`,
    }
  return { zh: '年限已满，计入的时间内没有合格的考核', en: 'Long enough, but no assessment of the counted time is qualified' }
}
