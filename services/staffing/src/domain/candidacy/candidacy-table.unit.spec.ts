import * as c from '@fudao/contracts/staffing'
import { describe } from 'vitest'
import { allConditions } from '../../fixtures/counselor.fixture.js'
import * as f from '../../fixtures/recruitment.fixture.js'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { candidacyDecider } from './candidacy.js'

const { candidacyId } = f
const no = 'WrongState'
const done = { appointed: no, reserved: no, rejected: no, withdrawn: no } as const
const early = { none: no, applied: 'StageOutOfOrder', screened: 'StageOutOfOrder', written: 'StageOutOfOrder' } as const
const runs = { none: no, applied: no, screened: no, written: no, interviewed: no, cleared: no, trial: no, tried: no, ...done } as const
const incomplete = 'StagesIncomplete'

describe('Candidacy: state × command', () => {
  testStateCommandTable(
    candidacyDecider,
    c.staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'Candidacy'),
    {
      none: [],
      applied: [f.submitted],
      screened: [f.submitted, f.screened],
      written: [f.submitted, f.screened, f.written],
      interviewed: f.untilExams,
      publicity: [...f.untilExams, f.publicised, f.objected],
      cleared: f.untilTrial,
      trial: [...f.untilTrial, f.onTrial],
      tried: [...f.untilTrial, f.onTrial, f.trialPassed],
      appointed: f.untilAppointed,
      reserved: [...f.untilAppointed, f.reserved],
      rejected: [f.submitted, { ...f.screened, data: { ...f.screened.data, passed: false } }],
      withdrawn: [f.submitted, f.withdrawn],
    },
    [
      {
        command: c.SubmitCandidacy,
        payload: { ...f.application, personId: 'p2' },
        context: { actor: { role: 'candidate', personId: 'p2' } },
        cells: { ...runs, none: 'accepts', publicity: no },
      },
      {
        command: c.ScreenCandidate,
        payload: { candidacyId, degree: 'master', attestations: { ...allConditions } },
        cells: { ...runs, applied: 'accepts', screened: 'nothing', publicity: no },
      },
      {
        command: c.RecordStageResult,
        payload: { candidacyId, stage: 'interviewExam', score: 70 },
        cells: {
          ...early,
          ...done,
          written: 'accepts',
          interviewed: 'StageOutOfOrder',
          publicity: 'StageOutOfOrder',
          cleared: 'StageOutOfOrder',
          trial: 'StageOutOfOrder',
          tried: 'StageOutOfOrder',
        },
      },
      {
        command: c.StartPublicity,
        payload: { candidacyId, contact: '纪检监察室' },
        cells: {
          ...early,
          ...done,
          interviewed: 'accepts',
          publicity: no,
          cleared: 'StageOutOfOrder',
          trial: 'StageOutOfOrder',
          tried: 'StageOutOfOrder',
        },
      },
      {
        command: c.RaiseObjection,
        payload: { candidacyId, objectionId: 'o2', text: '经历不符' },
        context: { asOf: '2024-05-08' },
        cells: { ...runs, publicity: 'accepts' },
      },
      { command: c.SettleObjection, payload: { candidacyId, objectionId: 'o1', upheld: false }, cells: { ...runs, publicity: 'accepts' } },
      {
        command: c.StartTrialPost,
        payload: { candidacyId },
        cells: {
          ...early,
          ...done,
          interviewed: 'StageOutOfOrder',
          publicity: 'StageOutOfOrder',
          cleared: 'accepts',
          trial: no,
          tried: 'StageOutOfOrder',
        },
      },
      {
        command: c.ConcludeTrialPost,
        payload: { candidacyId, passed: false },
        cells: {
          ...early,
          ...done,
          interviewed: 'StageOutOfOrder',
          publicity: 'StageOutOfOrder',
          cleared: 'StageOutOfOrder',
          trial: 'accepts',
          tried: 'StageOutOfOrder',
        },
      },
      {
        command: c.AppointCandidate,
        payload: { ...f.appointment, siteId: 'north' },
        cells: {
          none: no,
          applied: incomplete,
          screened: incomplete,
          written: incomplete,
          interviewed: incomplete,
          publicity: incomplete,
          cleared: incomplete,
          trial: incomplete,
          tried: 'accepts',
          ...done,
        },
      },
      {
        command: c.WithdrawCandidacy,
        payload: { candidacyId },
        cells: {
          none: no,
          applied: 'accepts',
          screened: 'accepts',
          written: 'accepts',
          interviewed: 'accepts',
          publicity: 'accepts',
          cleared: 'accepts',
          trial: 'accepts',
          tried: 'accepts',
          ...done,
          withdrawn: 'nothing',
        },
      },
      {
        command: c.ReserveCandidacy,
        payload: { candidacyId, reason: 'noPostLeft' },
        cells: { ...runs, publicity: no, appointed: 'accepts', reserved: 'nothing' },
      },
    ],
    { preset: 'aksu', asOf: '2024-09-02', facts: { round: f.openRound } },
  )
})
