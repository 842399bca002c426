import {
  AssignDormResidence,
  ChangeEmployment,
  ChangePosition,
  CorrectDeregistration,
  CorrectTitle,
  DeregisterCounselor,
  EndLeave,
  RecordPriorService,
  RecordTitle,
  RegisterCounselor,
  StartLeave,
  staffingContext,
  VacateDormResidence,
} from '@fudao/contracts/staffing'
import { describe } from 'vitest'
import {
  counselorId,
  departureEventId,
  fullTimer,
  lecturer,
  livesInB3,
  onLeave,
  priorService,
  registered,
  resigned,
  signedContract,
  titleEventId,
} from '../../fixtures/counselor.fixture.js'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { counselorDecider } from './counselor.js'

const serving = { none: 'WrongState', active: 'accepts', onLeave: 'accepts', deregistered: 'WrongState' } as const
const known = { ...serving, deregistered: 'accepts' } as const

describe('Counselor: state × command', () => {
  testStateCommandTable(
    counselorDecider,
    staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'Counselor'),
    {
      none: [],
      active: [registered, lecturer, livesInB3],
      onLeave: [registered, lecturer, livesInB3, onLeave],
      deregistered: [registered, lecturer, livesInB3, resigned],
    },
    [
      {
        command: RegisterCounselor,
        payload: { ...fullTimer, startDate: '2025-03-01' },
        cells: { none: 'accepts', active: 'AlreadyRegistered', onLeave: 'AlreadyRegistered', deregistered: 'accepts' },
      },
      { command: RecordPriorService, payload: priorService.data, cells: known },
      { command: ChangeEmployment, payload: { counselorId, to: 'partTime', effectiveDate: '2024-01-01' }, cells: serving },
      {
        command: ChangePosition,
        payload: { counselorId, positionCategory: 'leagueSecretary', departmentId: 'nursing', siteId: 'main', effectiveDate: '2024-01-01' },
        cells: serving,
      },
      { command: StartLeave, payload: { counselorId, from: '2023-05-01', reason: 'study' }, cells: { ...serving, onLeave: 'NoChange' } },
      { command: EndLeave, payload: { counselorId, on: '2023-07-01' }, cells: { ...serving, active: 'NoChange' } },
      {
        command: RecordTitle,
        payload: { counselorId, title: '副教授', rank: 'associateSenior', discipline: '思想政治教育', grantedOn: '2024-05-10' },
        cells: serving,
      },
      {
        command: CorrectTitle,
        payload: { counselorId, correctsEventId: titleEventId, title: '助教', rank: 'primary', grantedOn: '2022-12-01', reason: '更正' },
        cells: known,
      },
      {
        command: AssignDormResidence,
        payload: { counselorId, siteId: 'main', buildingId: 'b4', from: '2023-09-01' },
        cells: { none: 'NotActive', active: 'accepts', onLeave: 'NotActive', deregistered: 'NotActive' },
      },
      {
        command: VacateDormResidence,
        payload: { counselorId, siteId: 'main', buildingId: 'b3', to: '2024-01-10' },
        cells: { none: 'NotActive', active: 'accepts', onLeave: 'accepts', deregistered: 'accepts' },
      },
      {
        command: DeregisterCounselor,
        payload: { counselorId, lastDay: '2024-05-31', reason: 'retired' },
        cells: { none: 'NotActive', active: 'accepts', onLeave: 'accepts', deregistered: 'NotActive' },
      },
      {
        command: CorrectDeregistration,
        payload: { counselorId, correctsEventId: departureEventId, lastDay: '2024-07-31', reason: '更正' },
        cells: { none: 'WrongState', active: 'WrongState', onLeave: 'WrongState', deregistered: 'accepts' },
      },
    ],
    { preset: 'aksu', facts: { contract: signedContract } },
  )
})
