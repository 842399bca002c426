import * as c from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { describe } from 'vitest'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { teacherServiceDecider } from './teacher-service.js'

const teacherId = 'p1'
const opened = happened(c.StintOpened, { teacherId, role: 'classTeacher', from: '2023-09-01' })
const closed = happened(c.StintClosed, { teacherId, role: 'classTeacher', from: '2023-09-01', to: '2024-08-31' })
const assessed = happened(c.StintAssessed, { teacherId, year: 2023, qualified: true, sourceRef: '考核表' })
const certified = happened(c.PromotionEligibilityCertified, {
  teacherId,
  targetRank: 'intermediate',
  on: '2024-09-01',
  countedDays: 366,
  counted: [{ from: '2023-09-01', to: '2024-08-31' }],
  failedYears: [],
  enoughOn: '2024-09-01',
  assessedYear: 2023,
  youngBy: 'flag',
})
const withdrawn = happened(c.EligibilityWithdrawn, { teacherId, targetRank: 'intermediate', reason: '更正' })

describe('TeacherServiceRecord: every command in every state', () => {
  testStateCommandTable(
    teacherServiceDecider,
    c.staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'TeacherServiceRecord'),
    {
      none: [],
      open: [opened],
      recording: [opened, closed, assessed],
      certified: [opened, closed, assessed, certified],
      withdrawn: [opened, closed, assessed, certified, withdrawn],
    },
    [
      {
        command: c.OpenStint,
        payload: { teacherId, role: 'classTeacher', from: '2024-02-01' },
        cells: { none: 'accepts', open: 'StintOverlap', recording: 'StintOverlap', certified: 'StintOverlap', withdrawn: 'StintOverlap' },
      },
      {
        command: c.CloseStint,
        payload: { teacherId, to: '2024-08-31' },
        cells: { none: 'WrongState', open: 'accepts', recording: 'nothing', certified: 'nothing', withdrawn: 'nothing' },
      },
      {
        command: c.RecordStintAssessment,
        payload: { teacherId, year: 2023, qualified: true, sourceRef: '考核表' },
        cells: { none: 'YearOutsideStint', open: 'accepts', recording: 'nothing', certified: 'nothing', withdrawn: 'nothing' },
      },
      {
        command: c.CertifyEligibility,
        payload: { teacherId, targetRank: 'intermediate' },
        cells: {
          none: 'ServiceTooShort',
          open: 'AssessmentNotQualified',
          recording: 'accepts',
          certified: 'nothing',
          withdrawn: 'accepts',
        },
      },
      {
        command: c.WithdrawEligibility,
        payload: { teacherId, reason: '更正' },
        cells: { none: 'WrongState', open: 'WrongState', recording: 'WrongState', certified: 'accepts', withdrawn: 'nothing' },
      },
    ],
    { preset: 'aksu', asOf: '2024-09-01' },
  )
})
