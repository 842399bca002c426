import type { Bilingual } from '@fudao/contracts/kit'
import { payAndFacilitiesView, type RowOfView } from '@fudao/contracts/views'
import { sayCode } from '@fudao/contracts/vocabulary'
import { rational, showRational } from '@fudao/domain-kit'
import type { Db } from '@fudao/projections'
import { sql } from 'kysely'
import { tableNames as t } from '../tables.js'
import type { ComputedQuery, Figure } from './computed.js'
import { type ConditionInputs, conditionFigures } from './conditions-figures.js'
import { policyViewOf } from './staffing-ratio.js'
import { toPage, type ViewContext } from './view-query.js'

type Item = RowOfView<typeof payAndFacilitiesView>

const readInputs = async (db: Db, campus: string): Promise<ConditionInputs> => {
  const [buildings, allowances, parity, plans, grades, names] = [
    await sql<ConditionInputs['buildings'][number]>`select * from ${t.buildings} where campus = ${campus}`.execute(db),
    await sql<ConditionInputs['allowances'][number]>`select * from ${t.allowances} where campus = ${campus}`.execute(db),
    await sql<ConditionInputs['parity'][number]>`select * from ${t.incomeParity} where campus = ${campus}`.execute(db),
    await sql<ConditionInputs['plans'][number]>`select * from ${t.termPlans} where campus = ${campus}`.execute(db),
    await sql<{ lists: ConditionInputs['grades'] }>`select lists from ${t.gradeLists} where campus = ${campus}`.execute(db),
    await sql<{ departmentId: string; name: string | null }>`
      select "departmentId", name from ${t.departments} where campus = ${campus}`.execute(db),
  ]
  return {
    buildings: buildings.rows,
    allowances: allowances.rows,
    parity: parity.rows,
    plans: plans.rows,
    grades: grades.rows[0]?.lists ?? [],
    departmentNames: new Map(names.rows.map(({ departmentId, name }) => [departmentId, name])),
  }
}

/** Every row the caller may see on the day: a department sees its assemblies. */
const readItems = async (db: Db, { campus, asOf, policy, scope }: ViewContext): Promise<readonly Item[]> => {
  const { value } = policyViewOf(policy, asOf)
  const figures = conditionFigures(
    await readInputs(db, campus),
    {
      officesPerBuilding: value('staffing.dorm.officesPerBuilding'),
      activityRoomsPerBuilding: value('staffing.dorm.activityRoomsPerBuilding'),
      terms: value('calendar.terms') ?? [],
    },
    asOf,
  )
  return figures
    .map((row): Item => ({ ...row, asOf, policyVersion: policy.version }))
    .filter((item) => scope.kind === 'campus' || (scope.kind === 'department' && item.departmentId === scope.departmentId))
}

const both = (text: string): Bilingual => ({ zh: text, en: text })
const yuan = (fen: number | null): string => showRational(rational(fen ?? 0, 100), 2)
const money = (name: string, zh: string, en: string, fen: number | null, rules: readonly string[]): Figure => ({
  name,
  title: { zh: `${zh}（元）`, en: `${en} (yuan)` },
  shown: both(yuan(fen)),
  rules,
})
/** What a building lacks of one kind of room. */
const rooms = (item: Item, kind: 'offices' | 'activityRooms'): Figure => {
  const [has, required, missing] = [item[kind], item[`${kind}Required`], item[`${kind}Missing`]]
  const [rule, policy, zh, en] =
    kind === 'offices'
      ? (['R-AK-70', 'staffing.dorm.officesPerBuilding', '缺辅导员办公室', 'offices missing'] as const)
      : (['R-AK-71', 'staffing.dorm.activityRoomsPerBuilding', '缺党团活动室', 'activity rooms missing'] as const)
  return {
    name: `${kind}Missing`,
    title: { zh, en },
    shown: both(String(missing ?? 0)),
    rules: [rule],
    policy: [policy],
    lines: [both(`max(0, ${required ?? 0} − ${has ?? 0}) = ${missing ?? 0}`)],
  }
}

