import { contexts } from '@fudao/contracts'
import type { Bilingual } from '@fudao/contracts/kit'
import { type TaskAction, taskActions, taskEndings } from '@fudao/contracts/tasks'
import { type RowOfView, tasksView } from '@fudao/contracts/views'
import { sql } from 'kysely'
import { sealedName, tableNames as t } from '../tables.js'
import type { Scope } from './scope.js'
import { fillTask } from './task-texts.js'
import { after, type Condition, equals, toPage, type ViewQuery, where } from './view-query.js'

type Item = RowOfView<typeof tasksView>
type Found = Omit<Item, 'title' | 'text' | 'about' | 'overdue' | 'settledBy' | 'settling' | 'ending'> & {
  readonly params: Readonly<Record<string, unknown>>
}

const actionOf = (code: string): TaskAction | undefined =>
  Object.hasOwn(taskActions, code) ? taskActions[code as keyof typeof taskActions] : undefined

/** A code of a newer rule is shown as it is. */
const endingOf = (code: string): Bilingual =>
  Object.hasOwn(taskEndings, code) ? taskEndings[code as keyof typeof taskEndings] : { zh: code, en: code }

const commandTitles = new Map<string, Bilingual>(
  contexts.flatMap(({ context, commands }) => commands.map((c) => [`${context}.${c.name}`, c.title] as const)),
)

/** The tasks of the caller's role, within its department or self where the task names one, and those delegated to the caller. */
const mine = (scope: Scope): Condition => {
  if (scope.kind === 'campus') return undefined
  if (scope.kind !== 'own') return sql`false`
  const { actor } = scope
  return sql`(t."delegatedTo" = ${actor.userId} or (t."ownerRole" = ${actor.role}
    and (t."departmentId" is null or t."departmentId" = ${actor.departmentId ?? null})
    and (case when t."counselorId" is null then ${actor.role !== 'counselor'}::boolean else t."ownerRole" <> 'counselor' or t."counselorId" = ${actor.counselorId ?? null} end)))`
}

/** RM-25. */
export const tasksQuery: ViewQuery = {
  view: tasksView,
  needs: ['campus', 'roster', 'tasks'],
  sortKeys: 2,
  read: async (db, filter, context) => {
    const due = sql`coalesce(t."dueOn", '9999-12-31')`
    const overdue = sql`(t.state = 'open' and t."dueOn" < ${context.asOf})`
    const found = await sql<Found>`
      select t."taskId", t."ruleId", t.action, t.params, t.subject, ${sealedName} as name, t."ownerRole", t."departmentId", t."counselorId", t."delegatedTo",
        t."raisedOn", t."dueOn", t.state, t."closedOn", t.reason
      from ${t.tasks} t
      left join ${t.counselors} co on co.campus = t.campus and co."counselorId" = t."counselorId"
      left join ${t.people} p on p.campus = co.campus and p."personId" = co."personId"
      where ${where(
        sql`t.campus = ${context.campus}`,
        equals(sql`t."taskId"`, filter.taskId),
        equals(sql`t.state`, filter.state),
        equals(sql`t."ruleId"`, filter.ruleId),
        equals(sql`t.subject`, filter.subject),
        equals(sql`t."ownerRole"`, filter.ownerRole),
        filter.overdue === undefined ? undefined : sql`coalesce(${overdue}, false) = ${filter.overdue === 'true'}`,
        mine(context.scope),
        after([due, sql`t."taskId"`], context.after),
      )}
      order by ${due}, t."taskId" limit ${context.limit + 1}`.execute(db)
    const { rows, next } = toPage(found.rows, context.limit, (row) => [row.dueOn ?? '9999-12-31', row.taskId])
    const items = rows.map((row): Item => {
      const action = actionOf(row.action)
      // a code of a newer rule is shown as it is
      const unknown = { zh: row.action, en: row.action }
      const { params, ...shown } = row
      return {
        ...shown,
        title: fillTask(action?.title ?? unknown, params),
        text: fillTask(action?.action ?? unknown, params),
        about: action?.about ?? null,
        settledBy: action?.settledBy ?? null,
        settling: action?.settledBy === undefined ? null : (commandTitles.get(action.settledBy) ?? null),
        ending: row.reason === null ? null : endingOf(row.reason),
        overdue: row.state === 'open' && row.dueOn !== null && row.dueOn < context.asOf,
      }
    })
    return { items, next }
  },
}
