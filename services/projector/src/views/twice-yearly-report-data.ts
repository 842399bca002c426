import type { Bilingual } from '@fudao/contracts/kit'
import {
  type payAndFacilitiesView,
  type RowOfView,
  reportSections,
  type staffingRatioView,
  type titleStructureView,
  twiceYearlyReportDataView,
} from '@fudao/contracts/views'
import { sayCode } from '@fudao/contracts/vocabulary'
import { type Rational, rational, showRational, yearOf, yearSpan } from '@fudao/domain-kit'
import type { Db } from '@fudao/projections'
import { sql } from 'kysely'
import type { HeldBriefing } from '../projections/working-conditions.js'
import { tableNames as t } from '../tables.js'
import { payAndFacilitiesQuery } from './pay-and-facilities.js'
import { policyViewOf, staffingRatioQuery } from './staffing-ratio.js'
import { titleStructureQuery } from './title-structure.js'
import { toPage, type ViewContext, type ViewQuery } from './view-query.js'

type Item = RowOfView<typeof twiceYearlyReportDataView>
type Line = Omit<Item, 'asOf' | 'policyVersion'>
type ConditionRow = RowOfView<typeof payAndFacilitiesView>

const both = (text: string): Bilingual => ({ zh: text, en: text })
const stateOf = (holds: boolean | null): Item['state'] => (holds === null ? null : holds ? 'met' : 'notMet')
const nothingYet: Bilingual = { zh: '尚无数据', en: 'nothing recorded yet' }

/** A figure of a section; its id is the section and the name. */
const figure = (
  section: Item['section'],
  readModel: string,
  name: string,
  title: Bilingual,
  value: { readonly of?: Rational | null; readonly shown: string; readonly met?: boolean | null },
): Line => ({
  id: `${section}_${name}`,
  section,
  readModel,
  title,
  shown: both(value.shown),
  num: value.of?.num ?? null,
  den: value.of?.den ?? null,
  state: stateOf(value.met ?? null),
  on: null,
})
/** A line without a figure, which says why there is none. */
const without = (
  section: Item['section'],
  readModel: string,
  name: string,
  title: Bilingual,
  state: 'noneYet' | 'noRequirement' | 'notAvailable',
  shown: Bilingual,
): Line => ({ ...figure(section, readModel, name, title, { shown: '' }), shown, state })
/** `part ÷ whole`, not reduced: people know the whole. Nothing of nothing is neither met nor not. */
const ratioLine = (section: Item['section'], readModel: string, name: string, title: Bilingual, part: number, whole: number): Line =>
  whole === 0
    ? without(section, readModel, name, title, 'noneYet', nothingYet)
    : { ...figure(section, readModel, name, title, { shown: `${part}/${whole}`, met: part >= whole }), num: part, den: whole }

/** R-AK-26, A-10: the briefings of the year that holds the day, and what was decided in them. */
const briefingLines = async (db: Db, { campus, asOf, policy }: ViewContext): Promise<readonly Line[]> => {
  const { value } = policyViewOf(policy, asOf)
  const kind = value('calendar.yearKind') ?? 'calendar'
  const calendarYear = yearOf(asOf)
  const year = asOf < yearSpan(calendarYear, kind).from ? calendarYear - 1 : calendarYear
  const found = await sql<{ held: readonly HeldBriefing[] }>`
    select held from ${t.briefingYears} where campus = ${campus} and year = ${String(year)}`.execute(db)
  const held = (found.rows[0]?.held ?? []).filter(({ on }) => on <= asOf)
  const count = held.filter(({ heard, studied }) => heard && studied).length
  const required = value('staffing.briefing.minPerYear', yearSpan(year, kind).from)
  const title = { zh: `${year} 年度党委会听取并研究的次数`, en: `briefings heard and studied in ${year}` }
  return [
    required === null
      ? { ...figure('briefings', 'RM-19', 'held', title, { of: rational(count), shown: String(count) }), state: 'noRequirement' as const }
      : ratioLine('briefings', 'RM-19', 'held', title, count, required),
    ...held.flatMap(({ on, decisions }) =>
      decisions.map(
        (text, index): Line => ({
          id: `briefings_${on}_${index + 1}`,
          section: 'briefings',
          readModel: 'RM-19',
          title: { zh: '党委会决定', en: 'decision of the party committee' },
          shown: both(text),
          num: null,
          den: null,
          state: 'decided',
          on,
        }),
      ),
    ),
  ]
}

