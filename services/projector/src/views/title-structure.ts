import type { Bilingual } from '@fudao/contracts/kit'
import { type TitleRank, titleRanks } from '@fudao/contracts/staffing'
import { type RowOfView, titleStructureView } from '@fudao/contracts/views'
import { sayCode, sentence } from '@fudao/contracts/vocabulary'
import { compareRational, type Rational, rational, showRational } from '@fudao/domain-kit'
import type { Db } from '@fudao/projections'
import { sql } from 'kysely'
import { tableNames as t } from '../tables.js'
import type { ComputedQuery, Figure } from './computed.js'
import { policyViewOf } from './staffing-ratio.js'
import { equals, toPage, type ViewContext, where } from './view-query.js'

type Item = RowOfView<typeof titleStructureView>

export interface TitleInputs {
  /** Counselors in service by their highest rank. */
  readonly counselors: Readonly<Partial<Record<Item['id'], number>>>
  /** Events that verified the research of the counselors of a rank. */
  readonly research: Readonly<Partial<Record<Item['id'], readonly string[]>>>
  readonly structure: { readonly asOf: string; readonly teachersByRank: Readonly<Record<string, number>> } | null
  readonly reserved: Rational | null
}

const percent = (share: Rational | null): string | null => share && `${showRational(rational(share.num * 100, share.den), 1)}%`
const shareOf = (part: number, whole: number): Rational | null => (whole === 0 ? null : rational(part, whole))
const sum = (counts: readonly (number | undefined)[]): number => counts.reduce((total: number, n) => total + (n ?? 0), 0)

type TitleFigures = Omit<Item, 'asOf' | 'policyVersion'>

/** R-AK-51, R-AK-56: the counselors' shares beside the teachers', exact. */
export const titleFigures = ({ counselors, research, structure, reserved }: TitleInputs): readonly TitleFigures[] => {
  const counselorsTotal = sum(Object.values(counselors))
  const teachersTotal = structure ? sum(titleRanks.map((rank) => structure.teachersByRank[rank])) : null
  return [...titleRanks, 'untitled' as const].map((id): TitleFigures => {
    const own = counselors[id] ?? 0
    const teachers = structure && id !== 'untitled' ? (structure.teachersByRank[id] ?? 0) : null
    const counselorShare = shareOf(own, counselorsTotal)
    const teacherShare = teachers === null || teachersTotal === null ? null : shareOf(teachers, teachersTotal)
    const reservedShare = id === 'senior' ? reserved : null
    return {
      id,
      counselors: own,
      counselorsTotal,
      counselorShare,
      counselorShareShown: percent(counselorShare),
      teachersAsOf: structure?.asOf ?? null,
      teachers,
      teachersTotal,
      teacherShare,
      teacherShareShown: percent(teacherShare),
      reservedShare,
      reservedShareShown: percent(reservedShare),
      reservedMet: reservedShare && counselorShare && compareRational(counselorShare, reservedShare) >= 0,
      research: research[id]?.length ?? 0,
    }
  })
}

/** What was true on the day: who served, the highest title granted by then, the last structure and round by then. */
const readInputs = async (db: Db, { campus, asOf, policy }: ViewContext, employment: unknown): Promise<TitleInputs> => {
  const counted = await sql<{ counselorId: string; ranks: readonly TitleRank[]; research: readonly string[] }>`
    select h."counselorId", coalesce(jsonb_agg(h2.rank) filter (where h2.rank is not null), '[]') as ranks,
      (select coalesce(jsonb_agg(a."eventId"), '[]') from ${t.achievements} a
       where a.campus = ${campus} and a."counselorId" = h."counselorId" and a."countsAsResearch" and a."verifiedOn" <= ${asOf}
         and (a."retractedOn" is null or a."retractedOn" > ${asOf})) as research
    from ${t.serviceHistories} h
    cross join lateral jsonb_to_recordset(h.spans) as s("from" text, "to" text, employment text)
    left join ${t.heldTitles} h2 on h2.campus = h.campus and h2."counselorId" = h."counselorId" and h2."grantedOn" <= ${asOf}
    where ${where(
      sql`h.campus = ${campus} and s."from" <= ${asOf} and (s."to" is null or s."to" >= ${asOf})`,
      equals(sql`s.employment`, employment as string | undefined),
    )}
    group by h."counselorId"`.execute(db)
  const counselors: Partial<Record<Item['id'], number>> = {}
  const research: Partial<Record<Item['id'], readonly string[]>> = {}
  for (const { ranks, research: own } of counted.rows) {
    const highest = [...titleRanks].reverse().find((rank) => ranks.includes(rank)) ?? 'untitled'
    counselors[highest] = (counselors[highest] ?? 0) + 1
    research[highest] = [...(research[highest] ?? []), ...own]
  }
  const structure = await sql<NonNullable<TitleInputs['structure']>>`
    select r."asOf", r."teachersByRank" from ${t.rankStructures} r
    join ${t.titleRounds} o on o.campus = r.campus and o."roundId" = r."roundId" and o.track = 'title'
    where r.campus = ${campus} and r."asOf" <= ${asOf} order by r."asOf" desc, o."openedOn" desc, r."roundId" desc limit 1`.execute(db)
  const round = await sql<{ seniorShare: Rational | null }>`
    select "seniorShare" from ${t.titleRounds}
    where campus = ${campus} and track = 'title' and "openedOn" <= ${asOf} order by "openedOn" desc, "roundId" desc limit 1`.execute(db)
  return {
    counselors,
    research,
    structure: structure.rows[0] ?? null,
    reserved: round.rows[0]?.seniorShare ?? policyViewOf(policy, asOf).value('staffing.seniorPostShare'),
  }
}

