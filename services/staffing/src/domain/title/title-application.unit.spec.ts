import {
  CheckTitleApplication,
  DecideTitle,
  ManagementGradeGranted,
  SubmitTitleApplication,
  staffingContext,
  TitleApplicationSubmitted,
  WithdrawTitleApplication,
} from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, test } from 'vitest'
import { becamePartTime, onLeave, registered, resigned } from '../../fixtures/counselor.fixture.js'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import {
  application,
  checked,
  gradeApplication,
  gradeRoundOpened,
  gradeSubmitted,
  granted,
  notGranted,
  submitted,
  takenBack,
  titleRoundOpened,
} from '../../fixtures/title.fixture.js'
import { type CounselorEvent, evolveCounselor, noCounselor } from '../counselor/counselor-state.js'
import { type CitedAchievement, titleApplicationDecider } from './title-application.js'
import { evolveTitleRound, noTitleRound } from './title-round.js'

const counselor = (...history: CounselorEvent[]) => history.reduce(evolveCounselor, noCounselor())
const round = evolveTitleRound(noTitleRound(), titleRoundOpened)
const facts = { counselor: counselor(registered), round }
const defaults = { preset: 'aksu', asOf: '2024-12-01', facts } as const
const { given } = deciderSpec(titleApplicationDecider, defaults)
const gradeFacts = { facts: { ...facts, round: evolveTitleRound(noTitleRound(), gradeRoundOpened) } }
const { applicationId } = application

describe('R-AK-50: who applies for what', () => {
  test('a full-time counselor in service, on leave too', () => {
    given().when(SubmitTitleApplication, application).thenEmits(submitted)
    given()
      .when(SubmitTitleApplication, application, { facts: { ...facts, counselor: counselor(registered, onLeave) } })
      .thenEmits(submitted)
  })
  test.each([
    ['a part-time counselor', [registered, becamePartTime]],
    ['one who left', [registered, resigned]],
    ['one nobody knows', []],
  ])('%s → NotEligible', (_, history) => {
    given()
      .when(SubmitTitleApplication, application, { facts: { ...facts, counselor: counselor(...history) } })
      .thenRefuses('NotEligible', ['R-AK-50'])
  })
  test('the round is open and of the same track', () => {
    given()
      .when(SubmitTitleApplication, application, { facts: { ...facts, round: noTitleRound() } })
      .thenRefuses('WrongState', ['R-AK-53'], { status: 'none' })
    given().when(SubmitTitleApplication, application, gradeFacts).thenRefuses('InvalidValue', ['R-AK-50'], { field: 'track' })
  })
  test('R-AK-58: the management track names its grade, and no discipline or evidence', () => {
    given().when(SubmitTitleApplication, gradeApplication, gradeFacts).thenEmits(gradeSubmitted)
    given()
      .when(SubmitTitleApplication, { ...gradeApplication, targetGrade: undefined }, gradeFacts)
      .thenRefuses('InvalidValue', ['R-AK-58'], { field: 'targetGrade' })
  })
})

describe('R-AK-52: discipline of ideological education or a related one', () => {
  test('another one → DisciplineNotAllowed', () => {
    given()
      .when(SubmitTitleApplication, { ...application, discipline: '机械工程' })
      .thenRefuses('DisciplineNotAllowed', ['R-AK-52'], { discipline: '机械工程' })
  })
  test('the list is open: what the campus adds is allowed', () => {
    given()
      .when(
        SubmitTitleApplication,
        { ...application, discipline: '心理学' },
        { policy: { 'staffing.title.disciplines': ['思想政治教育', '心理学'] } },
      )
      .thenEmits(happened(TitleApplicationSubmitted, { ...submitted.data, discipline: '心理学' }))
  })
})

describe('R-AK-54: the evidence of a rank', () => {
  const [performance, research, results] = application.evidence
  test.each(['senior', 'associateSenior'] as const)('%s: performance, research and results', (targetRank) => {
    for (const [missing, evidence] of [
      ['research', [performance, results]],
      ['results', [performance, research]],
      ['performance', [research, results]],
    ] as const)
      given()
        .when(SubmitTitleApplication, { ...application, targetRank, evidence: evidence.flatMap((e) => e ?? []) })
        .thenRefuses('EvidenceIncomplete', ['R-AK-54'], { missing: [missing] })
  })
  test.each(['intermediate', 'primary'] as const)('%s: performance', (targetRank) => {
    given()
      .when(SubmitTitleApplication, { ...application, targetRank, evidence: [] })
      .thenRefuses('EvidenceIncomplete', ['R-AK-54'], { missing: ['performance'] })
    given()
      .when(SubmitTitleApplication, { ...application, targetRank, evidence: application.evidence.slice(0, 1) })
      .thenEmits(
        happened(TitleApplicationSubmitted, {
          ...application,
          targetRank,
          evidence: application.evidence.slice(0, 1),
          evidenceIds: ['业绩 1'],
        }),
      )
  })
})

