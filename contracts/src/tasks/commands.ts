import { z } from 'zod'
import { id, localDate, role, roles, text } from '../kit/index.js'
import { taskActionCodes } from './actions.js'
import { Task } from './aggregates.js'
import { TaskCancelled, TaskCompleted, TaskDelegated, TaskRaised } from './events.js'

/** Who may own a task: every role but the rules themselves. The decider lets only the task's own owner act. */
const people = roles.filter((r) => r !== 'system')

export const RaiseTask = Task.command('RaiseTask', {
  payload: {
    taskId: id,
    ruleId: z.string().regex(/^X-\d{2}$/, 'a rule id looks like X-01'),
    ownerRole: role.exclude(['system']),
    departmentId: id.optional(),
    counselorId: id.optional(),
    subject: z.string().min(1).max(200),
    dueOn: localDate.optional(),
    action: z.enum(taskActionCodes),
    params: z.record(z.string(), z.json()).optional(),
  },
  issuers: ['system'],
  rules: ['C-15'],
  refusals: ['WrongState'],
  emits: [TaskRaised],
  title: { zh: '提出任务', en: 'Raise a task' },
  example: {
    taskId: 'X02_4d1c9a',
    ruleId: 'X-02',
    ownerRole: 'orgPersonnel',
    subject: 'c0001_2023_annualFail',
    dueOn: '2024-02-17',
    action: 'obtainAnswer',
  },
})
export const CompleteTask = Task.command('CompleteTask', {
  payload: { taskId: id },
  issuers: people,
  rules: ['C-15'],
  refusals: ['WrongState', 'NotAuthorized'],
  emits: [TaskCompleted],
  title: { zh: '完成任务', en: 'Complete a task' },
  example: { taskId: 'X02_4d1c9a' },
})
export const CancelTask = Task.command('CancelTask', {
  payload: { taskId: id, reason: text },
  issuers: ['system'],
  rules: ['C-15'],
  refusals: ['WrongState'],
  emits: [TaskCancelled],
  title: { zh: '取消任务', en: 'Cancel a task' },
  example: { taskId: 'X02_4d1c9a', reason: 'answered' },
})
export const DelegateTask = Task.command('DelegateTask', {
  payload: { taskId: id, toUserId: z.string().trim().min(1).max(120) },
  issuers: people,
  rules: ['C-15'],
  refusals: ['WrongState', 'NotAuthorized'],
  emits: [TaskDelegated],
  title: { zh: '转交任务', en: 'Delegate a task' },
  example: { taskId: 'X02_4d1c9a', toUserId: 'li_hr' },
})