const both = (text: string): Bilingual => ({ zh: text, en: text })
const shown = (value: number | string | null): Bilingual => (value === null ? { zh: '无', en: 'none' } : both(String(value)))
const nameOf = (id: Item['id']): Bilingual => (id === 'untitled' ? { zh: '尚无职称', en: 'without a title' } : sayCode(id))

const explainRow = (row: TitleFigures): readonly Figure[] => [
  {
    name: 'counselors',
    title: { zh: `${nameOf(row.id).zh}辅导员`, en: `counselors, ${nameOf(row.id).en}` },
    shown: shown(row.counselors),
    rules: ['R-AK-51'],
  },
  {
    name: 'counselorShare',
    title: { zh: '占辅导员比例', en: 'share of the counselors' },
    shown: shown(row.counselorShareShown),
    rules: ['R-AK-51'],
    lines: row.counselorShare ? [both(`${row.counselors} ÷ ${row.counselorsTotal} = ${row.counselorShareShown}`)] : [],
  },
  {
    name: 'teacherShare',
    title: {
      zh: `同级专任教师比例${row.teachersAsOf ? `（${row.teachersAsOf}）` : ''}`,
      en: `share of the teachers${row.teachersAsOf ? ` (of ${row.teachersAsOf})` : ''}`,
    },
    shown: shown(row.teacherShareShown),
    rules: ['R-AK-51'],
    lines: row.teacherShare ? [both(`${row.teachers} ÷ ${row.teachersTotal} = ${row.teacherShareShown}`)] : [],
  },
  ...(row.reservedShare
    ? [
        {
          name: 'reservedShare',
          title: { zh: '专设正高级岗位比例', en: 'reserved share of full-senior posts' },
          shown: shown(row.reservedShareShown),
          rules: ['R-AK-56'],
          policy: ['staffing.seniorPostShare'] as const,
          lines: row.counselorShare
            ? [
                both(
                  `${row.counselors}/${row.counselorsTotal} ${row.reservedMet ? '≥' : '<'} ${row.reservedShare.num}/${row.reservedShare.den}`,
                ),
              ]
            : [],
        },
      ]
    : []),
  {
    name: 'research',
    title: { zh: '科研成果（含网络文化成果）', en: 'research, online works included' },
    shown: shown(row.research),
    rules: ['R-AK-55'],
  },
]

/** RM-17. */
export const titleStructureQuery: ComputedQuery = {
  view: titleStructureView,
  needs: ['campus', 'staffing-ratio', 'title-structure'],
  sortKeys: 1,
  read: async (db, filter, context) => {
    const items = titleFigures(await readInputs(db, context, filter.employment)).map(
      (row): Item => ({ ...row, asOf: context.asOf, policyVersion: context.policy.version }),
    )
    const order = new Map(items.map(({ id }, index) => [id, index]))
    const rank = ({ id }: Item): number => order.get(id) ?? 0
    const { rows, next } = toPage(
      items.filter((item) => rank(item) > Number(context.after?.[0] ?? -1)),
      context.limit,
      (item) => [rank(item)],
    )
    return { items: rows, next }
  },
  explain: async (db, id, context) => {
    const inputs = await readInputs(db, context, undefined)
    const row = titleFigures(inputs).find((other) => other.id === id)
    if (!row) return undefined
    const name = sentence(nameOf(row.id))
    const teachers = row.teacherShareShown ?? '—'
    return {
      conclusion: {
        zh: `${name.zh}：辅导员 ${row.counselorShareShown ?? '—'}，专任教师 ${teachers}`,
        en: `${name.en}: ${row.counselorShareShown ?? '—'} of the counselors, ${teachers} of the teachers.`,
      },
      figures: explainRow(row),
      events: sql`e."eventId" in (
        select "eventId" from ${t.titleRounds} where campus = ${context.campus} and track = 'title' and "openedOn" <= ${context.asOf}
        union select "eventId" from ${t.rankStructures} where campus = ${context.campus} and "asOf" <= ${context.asOf}
        union select jsonb_array_elements_text(${JSON.stringify(inputs.research[row.id] ?? [])}::jsonb))`,
    }
  },
}
