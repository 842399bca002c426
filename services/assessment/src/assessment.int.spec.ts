import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as assessment from '@fudao/contracts/assessment'
import type { Actor, CommandDefinition, CommandReply, ReadReply, Role } from '@fudao/contracts/kit'
import { connectNats, ledgerSubject, requestJson, sendCommand } from '@fudao/messaging'
import { type RunningService, startService } from '@fudao/service-kit'
import { createLogger } from '@fudao/telemetry'
import { createDatabase, eventually, startTestNats, type TestDatabase, type TestNats } from '@fudao/testing'
import type { NatsConnection } from '@nats-io/nats-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBallotKeys } from './ballot/ballot-keys.js'
import { castableToken } from './ballot/test-voter.js'
import { assessmentServiceHandlers } from './commands.js'
import { assessmentReferences } from './references/index.js'

// The service on a real ledger and registry (their built processes), over NATS.

const logger = createLogger('assessment-test', { level: 'error' })
const masterKey = randomBytes(32)
const campus = 'aksu'
const year = 2023
const signed = { coSigners: [{ role: 'orgPersonnel' as const, userId: 'u_op', ref: '组人签 1' }] }

let database: TestDatabase
let nats: TestNats
let client: NatsConnection
let service: RunningService
const processes: ChildProcess[] = []

const start = (name: string, env: NodeJS.ProcessEnv): void => {
  const main = fileURLToPath(new URL(`../../${name}/dist/main.js`, import.meta.url))
  processes.push(spawn(process.execPath, [main], { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'ignore', 'inherit'] }))
}
const send = (
  definition: CommandDefinition | string,
  payload: object,
  actor: Partial<Actor> & { role: Role },
  over: object = {},
  at = campus,
) => {
  const [context, command] = typeof definition === 'string' ? definition.split('.') : [definition.aggregate.context, definition.name]
  return sendCommand(client, at, context ?? '', command ?? '', {
    commandId: randomUUID(),
    payload: { ...payload },
    actor: { userId: `u_${actor.role}`, ...actor },
    ...over,
  })
}
const accepted = async (reply: Promise<CommandReply>) => {
  const answer = await reply
  if (answer.status !== 'accepted') return expect.fail(JSON.stringify(answer))
  return answer
}
const eventsOf = async (stream: string) => {
  const reply = await requestJson<ReadReply>(client, ledgerSubject(campus, 'read'), { streams: [{ stream }] })
  if (reply.status !== 'ok') return expect.fail(JSON.stringify(reply))
  return reply.slices[0]?.events ?? []
}

