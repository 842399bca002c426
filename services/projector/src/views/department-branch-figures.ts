import { fileCategories } from '@fudao/contracts/assessment'
import type { Bilingual } from '@fudao/contracts/kit'
import type { departmentBranchView, RowOfView } from '@fudao/contracts/views'
import { isoWeeksIn, type Rational, rational, showRational } from '@fudao/domain-kit'
import type { Figure } from './computed.js'

type Item = RowOfView<typeof departmentBranchView>

interface Term {
  readonly termId: string
  readonly from: string
  readonly to: string
}
/** What is counted: a term up to the day, or the calendar year where the campus has set no terms. */
export interface BranchPeriod {
  readonly termId: string | null
  readonly from: string
  readonly to: string
  readonly weeks: readonly string[] | null
}
/** What a counselor recorded by the day. */
export interface BranchInputs {
  readonly work: readonly { readonly dutyCode: number; readonly system: string | null; readonly on: string; readonly minutes: number }[]
  readonly journals: readonly { readonly isoWeek: string; readonly issues: number; readonly replied: boolean }[]
  /** The report of the term. */
  readonly report: {
    readonly students: number
    readonly complete: readonly number[]
    readonly special: number
    readonly specialWithOwnFile: number
  } | null
  /** Days on which an incident was reported. */
  readonly incidents: readonly string[]
}

export const branchPeriod = (terms: readonly Term[], asOf: string): BranchPeriod => {
  const term = terms
    .filter(({ from }) => from <= asOf)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .at(-1)
  if (!term) return { termId: null, from: `${asOf.slice(0, 4)}-01-01`, to: asOf, weeks: null }
  return { termId: term.termId, from: term.from, to: term.to < asOf ? term.to : asOf, weeks: isoWeeksIn(term) }
}

const shareOf = (part: number, whole: number): Rational | null => (whole === 0 ? null : rational(part, whole))
const percent = (share: Rational | null): string | null => share && `${showRational(rational(share.num * 100, share.den), 1)}%`
const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)

type Figures = Omit<Item, 'id' | 'counselorId' | 'name' | 'departmentId' | 'departmentName' | 'asOf' | 'policyVersion'>

/** RM-10 of one counselor, exact. */
export const branchFigures = (inputs: BranchInputs, { termId, from, to, weeks }: BranchPeriod): Figures => {
  const within = (on: string): boolean => from <= on && on <= to
  const work = inputs.work.filter(({ on }) => within(on))
  const minutesOf = (code: number): number => sum(work.filter(({ dutyCode }) => dutyCode === code).map(({ minutes }) => minutes))
  const countOf = (system: string): number => work.filter((entry) => entry.system === system).length
  const totalMinutes = sum(work.map(({ minutes }) => minutes))
  const outsideMinutes = minutesOf(0)
  const codes = [...new Set(work.map(({ dutyCode }) => dutyCode))].filter((code) => code > 0).toSorted((a, b) => a - b)
  const journals = inputs.journals.filter(({ isoWeek }) => weeks === null || weeks.includes(isoWeek)).length
  const offDutyShare = shareOf(outsideMinutes, totalMinutes)
  const journalShare = weeks && shareOf(journals, weeks.length)
  const { report } = inputs
  const fileCompleteness = report && shareOf(sum(report.complete), fileCategories.length * report.students)
  return {
    termId,
    from,
    to,
    totalMinutes,
    dutyMinutes: Object.fromEntries(codes.map((code) => [String(code), minutesOf(code)])),
    outsideMinutes,
    offDutyShare,
    offDutyShareShown: percent(offDutyShare),
    talks: countOf('talk'),
    observations: countOf('classObservation'),
    dormVisits: countOf('dormVisit'),
    meetings: countOf('classMeeting'),
    journals,
    weeksInTerm: weeks?.length ?? null,
    journalShare,
    journalShareShown: percent(journalShare),
    unansweredIssues: sum(inputs.journals.filter(({ replied }) => !replied).map(({ issues }) => issues)),
    students: report?.students ?? null,
    fileCompleteness,
    fileCompletenessShown: percent(fileCompleteness),
    withoutOwnFile: report && report.special - report.specialWithOwnFile,
    incidents: inputs.incidents.filter(within).length,
    pendingEndorsements: null,
  }
}

