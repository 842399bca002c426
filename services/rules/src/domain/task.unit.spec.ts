import type { EventOf } from '@fudao/contracts/kit'
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
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { type TaskEvent, taskDecider } from './task.js'

const spec = deciderSpec(taskDecider, { asOf: '2024-02-17', actor: { userId: 'li', role: 'orgPersonnel' } })
const taskId = 'X02_1'
const data: EventOf<typeof TaskRaised>['data'] = {
  taskId,
  ruleId: 'X-02',
  ownerRole: 'orgPersonnel',
  subject: 'c1_2023_annualFail',
  dueOn: '2024-02-17',
  action: 'obtainAnswer',
  params: { post: 'x', answerDueOn: '2024-02-16' },
}
const payload = { ...data, ownerRole: 'orgPersonnel' as const, action: 'obtainAnswer' as const }
const raised = happened(TaskRaised, data)
const done = happened(TaskCompleted, { taskId, on: '2024-02-17' })
const cancelled = happened(TaskCancelled, { taskId, reason: 'answered' })
const system = { actor: { userId: 'rules', role: 'system' as const } }

describe('Task (C-15)', () => {
  it('is raised once; the same request does nothing, another content is refused', () => {
    spec.given().when(RaiseTask, payload, system).thenEmits(raised)
    spec.given().when(RaiseTask, payload, system).thenRepeatsAsNothing()
    spec
      .given(raised)
      .when(RaiseTask, { ...payload, params: { answerDueOn: '2024-02-16', post: 'x' } }, system)
      .thenNothing()
    spec
      .given(raised)
      .when(RaiseTask, { ...payload, subject: 'other' }, system)
      .thenRefuses('WrongState', ['C-15'], { state: 'open' })
  })

  it('is completed by its owner only', () => {
    spec.given(raised).when(CompleteTask, { taskId }).thenEmits(done)
    spec.given(raised).when(CompleteTask, { taskId }).thenRepeatsAsNothing()
    spec
      .given(raised)
      .when(CompleteTask, { taskId }, { actor: { role: 'studentAffairs' } })
      .thenRefuses('NotAuthorized', ['C-15'], { ownerRole: 'orgPersonnel' })
  })

  it('a department’s task belongs to its own branch, a counselor’s to that counselor', () => {
    const branch = happened(TaskRaised, { ...data, ownerRole: 'deptBranch', departmentId: 'd1' })
    spec
      .given(branch)
      .when(CompleteTask, { taskId }, { actor: { role: 'deptBranch', departmentId: 'd2' } })
      .thenRefuses('NotAuthorized')
    spec
      .given(branch)
      .when(CompleteTask, { taskId }, { actor: { role: 'deptBranch' } })
      .thenRefuses('NotAuthorized')
    spec
      .given(branch)
      .when(CompleteTask, { taskId }, { actor: { role: 'deptBranch', departmentId: 'd1' } })
      .thenEmits(done)
    const own = happened(TaskRaised, { ...data, ownerRole: 'counselor', counselorId: 'c1' })
    spec
      .given(own)
      .when(CompleteTask, { taskId }, { actor: { role: 'counselor', counselorId: 'c2' } })
      .thenRefuses('NotAuthorized')
    spec
      .given(own)
      .when(CompleteTask, { taskId }, { actor: { role: 'counselor', counselorId: 'c1' } })
      .thenEmits(done)
    // an office's task may be about a counselor
    const about = happened(TaskRaised, { ...data, counselorId: 'c1' })
    spec.given(about).when(CompleteTask, { taskId }).thenEmits(done)
  })

  it('is delegated by its owner; then that person may complete it too', () => {
    const delegated = happened(TaskDelegated, { taskId, toUserId: 'wang' })
    spec.given(raised).when(DelegateTask, { taskId, toUserId: 'wang' }).thenEmits(delegated)
    spec.given(raised).when(DelegateTask, { taskId, toUserId: 'wang' }).thenRepeatsAsNothing()
    const wang = { actor: { userId: 'wang', role: 'studentAffairs' as const } }
    spec.given(raised).when(DelegateTask, { taskId, toUserId: 'wang' }, wang).thenRefuses('NotAuthorized')
    spec.given(raised, delegated).when(CompleteTask, { taskId }, wang).thenEmits(done)
  })

  it('state × command: nothing happens to what does not exist or has ended', () => {
    const events: [string, TaskEvent[]][] = [
      ['none', []],
      ['done', [raised, done]],
      ['cancelled', [raised, cancelled]],
    ]
    const table: Record<string, string[]> = {}
    for (const [name, history] of events) {
      const given = spec.given(...history)
      table[name] = [
        given.when(RaiseTask, payload, system),
        given.when(CompleteTask, { taskId }),
        given.when(CancelTask, { taskId, reason: 'answered' }, system),
        given.when(DelegateTask, { taskId, toUserId: 'wang' }),
      ].map((then) => {
        const { refusal, events: made } = then.outcome()
        return refusal?.code ?? (made.length === 0 ? 'nothing' : made.map((e) => e.type).join())
      })
    }
    expect(table).toEqual({
      none: ['TaskRaised', 'WrongState', 'WrongState', 'WrongState'],
      done: ['WrongState', 'nothing', 'WrongState', 'WrongState'],
      cancelled: ['WrongState', 'WrongState', 'nothing', 'WrongState'],
    })
  })
})