beforeAll(async () => {
  ;[database, nats] = await Promise.all([createDatabase(), startTestNats()])
  const env = { NATS_URL: nats.url, DATABASE_URL: database.url, FUDAO_MASTER_KEY: masterKey.toString('base64'), FUDAO_MODE: 'test' }
  start('ledger', env)
  start('registry', env)
  client = await connectNats({ url: nats.url, name: 'client', logger })
  service = await startService({
    name: 'assessment',
    contexts: [assessment.assessmentContext],
    handlers: assessmentServiceHandlers(createBallotKeys(masterKey)),
    references: assessmentReferences,
    env,
    signals: false,
    logger,
  })
  const registration = { campusId: campus, name: '阿克苏职业技术学院', schoolCode: '13093', provinceId: 'xinjiang', firstDay: '2023-01-10' }
  await eventually(
    'the registry to register the campus',
    async () => {
      const reply = await send('registry.RegisterCampus', registration, { role: 'platformAdmin' }, {}, 'platform')
      if (reply.status !== 'accepted') throw new Error(JSON.stringify(reply))
      return true
    },
    { within: 20_000 },
  )
  await accepted(
    send(
      'policy.AdoptPreset',
      { preset: 'aksu', contexts: ['assessment'], effectiveFrom: '2023-01-10', approvalRef: '党委会〔2023〕1号' },
      { role: 'studentAffairs' },
    ),
  )
})
afterAll(async () => {
  await service?.stop()
  await client?.drain()
  for (const child of processes)
    if (child.exitCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  await nats?.stop()
  await database?.drop()
})

describe('an assessment over NATS', () => {
  const key = { counselorId: 'c_1', year }
  const score = (party: string, points: number, actor: Partial<Actor> & { role: Role }) =>
    send(assessment.SubmitPartyScore, { ...key, party, score: points }, actor, { asOf: '2023-12-20' })

  it('T-69, R-AK-78 … R-AK-81: from the scheme to the result, each event with what it stood on', async () => {
    await accepted(send(assessment.DraftScheme, { ...(assessment.DraftScheme.example as object), year }, { role: 'studentAffairs' }))
    expect(await send(assessment.PublishScheme, { year }, { role: 'studentAffairs' })).toMatchObject({
      status: 'refused',
      code: 'SignatureMissing',
    })
    const rules: Partial<Actor> & { role: Role } = { userId: 'rules', role: 'system' }
    const opening = { ...key, employment: 'fullTime', departmentId: 'nursing' }
    expect(await send(assessment.OpenAssessment, opening, rules)).toMatchObject({ status: 'refused', code: 'SchemeMissing' })
    await accepted(send(assessment.PublishScheme, { year, ...signed }, { role: 'studentAffairs' }))
    await accepted(send(assessment.OpenAssessment, opening, rules))

    await accepted(score('studentAffairs', 8500, { role: 'studentAffairs' }))
    await accepted(score('orgPersonnel', 9000, { role: 'orgPersonnel' }))
    expect(await score('deptBranch', 8000, { role: 'deptBranch', departmentId: 'automotive' })).toMatchObject({ status: 'forbidden' })
    await accepted(score('deptBranch', 8000, { role: 'deptBranch', departmentId: 'nursing' }))
    expect(await send(assessment.ProposeGrade, key, { role: 'studentAffairs' })).toMatchObject({
      status: 'refused',
      code: 'PartyScoreMissing',
      params: { missing: ['students'] },
    })
    await accepted(score('students', 8800, rules))
    await accepted(send(assessment.ProposeGrade, key, { role: 'studentAffairs' }, { asOf: '2023-12-28' }))
    expect(await send(assessment.FinalizeResult, { ...key, ...signed }, { role: 'studentAffairs' }, { asOf: '2023-12-31' })).toMatchObject({
      status: 'refused',
      code: 'YearNotOver',
    })
    await accepted(send(assessment.FinalizeResult, { ...key, ...signed }, { role: 'studentAffairs' }, { asOf: '2024-01-20' }))
    await accepted(send(assessment.IssueLinkages, key, rules, { asOf: '2024-01-20', rule: 'X-07' }))

    const events = await eventsOf('assessment-aksu.c_1-2023')
    expect(events.map((e) => e.type)).toEqual([
      'assessment.AssessmentOpened',
      ...Array.from({ length: 4 }, () => 'assessment.PartyScored'),
      'assessment.GradeProposed',
      'assessment.AssessmentFinalized',
      'assessment.AssessmentLinkagesIssued',
    ])
    const [opened, , , , , , finalized, issued] = events.map((e) => JSON.parse(e.data))
    expect(opened.basis.facts).toEqual({ AssessmentScheme: { stream: 'assessscheme-aksu.2023', revision: 1 } })
    expect(finalized).toMatchObject({ ...key, grade: 'qualified', total: 8560, on: '2024-01-20', ...signed })
    expect(issued.linkages).toEqual(['appointment', 'post', 'pay', 'rewardPunishment', 'renewal'])
    expect(issued.basis.policy['assessment.linkages']).toMatchObject({ version: 0 })
  })

  it('C-11: a revision names the event it corrects, and new linkages the ones they replace', async () => {
    const act = { asOf: '2024-02-01' }
    await accepted(send(assessment.FileAppeal, key, { role: 'counselor', counselorId: 'c_1' }, act))
    await accepted(send(assessment.ReviseResult, { ...key, to: 'excellent', ...signed }, { role: 'studentAffairs' }, act))
    await accepted(send(assessment.IssueLinkages, key, { userId: 'rules', role: 'system' }, act))
    const events = await eventsOf('assessment-aksu.c_1-2023')
    const idOf = (type: string) => events.find((e) => e.type === `assessment.${type}`)?.id
    const last = events.slice(-2).map((e) => JSON.parse(e.data))
    expect(last[0]).toMatchObject({ from: 'qualified', to: 'excellent', correctsEventId: idOf('AssessmentFinalized') })
    expect(last[1]).toMatchObject({ grade: 'excellent', supersedes: idOf('AssessmentLinkagesIssued') })
  })
})

describe('an anonymous ballot over NATS (C-12)', () => {
  const key = { counselorId: 'c_2', year }
  const day = { asOf: '2023-12-05' }
  const student = { userId: 'student_20230042', role: 'studentEvaluator' as const, personId: 'p_42' }
  const voucher = 'wG5q2Ht7Zk9nB4xR'

  it('a voucher becomes a blind signature, that becomes a ballot, and nothing stored leads to the student or from one to the other', async () => {
    const window = { from: '2023-12-01', to: '2023-12-15', eligible: 30 }
    const { answer } = await accepted(send(assessment.OpenBallot, { ...key, ...window }, { role: 'studentAffairs' }, day))
    const publicKey = String(answer?.tokenPublicKey)

    const requests: { commandId: string; blindedMessage: string }[] = []
    const { token, signature } = await castableToken(publicKey, async (blindedMessage) => {
      const commandId = randomUUID()
      requests.push({ commandId, blindedMessage })
      const over = { ...day, commandId, correlationId: 'one-session' }
      const first = await accepted(send(assessment.IssueBallotToken, { ...key, voucher, blindedMessage }, student, over))
      expect(first.commandId).toBe(commandId)
      // the answer was lost: the same request gets the same signature, with the same command id and with a new one
      const again = await accepted(send(assessment.IssueBallotToken, { ...key, voucher, blindedMessage }, student, over))
      expect(again).toMatchObject({ repeated: true, answer: first.answer })
      const anew = await accepted(send(assessment.IssueBallotToken, { ...key, voucher, blindedMessage }, student, day))
      expect(anew).toMatchObject({ events: [], answer: first.answer })
      return String(first.answer?.blindSignature)
    })
    const other = { ...key, voucher, blindedMessage: Buffer.alloc(256, 1).toString('base64url') }
    expect(await send(assessment.IssueBallotToken, other, student, day)).toMatchObject({ status: 'refused', code: 'AlreadyIssued' })

    const ballot = { ...key, token, signature, recognition: 90, satisfaction: 86 }
    const castId = randomUUID()
    await accepted(send(assessment.CastBallot, ballot, student, { ...day, commandId: castId, correlationId: 'one-session' }))
    expect(await send(assessment.CastBallot, { ...ballot, recognition: 1 }, student, day)).toMatchObject({ code: 'AlreadyVoted' })
    const forged = { ...ballot, token: randomBytes(64).toString('base64url') }
    expect(await send(assessment.CastBallot, forged, student, day)).toMatchObject({ status: 'refused', code: 'TokenInvalid' })

    const events = await eventsOf('studenteval-aksu.c_2-2023')
    expect(events.map((e) => e.type)).toEqual(['assessment.BallotOpened', 'assessment.BallotTokenIssued', 'assessment.BallotCast'])
    const stored = JSON.stringify(events.slice(1))
    const secrets = [student.userId, student.personId, voucher, token, signature, castId, 'one-session']
    for (const secret of [...secrets, ...requests.flatMap((r) => Object.values(r))]) expect(stored).not.toContain(secret)
    for (const event of events.slice(1)) {
      const metadata = JSON.parse(event.metadata)
      expect(metadata).toMatchObject({ actorid: 'anonymous', actorrole: 'studentEvaluator' })
      expect(metadata.correlationid).toBe(metadata.commandid)
      expect(metadata.causationid).toBe(metadata.commandid)
      expect(metadata.traceparent).toBeUndefined()
    }
  })

  it('X-48: closing gives count and averages; afterwards nobody votes', async () => {
    const rules = { userId: 'rules', role: 'system' as const }
    await accepted(send(assessment.CloseBallot, key, rules, { asOf: '2023-12-16' }))
    const closed = (await eventsOf('studenteval-aksu.c_2-2023')).at(-1)
    expect(JSON.parse(closed?.data ?? '{}')).toMatchObject({ cast: 1, recognitionAvg: 9000, satisfactionAvg: 8600 })
    const late = { ...(assessment.IssueBallotToken.example as object), ...key }
    expect(await send(assessment.IssueBallotToken, late, student, day)).toMatchObject({ status: 'refused', code: 'BallotClosed' })
  })
})

describe('a finding over NATS', () => {
  it('R-AK-77, R-AK-82: a branch raises one about its own counselor only, and two offices decide it', async () => {
    const finding = { findingId: 'f_1', counselorId: 'c_1', reasons: '长期不能履行基本职责' }
    const on = { asOf: '2024-05-10' }
    const from = (departmentId: string) => send(assessment.RaiseFinding, finding, { role: 'deptBranch', departmentId }, on)
    expect(await from('automotive')).toMatchObject({ status: 'forbidden', code: 'NotAuthorized' })
    await accepted(from('nursing'))
    const decide = (decision: string) =>
      send(assessment.DecideFinding, { findingId: 'f_1', decision, ...signed }, { role: 'studentAffairs' }, on)
    await accepted(decide('confirm'))
    await accepted(decide('dismiss'))
    expect(await decide('confirm')).toMatchObject({ status: 'refused', code: 'WrongState' })
  })
})
