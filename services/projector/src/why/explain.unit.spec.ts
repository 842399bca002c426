import type { JournalEvent } from '@fudao/contracts/views'
import { expect, it } from 'vitest'
import { toStep } from './explain.js'

it('A-07: a parameter read for another day than that of the decision has its title and unit too', () => {
  const checked: JournalEvent = {
    id: 'e1',
    type: 'staffing.StaffingChecked',
    stream: 'establishment-aksu.aksu',
    revision: 0,
    position: '1',
    asOf: '2024-03-02',
    recordedAt: '2024-03-02T08:00:00Z',
    actor: { id: 'rules', role: 'system' },
    rule: 'X-11',
    correlationId: 'c',
    causationId: 'c',
    commandId: 'c',
    policyVersion: 0,
    traceId: null,
    data: { basis: { rules: ['A-07'], policy: { 'staffing.partTimeWeight@2024-03-01': { value: { num: 1, den: 3 }, version: 0 } } } },
  }
  expect(toStep(checked, new Map()).policy).toMatchObject([
    { key: 'staffing.partTimeWeight@2024-03-01', title: { zh: '兼职辅导员工作量折算', en: 'workload of a part-time counselor' } },
  ])
})
