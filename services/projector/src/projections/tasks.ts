import { TaskCancelled, TaskCompleted, TaskDelegated, TaskRaised } from '@fudao/contracts/tasks'
import { defineProjection, defineTable, on } from '@fudao/projections'

/** RM-25. */
export const tasks = defineTable('tasks', {
  columns: {
    taskId: 'text',
    ruleId: 'text',
    ownerRole: 'text',
    departmentId: 'text',
    counselorId: 'text',
    subject: 'text',
    action: 'text',
    params: 'json',
    raisedOn: 'text',
    dueOn: 'text',
    delegatedTo: 'text',
    state: 'text',
    closedOn: 'text',
    reason: 'text',
  },
  key: ['taskId'],
  indexes: [['state', 'dueOn'], ['subject']],
})

const key = (e: { readonly data: { readonly taskId: string } }) => [e.data.taskId]

export const tasksProjection = defineProjection({
  name: 'tasks',
  version: 1,
  tables: [tasks],
  handlers: [
    on(TaskRaised, tasks, key, (_, { campus, asof, data }) => ({
      campus,
      taskId: data.taskId,
      ruleId: data.ruleId,
      ownerRole: data.ownerRole,
      departmentId: data.departmentId ?? null,
      counselorId: data.counselorId ?? null,
      subject: data.subject,
      action: data.action,
      params: data.params ?? {},
      raisedOn: asof,
      dueOn: data.dueOn ?? null,
      delegatedTo: null,
      state: 'open',
      closedOn: null,
      reason: null,
    })),
    on(TaskCompleted, tasks, key, (row, { data }) => row && { ...row, state: 'done', closedOn: data.on }),
    on(TaskCancelled, tasks, key, (row, { asof, data }) => row && { ...row, state: 'cancelled', closedOn: asof, reason: data.reason }),
    on(TaskDelegated, tasks, key, (row, { data }) => row && { ...row, delegatedTo: data.toUserId }),
  ],
})
