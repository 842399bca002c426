import type { Bilingual } from '@fudao/contracts/kit'
import type { RatioPolicy, Staff } from '@fudao/domain-kit'
import type { Figure } from './computed.js'
import { comparisonLines, gapLines, postsLines, type StaffingFigures, type StaffingInputs } from './staffing-figures.js'

const plain = (value: number | string | null): Bilingual => {
  if (value === null) return { zh: '无', en: 'none' }
  return { zh: String(value), en: String(value) }
}
const yesNo = (value: boolean | null): Bilingual =>
  value === null ? { zh: '无法判断', en: 'cannot be told' } : value ? { zh: '达标', en: 'met' } : { zh: '不达标', en: 'not met' }
const title = (zh: string, en: string): Bilingual => ({ zh, en })
const same = (text: string): readonly Bilingual[] => [{ zh: text, en: text }]

const perPolicy = ['staffing.ratio.studentsPerCounselor', 'staffing.ratio.inclusive'] as const

/** Each column of a row of RM-01 with its calculation; `lines` of the campus's verdict differ where departments are judged (A-05). */
export const explainStaffing = (
  inputs: StaffingInputs,
  figures: StaffingFigures,
  policy: RatioPolicy,
  verdict?: readonly Bilingual[],
): readonly Figure[] => {
  const { students, fullTime, partTime, headcountAsOf, approvedPosts } = inputs
  const { num, den } = policy.weight
  const staff: Staff | null = students === null ? null : { students, fullTime, partTime }
  const told = (lines: (s: Staff) => readonly Bilingual[]): readonly Bilingual[] => (staff ? lines(staff) : [])
  const ratioLines = (counselors: string, units: number, per: number): readonly Bilingual[] =>
    staff && units > 0
      ? [
          {
            zh: `${staff.students} ÷ ${counselors} = ${staff.students * per}/${units} ≈ 显示一位小数（四舍五入）`,
            en: `${staff.students} ÷ ${counselors} = ${staff.students * per}/${units}, shown with one decimal, half up`,
          },
        ]
      : []
  return [
    {
      name: 'students',
      title: title(`在校学生数${headcountAsOf ? `（${headcountAsOf}）` : ''}`, `students${headcountAsOf ? ` (of ${headcountAsOf})` : ''}`),
      shown: plain(students),
      rules: ['R-AK-29'],
    },
    {
      name: 'fullTime',
      title: title('专职辅导员（含离岗）', 'full-time counselors, those on leave included'),
      shown: plain(fullTime),
      rules: ['R-AK-01', 'R-AK-32'],
    },
    {
      name: 'partTime',
      title: title('兼职辅导员（含离岗）', 'part-time counselors, those on leave included'),
      shown: plain(partTime),
      rules: ['R-AK-01', 'R-AK-36'],
    },
    { name: 'approvedPosts', title: title('核定专职岗位', 'approved full-time posts'), shown: plain(approvedPosts), rules: ['R-AK-29'] },
    {
      name: 'fte',
      title: title('折合专职人数', 'full-time equivalents'),
      shown: plain(figures.fteShown),
      rules: ['R-AK-37', 'A-07'],
      policy: ['staffing.partTimeWeight'],
      lines: same(`${fullTime} + ${partTime} × ${num}/${den} = ${den * fullTime + num * partTime}/${den}`),
    },
    {
      name: 'required',
      title: title('按师生比应配', 'required by the ratio'),
      shown: plain(figures.requiredShown),
      rules: ['R-AK-29'],
      policy: ['staffing.ratio.studentsPerCounselor'],
      lines: figures.required ? same(`${students} ÷ ${policy.studentsPerCounselor} = ${figures.required.num}/${figures.required.den}`) : [],
    },
    {
      name: 'ratio',
      title: title('师生比（折合）', 'ratio by equivalents'),
      shown: plain(figures.ratio),
      rules: ['R-AK-29', 'R-AK-37'],
      lines: ratioLines(`${den * fullTime + num * partTime}/${den}`, den * fullTime + num * partTime, den),
    },
    {
      name: 'ratioFullTime',
      title: title('师生比（只计专职）', 'ratio of full-time counselors'),
      shown: plain(figures.ratioFullTime),
      rules: ['R-AK-29'],
      lines: ratioLines(String(fullTime), fullTime, 1),
    },
    {
      name: 'compliantFte',
      title: title('折合口径是否达标', 'met by equivalents'),
      shown: yesNo(figures.compliantFte),
      rules: ['R-AK-29', 'R-AK-37', 'A-03', 'A-04'],
      policy: [...perPolicy, 'staffing.partTimeWeight'],
      lines: told((s) => comparisonLines(s, policy, 'fte')),
    },
    {
      name: 'gapThirdsFte',
      title: title(`折合口径缺口（1/${den} 名）`, `gap by equivalents (in 1/${den})`),
      shown: plain(figures.gapThirdsFte),
      rules: ['R-AK-29', 'A-07'],
      policy: [...perPolicy, 'staffing.partTimeWeight'],
      lines: told((s) => gapLines(s, policy, 'fte')),
    },
    {
      name: 'compliantFullTimeOnly',
      title: title('只计专职口径是否达标', 'met by full-time counselors alone'),
      shown: yesNo(figures.compliantFullTimeOnly),
      rules: ['R-AK-29', 'A-03', 'A-04'],
      policy: [...perPolicy],
      lines: told((s) => comparisonLines(s, policy, 'fullTimeOnly')),
    },
    {
      name: 'gapThirdsFullTimeOnly',
      title: title(`只计专职口径缺口（1/${den} 名）`, `gap of full-time counselors (in 1/${den})`),
      shown: plain(figures.gapThirdsFullTimeOnly),
      rules: ['R-AK-29', 'A-04'],
      policy: [...perPolicy],
      lines: told((s) => gapLines(s, policy, 'fullTimeOnly')),
    },
    {
      name: 'minimumPosts',
      title: title('最低专职岗位数', 'least full-time posts'),
      shown: plain(figures.minimumPosts),
      rules: ['R-AK-29'],
      policy: [...perPolicy],
      lines: told((s) => postsLines(s.students, policy)),
    },
    {
      name: 'vacancies',
      title: title('空缺岗位', 'vacancies'),
      shown: plain(figures.vacancies),
      rules: ['R-AK-30'],
      lines: approvedPosts === null ? [] : same(`max(0, ${approvedPosts} − ${fullTime}) = ${figures.vacancies}`),
    },
    {
      name: 'fullTimeMajority',
      title: title('以专为主', 'full-time majority'),
      shown: figures.fullTimeMajority ? title('是', 'yes') : title('否（提醒）', 'no (a warning)'),
      rules: ['R-AK-30', 'A-06'],
      policy: ['staffing.fullTimeMajority'],
      lines: same(
        policy.majority === 'headcount'
          ? `${fullTime} ${fullTime > partTime ? '>' : '≤'} ${partTime}${figures.fullTimeShareShown ? `; ${fullTime} ÷ (${fullTime} + ${partTime}) = ${figures.fullTimeShareShown}` : ''}`
          : `${den} × ${fullTime} ${den * fullTime > num * partTime ? '>' : '≤'} ${num} × ${partTime}`,
      ),
    },
    ...(policy.partTimeQuota === null
      ? []
      : [
          {
            name: 'partTimeOverQuota',
            title: title('兼职超出名额', 'part-time above the number fixed'),
            shown: plain(figures.partTimeOverQuota),
            rules: ['R-AK-36'],
            policy: ['staffing.partTime.quota'] as const,
            lines: same(`max(0, ${partTime} − ${policy.partTimeQuota}) = ${figures.partTimeOverQuota}`),
          },
        ]),
    {
      name: 'compliant',
      title: title('是否达标', 'compliant'),
      shown: yesNo(figures.compliant),
      rules: ['R-AK-29', 'A-03', 'A-04', 'A-05'],
      policy: [...perPolicy, 'staffing.ratio.basis', 'staffing.ratio.scope', 'staffing.partTimeWeight'],
      lines: verdict ?? told((s) => comparisonLines(s, policy, policy.basis)),
    },
  ]
}

/** `师生比 1:200.0，不达标：还差 1/3 名` in one sentence. */
export const concludeStaffing = (
  { students, ratio, compliant, gapThirds, unitsPerPost, basis }: StaffingFigures & { readonly ratio: string | null },
  ratioFullTime: string | null,
): Bilingual => {
  if (students === null)
    return { zh: '尚未登记在校学生数，无法判断师生比', en: 'No headcount is recorded, so that nothing can be said of the ratio.' }
  const shown = (basis === 'fte' ? ratio : ratioFullTime) ?? '—'
  const said = shown === 'none' ? { zh: '没有辅导员', en: 'no counselors' } : { zh: shown, en: shown }
  if (compliant === null) return { zh: `师生比 ${said.zh}；本校未设师生比要求`, en: `Ratio ${said.en}; the campus has set no ratio.` }
  if (compliant) return { zh: `师生比 ${said.zh}，达标`, en: `Ratio ${said.en}: compliant.` }
  return {
    zh: `师生比 ${said.zh}，不达标：还差 ${gapThirds}/${unitsPerPost} 名`,
    en: `Ratio ${said.en}: not compliant, ${gapThirds}/${unitsPerPost} of a counselor missing.`,
  }
}
