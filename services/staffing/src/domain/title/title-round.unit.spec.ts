import {
  FillTitlePlace,
  OpenTitleRound,
  RankStructureRecorded,
  RecordRankStructure,
  staffingContext,
  TitlePlaceFilled,
  TitleRoundOpened,
} from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, test } from 'vitest'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { gradeRound, gradeRoundOpened, roundId, seniorPlaceFilled, titleRound, titleRoundOpened } from '../../fixtures/title.fixture.js'
import { titleRoundDecider } from './title-round.js'

const defaults = { preset: 'aksu', asOf: '2024-03-01' } as const
const { given } = deciderSpec(titleRoundDecider, defaults)
const teachersByRank = { primary: 60, intermediate: 180, associateSenior: 90, senior: 30 }

describe('R-AK-50, R-AK-53, R-AK-57: a title round', () => {
  test('with quota, standard and panel of its own it is opened', () => {
    given().when(OpenTitleRound, titleRound).thenEmits(titleRoundOpened)
  })
  test.each(['separateQuota', 'separateStandard', 'separatePanel'])(
    'R-AK-53 单列计划、单设标准、单独评审: without %s → NotSeparateReview',
    (flag) => {
      given()
        .when(OpenTitleRound, { ...titleRound, [flag]: false })
        .thenRefuses('NotSeparateReview', ['R-AK-53'], { missing: [flag] })
    },
  )
  test('R-AK-58: the management track has no review of its own', () => {
    given().when(OpenTitleRound, gradeRound).thenEmits(gradeRoundOpened)
  })
  test('R-AK-57: the regional conditions are named → StandardMissing', () => {
    for (const round of [titleRound, gradeRound])
      given()
        .when(OpenTitleRound, { ...round, standardRef: undefined })
        .thenRefuses('StandardMissing', ['R-AK-57'])
  })
  test('places are counts of ranks', () => {
    given()
      .when(OpenTitleRound, { ...titleRound, quotaByRank: { senior: -1 } })
      .thenRefuses('InvalidValue', ['R-AK-53'], { field: 'quotaByRank', rank: 'senior' })
    given()
      .when(OpenTitleRound, { ...titleRound, quotaByRank: { 七级职员: 1 } })
      .thenRefuses('InvalidValue', ['R-AK-53'], { rank: '七级职员' })
  })
  test('R-AK-56: the reserved share is the campus’s unless the round names its own', () => {
    const policy = { 'staffing.seniorPostShare': { num: 1, den: 20 } }
    given()
      .when(OpenTitleRound, titleRound, { policy })
      .thenEmits(happened(TitleRoundOpened, { ...titleRoundOpened.data, seniorShare: { num: 1, den: 20 } }))
    given()
      .when(OpenTitleRound, { ...titleRound, seniorShare: { num: 1, den: 10 } }, { policy })
      .thenEmits(happened(TitleRoundOpened, { ...titleRoundOpened.data, seniorShare: { num: 1, den: 10 } }))
    given()
      .when(OpenTitleRound, { ...titleRound, seniorShare: { num: 3, den: 2 } })
      .thenRefuses('InvalidValue', ['R-AK-56'], { field: 'seniorShare' })
  })
})

describe('R-AK-53, X-17: no grant beyond the quota', () => {
  const fill = { roundId, rank: 'associateSenior', applicationId: 'ta1' } as const
  test('a place is filled, once for one application', () => {
    given(titleRoundOpened).when(FillTitlePlace, fill).thenEmits(seniorPlaceFilled)
    given(titleRoundOpened, seniorPlaceFilled).when(FillTitlePlace, fill).thenNothing()
  })
  test('the last place taken → QuotaFull; a place of another rank is left', () => {
    const next = given(titleRoundOpened, seniorPlaceFilled)
    next
      .when(FillTitlePlace, { ...fill, applicationId: 'ta2' })
      .thenRefuses('QuotaFull', ['R-AK-53'], { rank: 'associateSenior', quota: 1, taken: 1 })
    next
      .when(FillTitlePlace, { ...fill, rank: 'intermediate', applicationId: 'ta2' })
      .thenEmits(happened(TitlePlaceFilled, { ...fill, rank: 'intermediate', applicationId: 'ta2' }))
  })
  test('a rank the round does not name has no place', () => {
    given(titleRoundOpened)
      .when(FillTitlePlace, { ...fill, rank: 'senior' })
      .thenRefuses('QuotaFull', ['R-AK-53'], { quota: 0 })
  })
})

describe('R-AK-51: the teachers’ structure', () => {
  test('is recorded as of a day', () => {
    given(titleRoundOpened)
      .when(RecordRankStructure, { roundId, teachersByRank })
      .thenEmits(happened(RankStructureRecorded, { roundId, asOf: '2024-03-01', teachersByRank }))
  })
  test('counts below zero → InvalidValue', () => {
    given(titleRoundOpened)
      .when(RecordRankStructure, { roundId, teachersByRank: { ...teachersByRank, senior: -1 } })
      .thenRefuses('InvalidValue', ['R-AK-51'], { field: 'teachersByRank', rank: 'senior' })
  })
})

describe('TitleReviewRound: state × command', () => {
  testStateCommandTable(
    titleRoundDecider,
    staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'TitleReviewRound'),
    { none: [], open: [titleRoundOpened], full: [titleRoundOpened, seniorPlaceFilled] },
    [
      { command: OpenTitleRound, payload: titleRound, cells: { none: 'accepts', open: 'nothing', full: 'nothing' } },
      { command: OpenTitleRound, payload: gradeRound, cells: { none: 'accepts', open: 'WrongState', full: 'WrongState' } },
      {
        command: FillTitlePlace,
        payload: { roundId, rank: 'associateSenior', applicationId: 'ta1' },
        cells: { none: 'WrongState', open: 'accepts', full: 'nothing' },
      },
      {
        command: FillTitlePlace,
        payload: { roundId, rank: 'associateSenior', applicationId: 'ta2' },
        cells: { none: 'WrongState', open: 'accepts', full: 'QuotaFull' },
      },
      {
        command: FillTitlePlace,
        payload: { roundId, rank: 'intermediate', applicationId: 'ta1' },
        cells: { none: 'WrongState', open: 'accepts', full: 'WrongState' },
      },
      {
        command: RecordRankStructure,
        payload: { roundId, teachersByRank },
        cells: { none: 'WrongState', open: 'accepts', full: 'accepts' },
      },
    ],
    defaults,
  )
})
