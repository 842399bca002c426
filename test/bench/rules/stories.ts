import { SchemePublished } from '@fudao/contracts/assessment'
import { DayStarted } from '@fudao/contracts/calendar'
import { type EventDefinition, type EventOf, streamName } from '@fudao/contracts/kit'
import { PresetAdopted } from '@fudao/contracts/policy'
import { AllowanceAllotted, ContractDrafted, ContractSigned, CounselorRegistered, HeadcountRecorded } from '@fudao/contracts/staffing'
import type { TestEvent } from '@fudao/messaging/testing'

const campus = 'aksu'
const today = '2024-03-01'
const addDays = (day: string, n: number): string => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10)
const event = <D extends EventDefinition>(definition: D, data: EventOf<D>['data']): TestEvent => ({
  campus,
  type: definition.type,
  stream: streamName(definition.aggregate, campus, data),
  data,
  asOf: today,
})

/** A campus with a policy, a date, students and a published scheme: every rule has something to do. */
export const campusBegins = (values: EventOf<typeof PresetAdopted>['data']['values']): TestEvent[] => [
  event(PresetAdopted, { preset: 'aksu', contexts: ['staffing', 'assessment'], effectiveFrom: '1990-01-01', values }),
  event(DayStarted, { on: today }),
  event(HeadcountRecorded, { asOf: today, students: 100_000, byDepartment: {} }),
  event(SchemePublished, { year: 2024, on: today }),
]

/** What happens to the n-th counselor. */
export const stories: Readonly<Record<string, (n: number) => readonly TestEvent[]>> = {
  roster: (n) => [
    event(CounselorRegistered, {
      counselorId: `c${n}`,
      personId: `p${n}`,
      personCategory: 'fullTime',
      employment: 'fullTime',
      positionCategory: 'frontline',
      departmentId: `d${n % 20}`,
      siteId: 's1',
      dualIdentity: true,
      // hardly two on the same day
      startDate: addDays('2000-01-01', (n * 7) % 8_800),
    }),
  ],
  contracts: (n) => [
    event(ContractDrafted, {
      contractId: `k${n}`,
      personId: `p${n}`,
      counselorId: `c${n}`,
      kind: 'employment',
      from: today,
      to: addDays('2026-03-01', n % 700),
    }),
    event(ContractSigned, { contractId: `k${n}`, signedOn: today }),
  ],
  allowances: (n) => [event(AllowanceAllotted, { counselorId: `c${n}`, year: 2024, month: 3, amount: 100_000, dueOn: '2024-03-15' })],
}
