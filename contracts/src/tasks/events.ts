import { z } from 'zod'
import { id, localDate, role, text } from '../kit/index.js'
import { Task } from './aggregates.js'

// Stored names: written once, never changed.
export const TaskRaised = Task.event('TaskRaised', {
  data: {
    taskId: id,
    /** X-id of the rule that raised it. */
    ruleId: z.string(),
    ownerRole: role,
    /** Narrows the owner to one department (deptBranch, departmentOffice). */
    departmentId: id.optional(),
    /** Narrows the owner to one person when `ownerRole` is `counselor`. */
    counselorId: id.optional(),
    /** Id of what the task is about; its kind is `taskActions[action].about`. */
    subject: z.string(),
    dueOn: localDate.optional(),
    /** Code of {@link taskActions}; readers tolerate a code they do not know. */
    action: z.string(),
    /** Values for the action's texts. */
    params: z.record(z.string(), z.json()).optional(),
  },
  title: { zh: '任务已提出', en: 'Task raised' },
})
export const TaskCompleted = Task.event('TaskCompleted', {
  data: { taskId: id, on: localDate },
  title: { zh: '任务已完成', en: 'Task completed' },
})
export const TaskCancelled = Task.event('TaskCancelled', {
  data: { taskId: id, reason: text },
  title: { zh: '任务已取消', en: 'Task cancelled' },
})
export const TaskDelegated = Task.event('TaskDelegated', {
  data: { taskId: id, toUserId: z.string().min(1).max(120) },
  title: { zh: '任务已转交', en: 'Task delegated' },
})
