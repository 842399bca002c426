import { defineRefusals } from '../kit/index.js'

export const tasksRefusals = defineRefusals({
  WrongState: {
    title: { zh: '任务不在可办理状态（{state}）', en: 'The task is not open (it is {state})' },
    action: {
      zh: '刷新任务列表；已办结或取消的任务不能再办理。',
      en: 'Refresh the task list; a task that is done or cancelled takes no further act.',
    },
  },
  NotAuthorized: {
    title: { zh: '只有任务的责任人可以办理', en: 'Only the owner of the task may act on it' },
    action: { zh: '请由 {ownerRole} 或受转交人办理。', en: 'Ask {ownerRole}, or the person it was delegated to, to do it.' },
  },
})