const staffingLines = async (db: Db, context: ViewContext): Promise<readonly Line[]> => {
  const { items } = await staffingRatioQuery.read(db, { scope: 'campus' }, context)
  const campus = items[0] as RowOfView<typeof staffingRatioView> | undefined
  if (!campus) return []
  const line = (name: string, zh: string, en: string, value: Parameters<typeof figure>[4]) =>
    figure('conditions', 'RM-01', name, { zh, en }, value)
  const count = (n: number | null) => ({ of: n === null ? null : rational(n), shown: n === null ? '—' : String(n) })
  return [
    line('students', '在校学生', 'students', count(campus.students)),
    line('fullTime', '专职辅导员', 'full-time counselors', count(campus.fullTime)),
    line('partTime', '兼职辅导员', 'part-time counselors', count(campus.partTime)),
    line('ratio', '师生比', 'staffing ratio', {
      shown: (campus.basis === 'fte' ? campus.ratio : campus.ratioFullTime) ?? '—',
      met: campus.compliant,
    }),
    line('vacancies', '空缺岗位', 'vacancies', count(campus.vacancies)),
  ]
}

/** R-AK-70, R-AK-71. Where the campus asks for neither kind of room there is nothing to be met. */
const buildingLine = (buildings: readonly ConditionRow[]): Line => {
  const title = { zh: '办公室和活动室齐备的宿舍楼', en: 'dorm buildings with office and activity room' }
  const asked = buildings.filter((row) => row.officesRequired !== null || row.activityRoomsRequired !== null)
  if (buildings.length > 0 && asked.length === 0)
    return without('conditions', 'RM-18', 'buildings', title, 'noRequirement', { zh: '学校未设定要求', en: 'the campus asks for none' })
  const equipped = asked.filter((row) => (row.officesMissing ?? 0) + (row.activityRoomsMissing ?? 0) === 0)
  return ratioLine('conditions', 'RM-18', 'buildings', title, equipped.length, asked.length)
}

/** R-AK-73: the newest year. */
const allowanceLines = (year: ConditionRow | undefined): readonly Line[] => {
  const yuan = (fen: number | null) => showRational(rational(fen ?? 0, 100), 2)
  const onTime = { zh: '按时足额发放的月津贴', en: 'monthly allowances in full and on time' }
  if (!year?.allotted) {
    const title = { zh: '津贴：已发放／核拨（元）', en: 'allowances: paid of allotted (yuan)' }
    return [
      without('treatment', 'RM-18', 'allowances', title, 'noneYet', nothingYet),
      ratioLine('treatment', 'RM-18', 'onTime', onTime, 0, 0),
    ]
  }
  const { allotted, paid } = year
  const title = { zh: `${year.year} 年津贴：已发放／核拨（元）`, en: `allowances of ${year.year}: paid of allotted (yuan)` }
  const value = { shown: `${yuan(paid)}/${yuan(allotted)}`, met: (paid ?? 0) >= allotted }
  return [
    { ...figure('treatment', 'RM-18', 'allowances', title, value), num: paid, den: allotted },
    ratioLine('treatment', 'RM-18', 'onTime', onTime, year.onTime ?? 0, year.due ?? 0),
  ]
}

const conditionLines = async (db: Db, context: ViewContext): Promise<readonly Line[]> => {
  const { items } = await payAndFacilitiesQuery.read(db, {}, { ...context, after: undefined, limit: Number.MAX_SAFE_INTEGER - 1 })
  const rows = items as readonly ConditionRow[]
  const of = (list: ConditionRow['list']) => rows.filter((row) => row.list === list)
  const add = (list: readonly (number | null)[]): number => list.reduce((sum: number, n) => sum + (n ?? 0), 0)
  const ranks = of('parity').filter((row) => row.year === Math.max(...of('parity').map(({ year }) => year ?? 0)))
  return [
    buildingLine(of('buildings')),
    ratioLine(
      'conditions',
      'RM-18',
      'assemblies',
      { zh: '年级大会排入课表的年级', en: 'grades with their assembly in the timetable' },
      add(of('assemblies').map(({ timetabled }) => timetabled)),
      add(of('assemblies').map(({ grades }) => grades)),
    ),
    ...allowanceLines(of('allowances').at(-1)),
    ratioLine(
      'treatment',
      'RM-18',
      'parity',
      { zh: '收入不低于同级专任教师的职级', en: 'ranks whose income is not below the teachers’' },
      ranks.filter(({ parityGap }) => parityGap === null).length,
      ranks.length,
    ),
  ]
}