/** Each figure of a row with its calculation. */
const explainItem = (item: Item): { readonly conclusion: Bilingual; readonly figures: readonly Figure[]; readonly stream: string } => {
  switch (item.list) {
    case 'allowances':
      return {
        conclusion: {
          zh: `${item.year} 年核拨 ${yuan(item.allotted)} 元，已发放 ${yuan(item.paid)} 元，按时足额 ${item.onTimeShown ?? '—'}`,
          en: `${item.year}: ${yuan(item.allotted)} yuan allotted, ${yuan(item.paid)} paid, ${item.onTimeShown ?? '—'} in full and on time.`,
        },
        figures: [
          money('allotted', '核拨津贴', 'allotted', item.allotted, ['R-AK-73']),
          money('paid', '已发放', 'paid', item.paid, ['R-AK-73']),
          money('matching', '学校配套', 'added by the campus', item.matching, ['R-AK-74']),
          {
            name: 'onTimeShare',
            title: { zh: '按时足额比例', en: 'in full and on time' },
            shown: both(item.onTimeShown ?? '—'),
            rules: ['R-AK-73'],
            lines: item.onTimeShown ? [both(`${item.onTime} ÷ ${item.due} = ${item.onTimeShown}`)] : [],
          },
        ],
        stream: `pay-*.${item.year}`,
      }
    case 'parity': {
      const rank = sayCode(item.rank)
      return {
        conclusion:
          item.parityGap === null
            ? { zh: `${item.year} 年${rank.zh}辅导员收入不低于同级专任教师`, en: `${item.year}, ${rank.en}: not below the teachers.` }
            : {
                zh: `${item.year} 年${rank.zh}辅导员收入低 ${yuan(item.parityGap)} 元`,
                en: `${item.year}, ${rank.en}: ${yuan(item.parityGap)} yuan below the teachers.`,
              },
        figures: [
          money('counselorAvg', '辅导员平均收入', 'counselors’ average', item.counselorAvg, ['R-AK-75']),
          money('teacherAvg', '同级专任教师平均收入', 'teachers’ average', item.teacherAvg, ['R-AK-75']),
          {
            ...money('parityGap', '差额', 'gap', item.parityGap, ['R-AK-75']),
            lines: [
              both(`${yuan(item.teacherAvg)} − ${yuan(item.counselorAvg)} = ${yuan((item.teacherAvg ?? 0) - (item.counselorAvg ?? 0))}`),
            ],
          },
        ],
        stream: `pay-*.${item.year}`,
      }
    }
    case 'buildings': {
      const [offices, activityRooms] = [item.officesMissing ?? 0, item.activityRoomsMissing ?? 0]
      return {
        conclusion:
          offices + activityRooms === 0
            ? { zh: '辅导员办公室和党团活动室齐备', en: 'Office and activity room are there.' }
            : {
                zh: `缺辅导员办公室 ${offices} 间、党团活动室 ${activityRooms} 间`,
                en: `${offices} offices and ${activityRooms} activity rooms are missing.`,
              },
        figures: [rooms(item, 'offices'), rooms(item, 'activityRooms')],
        stream: `dorm-*.${item.siteId}-${item.buildingId}`,
      }
    }
    case 'assemblies':
      return {
        conclusion: {
          zh: `${item.grades} 个年级中 ${item.timetabled} 个的年级大会已排入课表`,
          en: `${item.timetabled} of ${item.grades} grades have their assembly in the timetable.`,
        },
        figures: [
          {
            name: 'timetabledShare',
            title: { zh: '年级大会排入课表比例', en: 'assemblies in the timetable' },
            shown: both(`${item.timetabled}/${item.grades}`),
            rules: ['R-AK-72'],
            policy: ['calendar.terms'],
            lines: [
              both(`${item.timetabled} ÷ ${item.grades}`),
              ...(item.notTimetabled.length > 0
                ? [{ zh: `未排入：${item.notTimetabled.join('、')}`, en: `missing: ${item.notTimetabled.join(', ')}` }]
                : []),
            ],
          },
        ],
        stream: `termplan-*.${item.departmentId}-${item.termId}`,
      }
  }
}

/** RM-18. */
export const payAndFacilitiesQuery: ComputedQuery = {
  view: payAndFacilitiesView,
  needs: ['campus', 'roster', 'working-conditions'],
  sortKeys: 1,
  read: async (db, filter, context) => {
    const items = (await readItems(db, context)).filter(
      (item) =>
        (filter.list === undefined || item.list === filter.list) &&
        (filter.departmentId === undefined || item.departmentId === filter.departmentId) &&
        (filter.year === undefined || item.year === filter.year) &&
        (context.after === undefined || item.id > String(context.after[0])),
    )
    const { rows, next } = toPage(items, context.limit, (item) => [item.id])
    return { items: rows, next }
  },
  explain: async (db, id, context) => {
    const item = (await readItems(db, context)).find((other) => other.id === id)
    if (!item) return undefined
    const { stream, ...told } = explainItem(item)
    return { ...told, events: sql`e.stream = ${stream.replace('*', context.campus)} and e."asOf" <= ${context.asOf}` }
  },
}
