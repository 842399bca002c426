import type { ContextDefinition } from '../kit/index.js'
import { Task } from './aggregates.js'
import { CancelTask, CompleteTask, DelegateTask, RaiseTask } from './commands.js'
import { TaskCancelled, TaskCompleted, TaskDelegated, TaskRaised } from './events.js'
import { tasksRefusals } from './refusals.js'

export * from './actions.js'
export * from './aggregates.js'
export * from './commands.js'
export * from './endings.js'
export * from './events.js'
export * from './refusals.js'

export const tasksContext: ContextDefinition = {
  context: 'tasks',
  title: { zh: '任务', en: 'Tasks' },
  aggregates: [Task],
  commands: [RaiseTask, CompleteTask, CancelTask, DelegateTask],
  events: [TaskRaised, TaskCompleted, TaskCancelled, TaskDelegated],
  refusals: tasksRefusals,
}
