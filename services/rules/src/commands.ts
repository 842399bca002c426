import {
  CancelTask,
  CompleteTask,
  DelegateTask,
  RaiseTask,
  TaskCancelled,
  TaskCompleted,
  TaskDelegated,
  TaskRaised,
} from '@fudao/contracts/tasks'
import { aggregateHandlers } from '@fudao/service-kit'
import { taskDecider } from './domain/task.js'

export const taskHandlers = aggregateHandlers({
  decider: taskDecider,
  events: [TaskRaised, TaskCompleted, TaskCancelled, TaskDelegated],
  commands: [RaiseTask, CompleteTask, CancelTask, DelegateTask],
})
