import {
  CancelRound,
  CloseRound,
  FillPost,
  FreePost,
  OpenRound,
  PlanRound,
  PostFilled,
  PostFreed,
  RoundClosed,
  RoundPlanned,
  staffingContext,
} from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, test } from 'vitest'
import { cancelled, candidacyId, closed, filled, opened, plan, planned, roundId } from '../../fixtures/recruitment.fixture.js'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { roundDecider } from './recruitment-round.js'

const { given } = deciderSpec(roundDecider, { preset: 'aksu', asOf: '2024-03-01', facts: {} })

describe('RecruitmentRound: state × command', () => {
  const running = { none: 'WrongState', planned: 'WrongState', open: 'accepts', closed: 'accepts', cancelled: 'WrongState' } as const
  testStateCommandTable(
    roundDecider,
    staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'RecruitmentRound'),
    {
      none: [],
      planned: [planned],
      open: [planned, opened],
      full: [planned, opened, filled],
      closed: [planned, opened, closed],
      cancelled: [planned, cancelled],
    },
    [
      {
        command: PlanRound,
        payload: { ...plan, posts: 5 },
        cells: {
          none: 'accepts',
          planned: 'WrongState',
          open: 'WrongState',
          full: 'WrongState',
          closed: 'WrongState',
          cancelled: 'WrongState',
        },
      },
      {
        command: PlanRound,
        payload: plan,
        cells: { none: 'accepts', planned: 'nothing', open: 'nothing', full: 'nothing', closed: 'nothing', cancelled: 'nothing' },
      },
      {
        command: OpenRound,
        payload: { roundId },
        cells: { none: 'WrongState', planned: 'accepts', open: 'nothing', full: 'nothing', closed: 'WrongState', cancelled: 'WrongState' },
      },
      {
        command: CloseRound,
        payload: { roundId },
        cells: { none: 'WrongState', planned: 'WrongState', open: 'accepts', full: 'accepts', closed: 'nothing', cancelled: 'WrongState' },
      },
      {
        command: CancelRound,
        payload: { roundId, reason: '另行选聘' },
        cells: { none: 'WrongState', planned: 'accepts', open: 'accepts', full: 'accepts', closed: 'WrongState', cancelled: 'WrongState' },
      },
      { command: FillPost, payload: { roundId, candidacyId: 'a2' }, cells: { ...running, full: 'RoundFull' } },
      { command: FreePost, payload: { roundId, candidacyId }, cells: { ...running, open: 'nothing', closed: 'nothing', full: 'accepts' } },
    ],
    { preset: 'aksu', asOf: '2024-03-01', facts: {} },
  )
})

describe('R-AK-44: three offices organise the selection together', () => {
  test.each([
    ['one is missing', ['studentAffairs', 'orgPersonnel'], ['disciplineInspection']],
    ['none is named', undefined, ['studentAffairs', 'orgPersonnel', 'disciplineInspection']],
  ] as const)('%s → PanelIncomplete', (_, panel, missing) => {
    given()
      .when(PlanRound, { ...plan, panel: panel && [...panel] })
      .thenRefuses('PanelIncomplete', ['R-AK-44'], { missing })
  })
  test('more may sit on it', () => {
    const panel = [...plan.panel, 'deptBranch' as const]
    given()
      .when(PlanRound, { ...plan, panel, panelMembers: ['u1'] })
      .thenEmits(happened(RoundPlanned, { ...planned.data, panel, panelMembers: ['u1'] }))
  })
})

describe('R-AK-45: the round fixes its conditions, never looser than R-AK-38..43', () => {
  test('without conditions → ConditionsMissing', () => {
    for (const conditions of [undefined, []])
      given()
        .when(PlanRound, { ...plan, conditions })
        .thenRefuses('ConditionsMissing', ['R-AK-45'])
  })
  test('a lower degree, or less party membership than the campus asks → ConditionsTooLoose', () => {
    given()
      .when(PlanRound, { ...plan, minDegree: 'juniorCollege' })
      .thenRefuses('ConditionsTooLoose', ['R-AK-45', 'R-AK-40'], { field: 'minDegree', least: 'bachelor' })
    given()
      .when(PlanRound, { ...plan, partyMember: 'notRequired' })
      .thenRefuses('ConditionsTooLoose', ['R-AK-45', 'R-AK-38'], { field: 'partyMember', least: 'inPrinciple' })
  })
  test('stricter ones stand in the plan', () => {
    given()
      .when(PlanRound, { ...plan, minDegree: 'doctor', partyMember: 'required' })
      .thenEmits(happened(RoundPlanned, { ...planned.data, minDegree: 'doctor', partyMember: 'required' }))
  })
  test('a round has at least one post', () => {
    given()
      .when(PlanRound, { ...plan, posts: 0 })
      .thenRefuses('InvalidValue', ['R-AK-45'], { field: 'posts' })
  })
})