describe('R-AK-55: an achievement as evidence', () => {
  const [performance, , results] = application.evidence
  const evidence = [performance, { kind: 'research' as const, evidenceId: 'ach1' }, results].flatMap((e) => e ?? [])
  const citing = (change: Partial<CitedAchievement> = {}) => ({
    facts: { ...facts, achievements: { ach1: { of: ['c1'], verified: true, research: true, ...change } } },
  })
  const asked = { ...application, evidence }
  test('T-84: a verified online cultural work satisfies the research evidence, of a co-author too', () => {
    const evidenceIds = evidence.map(({ evidenceId }) => evidenceId)
    const event = happened(TitleApplicationSubmitted, { ...asked, evidenceIds })
    given().when(SubmitTitleApplication, asked, citing()).thenEmits(event)
    given()
      .when(SubmitTitleApplication, asked, citing({ of: ['c2', 'c1'] }))
      .thenEmits(event)
  })
  test.each([
    ['not verified, or retracted', { verified: false }],
    ['of somebody else', { of: ['c2'] }],
    ['of a kind that does not count as research', { research: false }],
  ])('one that is %s → EvidenceIncomplete', (_, change) => {
    given()
      .when(SubmitTitleApplication, asked, citing(change))
      .thenRefuses('EvidenceIncomplete', ['R-AK-54', 'R-AK-55'], { missing: ['research'], notCounted: ['ach1'] })
  })
})

describe('R-AK-53: the panel decides on what was checked', () => {
  const grant = { applicationId, decision: 'grant', title: '副教授' } as const
  test('checked → granted; not checked → WrongState', () => {
    given(submitted, checked).when(DecideTitle, grant).thenEmits(granted)
    given(submitted).when(DecideTitle, grant).thenRefuses('WrongState', ['R-AK-50'], { status: 'submitted' })
  })
  test('the title has a name, a refusal a reason', () => {
    given(submitted, checked)
      .when(DecideTitle, { applicationId, decision: 'grant' })
      .thenRefuses('InvalidValue', ['R-AK-50'], { field: 'title' })
    given(submitted, checked).when(DecideTitle, { applicationId, decision: 'refuse' }).thenRefuses('ReasonMissing', ['R-AK-53'])
    given(submitted, checked).when(DecideTitle, { applicationId, decision: 'refuse', reason: '成果不足' }).thenEmits(notGranted)
  })
  test('R-AK-58: the management track grants the grade applied for, or another one', () => {
    const data = { applicationId, roundId: application.roundId, counselorId: 'c1', on: '2024-12-01' }
    given(gradeSubmitted, checked)
      .when(DecideTitle, { applicationId, decision: 'grant' })
      .thenEmits(happened(ManagementGradeGranted, { ...data, grade: '七级职员' }))
    given(gradeSubmitted, checked)
      .when(DecideTitle, { applicationId, decision: 'grant', grade: '八级职员' })
      .thenEmits(happened(ManagementGradeGranted, { ...data, grade: '八级职员' }))
  })
  test('a counselor withdraws their own application only', () => {
    given(submitted)
      .when(WithdrawTitleApplication, { applicationId, counselorId: 'c2', reason: 'r' })
      .thenRefuses('InvalidValue', ['R-AK-50'], { field: 'counselorId' })
  })
})

describe('TitleApplication: state × command', () => {
  const over = { granted: 'WrongState', refused: 'WrongState', withdrawn: 'WrongState' } as const
  testStateCommandTable(
    titleApplicationDecider,
    staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'TitleApplication'),
    {
      none: [],
      submitted: [submitted],
      checked: [submitted, checked],
      granted: [submitted, checked, granted],
      refused: [submitted, checked, notGranted],
      withdrawn: [submitted, takenBack],
    },
    [
      {
        command: SubmitTitleApplication,
        payload: application,
        cells: { none: 'accepts', submitted: 'nothing', checked: 'WrongState', ...over },
      },
      {
        command: SubmitTitleApplication,
        payload: { ...application, targetRank: 'senior' },
        cells: { none: 'accepts', submitted: 'WrongState', checked: 'WrongState', ...over },
      },
      {
        command: CheckTitleApplication,
        payload: { applicationId },
        cells: { none: 'WrongState', submitted: 'accepts', checked: 'nothing', ...over },
      },
      {
        command: DecideTitle,
        payload: { applicationId, decision: 'grant', title: '副教授', on: '2024-12-01' },
        cells: { none: 'WrongState', submitted: 'WrongState', checked: 'accepts', ...over, granted: 'nothing' },
      },
      {
        command: DecideTitle,
        payload: { applicationId, decision: 'refuse', reason: '成果不足' },
        cells: { none: 'WrongState', submitted: 'WrongState', checked: 'accepts', ...over, refused: 'nothing' },
      },
      {
        command: WithdrawTitleApplication,
        payload: { applicationId, counselorId: 'c1', reason: '材料待补充' },
        cells: { none: 'WrongState', submitted: 'accepts', checked: 'accepts', ...over, withdrawn: 'nothing' },
      },
    ],
    defaults,
  )
})
