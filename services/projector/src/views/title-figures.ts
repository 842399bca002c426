import { createHash } from 'node:crypto'
import type { Bilingual } from '@fudao/contracts/kit'
import { titleRanks } from '@fudao/contracts/staffing'
import type { RowOfView, titleStructureView } from '@fudao/contracts/views'
import { sayCode, sentence } from '@fudao/contracts/vocabulary'
import { compareRational, type Rational, rational, showRational } from '@fudao/domain-kit'
import type { Figure } from './computed.js'

export type TitleFigures = Omit<RowOfView<typeof titleStructureView>, 'asOf' | 'policyVersion'>

/** The last structure recorded by the day: of the teachers per rank, or of the management staff per grade. */
export interface RankStructure {
  readonly asOf: string
  readonly teachersByRank: Readonly<Record<string, number>>
}
export interface TitleInputs {
  /** Counselors in service by their highest rank. */
  readonly counselors: Readonly<Record<string, number>>
  /** Events that verified the research of the counselors of a rank. */
  readonly research: Readonly<Record<string, readonly string[]>>
  readonly structure: RankStructure | null
  readonly reserved: Rational | null
}
export interface GradeInputs {
  /** Counselors in service by the grade granted last. */
  readonly counselors: Readonly<Record<string, number>>
  readonly structure: RankStructure | null
}

const percent = (share: Rational | null): string | null => share && `${showRational(rational(share.num * 100, share.den), 1)}%`
const shareOf = (part: number, whole: number): Rational | null => (whole === 0 ? null : rational(part, whole))
const sum = (counts: readonly (number | undefined)[]): number => counts.reduce((total: number, n) => total + (n ?? 0), 0)

/** Rows of one list: the counselors' shares beside the others', exact. Whoever has `none` of them is compared with nobody. */
const compareShares = (
  list: TitleFigures['list'],
  ranks: readonly string[],
  none: string,
  { counselors, structure }: GradeInputs,
): readonly TitleFigures[] => {
  const counselorsTotal = sum(Object.values(counselors))
  const teachersTotal = structure ? sum(ranks.map((rank) => structure.teachersByRank[rank])) : null
  return [...ranks, none].map((id): TitleFigures => {
    const own = counselors[id] ?? 0
    const teachers = structure && id !== none ? (structure.teachersByRank[id] ?? 0) : null
    const counselorShare = shareOf(own, counselorsTotal)
    const teacherShare = teachers === null || teachersTotal === null ? null : shareOf(teachers, teachersTotal)
    return {
      list,
      id,
      rank: id,
      counselors: own,
      counselorsTotal,
      counselorShare,
      counselorShareShown: percent(counselorShare),
      teachersAsOf: structure?.asOf ?? null,
      teachers,
      teachersTotal,
      teacherShare,
      teacherShareShown: percent(teacherShare),
      reservedShare: null,
      reservedShareShown: null,
      reservedMet: null,
      research: null,
    }
  })
}

/** R-AK-51, R-AK-56: counselors per rank beside the full-time teachers. */
export const titleFigures = ({ research, reserved, ...inputs }: TitleInputs): readonly TitleFigures[] =>
  compareShares('titles', titleRanks, 'untitled', inputs).map((row) => {
    const reservedShare = row.id === 'senior' ? reserved : null
    return {
      ...row,
      reservedShare,
      reservedShareShown: percent(reservedShare),
      reservedMet: reservedShare && row.counselorShare && compareRational(row.counselorShare, reservedShare) >= 0,
      research: research[row.id]?.length ?? 0,
    }
  })

const numerals = '一二三四五六七八九十'
/** 五级, 5级: the first number in the name of a grade; the first grade is the highest. */
const levelOf = (grade: string): number => {
  const [found = ''] = /[一二三四五六七八九十]|\d+/.exec(grade) ?? []
  return numerals.includes(found) ? numerals.indexOf(found) + 1 : Number(found)
}
/** Ids are letters and digits, names of grades are not. */
export const gradeId = (grade: string): string =>
  grade === 'ungraded' ? grade : `grade_${createHash('sha256').update(grade).digest('hex').slice(0, 16)}`