describe('R-AK-46: recommendation and open recruitment together', () => {
  test('a round with one channel is planned with a warning', () => {
    given()
      .when(PlanRound, { ...plan, channels: ['openRecruitment'] })
      .thenEmits(happened(RoundPlanned, { ...planned.data, channels: ['openRecruitment'], warnings: ['oneChannelOnly'] }))
  })
  test('a channel the campus does not have is refused', () => {
    given()
      .when(PlanRound, { ...plan, channels: ['headhunter'] })
      .thenRefuses('InvalidValue', ['R-AK-46'], { field: 'channels' })
  })
})

describe('R-AK-47: written exam, interview, publicity, trial, and the like (等)', () => {
  test('a round may add a stage of its own', () => {
    const stages = ['writtenExam', 'interviewExam', 'medicalCheck', 'publicity', 'trialPost']
    given()
      .when(PlanRound, { ...plan, stages })
      .thenEmits(happened(RoundPlanned, { ...planned.data, stages }))
  })
  test('the order is the campus’s, and no stage comes twice', () => {
    for (const stages of [
      ['interviewExam', 'writtenExam', 'publicity', 'trialPost'],
      ['writtenExam', 'writtenExam'],
    ])
      given()
        .when(PlanRound, { ...plan, stages })
        .thenRefuses('InvalidValue', ['R-AK-47'], { field: 'stages' })
  })
  test('a stage left out is a warning, and its duration falls away', () => {
    const { trialMonths: _, ...without } = planned.data
    const stages = ['writtenExam', 'interviewExam', 'publicity']
    given()
      .when(PlanRound, { ...plan, stages })
      .thenEmits(happened(RoundPlanned, { ...without, stages, warnings: ['stageLeftOut'] }))
  })
  test('a campus changes the stages for all its rounds', () => {
    given()
      .when(
        PlanRound,
        { ...plan, stages: undefined },
        { policy: { 'staffing.selection.stages': ['interviewExam', 'publicity', 'trialPost'] } },
      )
      .thenEmits(happened(RoundPlanned, { ...planned.data, stages: ['interviewExam', 'publicity', 'trialPost'] }))
  })
})

describe('A-34: the regulation names no days of publicity and no months of trial', () => {
  test('as it is (null): each round states its own', () => {
    for (const field of ['publicityDays', 'trialMonths'] as const)
      given()
        .when(PlanRound, { ...plan, [field]: undefined })
        .thenRefuses('InvalidValue', ['A-34', 'R-AK-47'], { field })
  })
  test('read the other way: a campus that fixes them fills them in, and a round may still state its own', () => {
    const policy = { 'staffing.selection.publicityDays': 5, 'staffing.selection.trialMonths': 6 }
    given()
      .when(PlanRound, { ...plan, publicityDays: undefined, trialMonths: undefined }, { policy })
      .thenEmits(happened(RoundPlanned, { ...planned.data, publicityDays: 5, trialMonths: 6 }))
    given().when(PlanRound, plan, { policy }).thenEmits(planned)
  })
})

describe('posts of a round', () => {
  test('a post is filled once for a candidacy, and freed at most once', () => {
    given(planned, opened).when(FillPost, { roundId, candidacyId }).thenEmits(filled)
    given(planned, opened, filled).when(FillPost, { roundId, candidacyId }).thenNothing()
    given(planned, opened, filled).when(FreePost, { roundId, candidacyId }).thenEmits(happened(PostFreed, { roundId, candidacyId }))
  })
  test('a freed post can be filled again', () => {
    given(planned, opened, filled, happened(PostFreed, { roundId, candidacyId }))
      .when(FillPost, { roundId, candidacyId: 'a2' })
      .thenEmits(happened(PostFilled, { roundId, candidacyId: 'a2', filled: 1 }))
  })
  test('closing says how many were filled', () => {
    given(planned, opened, filled)
      .when(CloseRound, { roundId })
      .thenEmits(happened(RoundClosed, { roundId, filled: 1 }))
  })
})