const titleLines = async (db: Db, context: ViewContext): Promise<readonly Line[]> => {
  const { items } = await titleStructureQuery.read(db, {}, { ...context, after: undefined, limit: 100 })
  return (items as readonly RowOfView<typeof titleStructureView>[])
    .filter(({ id }) => id === 'senior' || id === 'associateSenior')
    .map(({ id, counselorShare, counselorShareShown, teacherShareShown, reservedMet }) => {
      const rank = sayCode(id)
      const title = { zh: `${rank.zh}占比（辅导员／专任教师）`, en: `share of ${rank.en} (counselors/teachers)` }
      const shown = `${counselorShareShown ?? '—'}/${teacherShareShown ?? '—'}`
      return figure('development', 'RM-17', id, title, { of: counselorShare, shown, met: reservedMet })
    })
}

/** Grades of the newest year that has final ones, and exit cases that are not closed. */
const peopleLines = async (db: Db, { campus }: ViewContext): Promise<readonly Line[]> => {
  const grades = await sql<{ year: number; grade: string; n: number; whole: number }>`
    select a.year, a.grade, count(*)::int as n, sum(count(*)) over ()::int as whole from ${t.assessments} a
    where a.campus = ${campus} and a.state in ('final', 'underAppeal') and a.year = (select max(l.year) from ${t.assessments} l
      where l.campus = ${campus} and l.state in ('final', 'underAppeal'))
    group by a.year, a.grade order by a.grade`.execute(db)
  const cases = await sql<{ state: string; n: number }>`
    select x.state, count(*)::int as n from ${t.exitCases} x
    where x.campus = ${campus} and x.state not in ('withdrawn', 'reassigned', 'terminated') group by x.state order by x.state`.execute(db)
  return [
    ...(grades.rows.length === 0
      ? [without('assessment', 'RM-11', 'grades', { zh: '年度考核结果', en: 'results of the assessment' }, 'noneYet', nothingYet)]
      : []),
    ...grades.rows.map(({ year, grade, n, whole }): Line => {
      const said = sayCode(grade)
      const title = { zh: `${year} 年度考核${said.zh}`, en: `assessment of ${year}: ${said.en}` }
      return { ...figure('assessment', 'RM-11', grade, title, { shown: `${n}/${whole}` }), num: n, den: whole }
    }),
    ...cases.rows.map(({ state, n }) => {
      const said = sayCode(state)
      return figure(
        'exits',
        'RM-13',
        state,
        { zh: `退出事项：${said.zh}`, en: `exit cases: ${said.en}` },
        { of: rational(n), shown: String(n) },
      )
    }),
  ]
}

/** Sections of the report whose services Fudao does not have yet: they are told as missing, not left out. */
const awaited: readonly Line[] = (
  [
    ['platform', 'RM-05', 'workshops', '辅导员工作坊', 'counselor workshops', '工作坊', 'workshops'],
    ['training', 'RM-02', 'compliance', '培训学时达标情况', 'training hours', '培训', 'training'],
    ['development', 'RM-03', 'tiers', '辅导员分层情况', 'tiers of the counselors', '培训', 'training'],
    ['development', 'RM-06', 'contacts', '领导干部联系辅导员情况', 'leaders’ contacts with counselors', '联系指导', 'mentorship'],
  ] as const
).map(([section, readModel, name, zh, en, serviceZh, serviceEn]) =>
  without(section, readModel, name, { zh, en }, 'notAvailable', {
    zh: `系统尚无${serviceZh}模块，请线下填写`,
    en: `there is no ${serviceEn} service yet: fill it in by hand`,
  }),
)

/** RM-19. */
export const twiceYearlyReportDataQuery: ViewQuery = {
  view: twiceYearlyReportDataView,
  needs: [
    ...new Set([
      ...staffingRatioQuery.needs,
      ...titleStructureQuery.needs,
      ...payAndFacilitiesQuery.needs,
      'assessment-progress',
      'exit-watch',
    ]),
  ],
  sortKeys: 1,
  read: async (db, filter, context) => {
    const lines = [
      ...(await briefingLines(db, context)),
      ...(await staffingLines(db, context)),
      ...(await conditionLines(db, context)),
      ...(await titleLines(db, context)),
      ...(await peopleLines(db, context)),
      ...awaited,
    ].filter(({ section }) => filter.section === undefined || section === filter.section)
    const ordered = reportSections
      .flatMap((section) => lines.filter((line) => line.section === section))
      .map((line, at) => ({ at, item: { ...line, asOf: context.asOf, policyVersion: context.policy.version } satisfies Item }))
    const { rows, next } = toPage(
      ordered.filter(({ at }) => at > Number(context.after?.[0] ?? -1)),
      context.limit,
      ({ at }) => [at],
    )
    return { items: rows.map(({ item }) => item), next }
  },
}
