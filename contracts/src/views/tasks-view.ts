import { z } from 'zod'
import { id, localDate, type Role, role, roles } from '../kit/index.js'
import { defineView } from './view.js'

export const taskState = z.enum(['open', 'done', 'cancelled'])

const ofTheCampus: readonly Role[] = ['studentAffairs', 'system']

/** RM-25: everybody reads the tasks of the own role and scope. */
export const tasksView = defineView({
  name: 'tasks',
  readModel: 'RM-25',
  title: { zh: '任务', en: 'Tasks' },
  scope: { campus: ofTheCampus, department: [], self: false, own: roles.filter((other) => !ofTheCampus.includes(other)) },
  rules: [],
  filter: {
    taskId: id.optional(),
    state: taskState.optional(),
    ruleId: z.string().max(20).optional(),
    subject: z.string().max(200).optional(),
    ownerRole: role.optional(),
    /** `true`: only open tasks whose due day is over. */
    overdue: z.enum(['true', 'false']).optional(),
  },
  row: {
    taskId: z.string(),
    ruleId: z.string(),
    /** Code of the action; its texts are in `title` and `text`. */
    action: z.string(),
    title: z.object({ zh: z.string(), en: z.string() }),
    text: z.object({ zh: z.string(), en: z.string() }),
    about: z.string().nullable(),
    subject: z.string(),
    /** Of the counselor it is about. */
    name: z.string().nullable(),
    ownerRole: role,
    departmentId: z.string().nullable(),
    counselorId: z.string().nullable(),
    delegatedTo: z.string().nullable(),
    raisedOn: localDate,
    dueOn: localDate.nullable(),
    overdue: z.boolean(),
    /** `<context>.<Command>` that settles the matter, `null`: complete the task. */
    settledBy: z.string().nullable(),
    /** The same in words. */
    settling: z.object({ zh: z.string(), en: z.string() }).nullable(),
    state: taskState,
    closedOn: localDate.nullable(),
    /** Why a rule took it back, as a code and in words; `null` unless it is cancelled. */
    reason: z.string().nullable(),
    ending: z.object({ zh: z.string(), en: z.string() }).nullable(),
  },
})