const lowestFirst = (a: string, b: string): number => levelOf(b) - levelOf(a) || (a < b ? -1 : 1)

/** R-AK-58: counselors per management grade beside the management staff; the grades are those the institution has. */
export const gradeFigures = (inputs: GradeInputs): readonly TitleFigures[] => {
  const known = [...Object.keys(inputs.counselors), ...Object.keys(inputs.structure?.teachersByRank ?? {})]
  const grades = [...new Set(known)].filter((grade) => grade !== 'ungraded').toSorted(lowestFirst)
  return compareShares('grades', grades, 'ungraded', inputs).map((row) => ({ ...row, id: gradeId(row.rank) }))
}

const both = (text: string): Bilingual => ({ zh: text, en: text })
const shown = (value: number | string | null): Bilingual => (value === null ? { zh: '无', en: 'none' } : both(String(value)))

const explainReserved = (row: TitleFigures): readonly Figure[] => {
  const { counselors, counselorsTotal, reservedShare, reservedMet } = row
  if (!reservedShare) return []
  const compared = `${counselors}/${counselorsTotal} ${reservedMet ? '≥' : '<'} ${reservedShare.num}/${reservedShare.den}`
  return [
    {
      name: 'reservedShare',
      title: { zh: '专设正高级岗位比例', en: 'reserved share of full-senior posts' },
      shown: shown(row.reservedShareShown),
      rules: ['R-AK-56'],
      policy: ['staffing.seniorPostShare'],
      lines: row.counselorShare ? [both(compared)] : [],
    },
  ]
}

/** Each column of a row with its calculation. */
export const explainTitles = (row: TitleFigures): readonly Figure[] => {
  const titles = row.list === 'titles'
  const rules = [titles ? 'R-AK-51' : 'R-AK-58']
  const others = titles ? { zh: '同级专任教师', en: 'teachers' } : { zh: '同级管理人员', en: 'management staff' }
  const name = sayCode(row.rank)
  const division = (part: number | null, whole: number | null, share: string | null): readonly Bilingual[] =>
    share === null ? [] : [both(`${part} ÷ ${whole} = ${share}`)]
  return [
    { name: 'counselors', title: { zh: `${name.zh}辅导员`, en: `counselors, ${name.en}` }, shown: shown(row.counselors), rules },
    {
      name: 'counselorShare',
      title: { zh: '占辅导员比例', en: 'share of the counselors' },
      shown: shown(row.counselorShareShown),
      rules,
      lines: division(row.counselors, row.counselorsTotal, row.counselorShareShown),
    },
    {
      name: 'teacherShare',
      title: {
        zh: `${others.zh}比例${row.teachersAsOf ? `（${row.teachersAsOf}）` : ''}`,
        en: `share of the ${others.en}${row.teachersAsOf ? ` (of ${row.teachersAsOf})` : ''}`,
      },
      shown: shown(row.teacherShareShown),
      rules,
      lines: division(row.teachers, row.teachersTotal, row.teacherShareShown),
    },
    ...explainReserved(row),
    ...(titles
      ? [
          {
            name: 'research',
            title: { zh: '科研成果（含网络文化成果）', en: 'research, online works included' },
            shown: shown(row.research),
            rules: ['R-AK-55'],
          },
        ]
      : []),
  ]
}

/** The row in a sentence. */
export const concludeTitles = (row: TitleFigures): Bilingual => {
  const name = sentence(sayCode(row.rank))
  const others = row.list === 'titles' ? { zh: '专任教师', en: 'the teachers' } : { zh: '管理人员', en: 'the management staff' }
  return {
    zh: `${name.zh}：辅导员 ${row.counselorShareShown ?? '—'}，${others.zh} ${row.teacherShareShown ?? '—'}`,
    en: `${name.en}: ${row.counselorShareShown ?? '—'} of the counselors, ${row.teacherShareShown ?? '—'} of ${others.en}.`,
  }
}