const both = (text: string): Bilingual => ({ zh: text, en: text })
const shown = (value: number | string | null): Bilingual => (value === null ? { zh: '无', en: 'none' } : both(String(value)))
const minutes = (n: number): Bilingual => ({ zh: `${n} 分钟`, en: `${n} minutes` })

/** Each column with its calculation. */
export const explainBranch = (item: Item, { report }: Pick<BranchInputs, 'report'>): readonly Figure[] => {
  const counted = (name: keyof Item, zh: string, en: string, rules: readonly string[]): Figure => ({
    name,
    title: { zh, en },
    shown: shown(item[name] as number | null),
    rules,
  })
  return [
    {
      name: 'totalMinutes',
      title: { zh: '记录的工作时间', en: 'time recorded' },
      shown: minutes(item.totalMinutes),
      rules: ['R-AK-18'],
      lines: [
        ...Object.entries(item.dutyMinutes).map(([code, n]) => ({ zh: `职责 ${code}：${n} 分钟`, en: `duty ${code}: ${n} minutes` })),
        { zh: `职责以外：${item.outsideMinutes} 分钟`, en: `outside the duties: ${item.outsideMinutes} minutes` },
        both(`${[...Object.values(item.dutyMinutes), item.outsideMinutes].join(' + ')} = ${item.totalMinutes}`),
      ],
    },
    {
      name: 'offDutyShare',
      title: { zh: '职责以外的时间占比', en: 'share outside the duties' },
      shown: shown(item.offDutyShareShown),
      rules: ['R-AK-18'],
      lines: item.offDutyShare ? [both(`${item.outsideMinutes} ÷ ${item.totalMinutes} = ${item.offDutyShareShown}`)] : [],
    },
    counted('talks', '谈心次数', 'talks', ['R-AK-19']),
    counted('observations', '听课次数', 'classes observed', ['R-AK-20']),
    counted('dormVisits', '进宿舍次数', 'dorm visits', ['R-AK-21']),
    counted('meetings', '班会次数', 'class meetings', ['R-AK-22']),
    {
      name: 'journalShare',
      title: { zh: '周记提交比例', en: 'journals submitted' },
      shown: shown(item.journalShareShown ?? item.journals),
      rules: ['R-AK-23'],
      policy: ['calendar.terms'],
      lines: item.journalShare ? [both(`${item.journals} ÷ ${item.weeksInTerm} = ${item.journalShareShown}`)] : [],
    },
    counted('unansweredIssues', '尚未答复的问题', 'issues not replied to', ['R-AK-23']),
    {
      name: 'fileCompleteness',
      title: { zh: '档案完整率', en: 'files complete' },
      shown: shown(item.fileCompletenessShown),
      rules: ['R-AK-24'],
      lines:
        report && item.fileCompleteness
          ? [
              both(`${report.complete.join(' + ')} = ${sum(report.complete)}`),
              both(`${sum(report.complete)} ÷ (${fileCategories.length} × ${report.students}) = ${item.fileCompletenessShown}`),
            ]
          : [],
    },
    {
      ...counted('withoutOwnFile', '特别关注而无一人一档', 'special attention without a file of their own', ['R-AK-25']),
      lines: report ? [both(`${report.special} − ${report.specialWithOwnFile} = ${item.withoutOwnFile}`)] : [],
    },
    counted('incidents', '报告的安全稳定事件', 'incidents reported', ['R-AK-14']),
  ]
}

export const concludeBranch = ({ from, to, totalMinutes, offDutyShareShown }: Item): Bilingual => ({
  zh: `${from} 至 ${to} 记录工作 ${totalMinutes} 分钟，职责以外占 ${offDutyShareShown ?? '—'}`,
  en: `From ${from} to ${to}: ${totalMinutes} minutes of work, ${offDutyShareShown ?? '—'} outside the duties.`,
})
