import { z } from 'zod'
import { int, localDate } from '../kit/index.js'
import { defineView } from './view.js'

/** The briefings themselves, the four assurances of R-AK-03, training, and the people. */
export const reportSections = [
  'briefings',
  'conditions',
  'platform',
  'treatment',
  'development',
  'training',
  'assessment',
  'exits',
] as const

const bilingual = z.object({ zh: z.string(), en: z.string() })

/** RM-19: what the report to the party committee is written from, one row per figure or decision. */
export const twiceYearlyReportDataView = defineView({
  name: 'twice-yearly-report-data',
  readModel: 'RM-19',
  title: { zh: '党委会汇报数据', en: 'Data of the twice-yearly report' },
  scope: { campus: ['partyCommittee', 'studentAffairs', 'orgPersonnel', 'system'], department: [], self: false },
  rules: ['R-AK-02', 'R-AK-03', 'R-AK-26', 'X-42'],
  filter: { section: z.enum(reportSections).optional() },
  row: {
    id: z.string(),
    section: z.enum(reportSections),
    /** Read model the figure comes from. */
    readModel: z.string(),
    title: bilingual,
    /** The value as people read it; of a decision its words. */
    shown: bilingual,
    /** The figure, exact: `num` of `den`; amounts are fen. */
    num: int.nullable(),
    den: int.nullable(),
    /**
     * `met`, `notMet`; of a decision `decided`; `noneYet`: nothing is recorded that could be judged; `noRequirement`: the campus asks for
     * nothing; `notAvailable`: no service records it yet. `null`: a figure alone.
     */
    state: z.enum(['met', 'notMet', 'decided', 'noneYet', 'noRequirement', 'notAvailable']).nullable(),
    on: localDate.nullable(),
    asOf: localDate,
    policyVersion: z.int(),
  },
})
