import { taskActions } from '@fudao/contracts/tasks'
import { describe, expect, it } from 'vitest'
import { fillTask } from './task-texts.js'

describe('texts of tasks', () => {
  it('X-44: name the parameter and its value as people read them', () => {
    const params = {
      key: 'staffing.exit.offerResponseDays',
      effectiveFrom: '2024-02-01',
      value: '20',
      count: 1,
      list: 'c1 (2024-02-16, 15)',
    }
    const told = fillTask(taskActions.reviewPolicyChange.action, params)
    expect(told.zh).toContain('调岗答复天数 自 2024-02-01 起为 20 天')
    expect(told.en).toContain('is 20 days from 2024-02-01')
    expect(fillTask(taskActions.reviewPolicyChange.action, { ...params, value: '—' }).zh).toContain('起为 —')
  })
  it('say codes in words and what is missing as …', () => {
    expect(fillTask({ zh: '{rank}：{n}，{other}', en: '{rank}: {n}, {other}' }, { rank: 'senior', n: 2 })).toEqual({
      zh: '正高级：2，…',
      en: 'senior: 2, …',
    })
  })
})
