import type { BasicCondition } from '@fudao/contracts/staffing'

/** The rule behind each of the six basic conditions. */
export const rulesOfCondition: Readonly<Record<BasicCondition, string>> = {
  cond1: 'R-AK-38',
  cond2: 'R-AK-39',
  cond3: 'R-AK-40',
  cond4: 'R-AK-41',
  cond5: 'R-AK-42',
  cond6: 'R-AK-43',
}
