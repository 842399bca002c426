import { defineAggregate } from '../kit/index.js'

/** A matter a rule hands to a person: `∅ → open → done / cancelled` (domain/40). */
export const Task = defineAggregate({
  context: 'tasks',
  name: 'Task',
  category: 'task',
  key: ['taskId'],
  title: { zh: '任务', en: 'Task' },
})
