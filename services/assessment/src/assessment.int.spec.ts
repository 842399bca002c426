import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as assessment from '@fudao/contracts/assessment'
import type { Actor, CommandDefinition, CommandReply, Role } from '@fudao/contracts/kit'
import { createLedger } from '@fudao/ledger-client'
import { connectNats, sendCommand } from '@fudao/messaging'
import { openPool } from '@fudao/postgres'
import { type RunningService, startService } from '@fudao/service-kit'
import { createLogger } from '@fudao/telemetry'
import { createDatabase, eventually, startTestNats, type TestDatabase, type TestNats } from '@fudao/testing'
import type { NatsConnection } from '@nats-io/nats-core'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBallotBoxes } from './ballot/ballot-boxes.js'
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
let pool: Pool
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
const eventsOf = async (stream: string) => (await createLedger(client).read(campus, [{ stream }]))[0]?.events ?? []

beforeAll(async () => {
  ;[database, nats] = await Promise.all([createDatabase(), startTestNats()])
  const env = { NATS_URL: nats.url, DATABASE_URL: database.url, FUDAO_MASTER_KEY: masterKey.toString('base64'), FUDAO_MODE: 'test' }
  start('ledger', env)
  start('registry', env)
  client = await connectNats({ url: nats.url, name: 'client', logger })
  pool = openPool(database.url, { name: 'assessment' })
  const boxes = createBallotBoxes(pool, masterKey)
  await boxes.prepare()
  service = await startService({
    name: 'assessment',
    contexts: [assessment.assessmentContext],
    handlers: assessmentServiceHandlers({ keys: createBallotKeys(masterKey), boxes }),
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
  await pool?.end()
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
    const [opened, , , , , , finalized, issued] = events.map((e) => e.data)
    expect(opened).toHaveProperty('basis.facts', { AssessmentScheme: { stream: 'assessscheme-aksu.2023', revision: 1 } })
    expect(finalized).toMatchObject({ ...key, grade: 'qualified', total: 8560, on: '2024-01-20', ...signed })
    expect(issued?.linkages).toEqual(['appointment', 'post', 'pay', 'rewardPunishment', 'renewal'])
    expect(issued).toMatchObject({ basis: { policy: { 'assessment.linkages': { version: 0 } } } })
  })

  it('C-11: a revision names the event it corrects, and new linkages the ones they replace', async () => {
    const act = { asOf: '2024-02-01' }
    await accepted(send(assessment.FileAppeal, key, { role: 'counselor', counselorId: 'c_1' }, act))
    await accepted(send(assessment.ReviseResult, { ...key, to: 'excellent', ...signed }, { role: 'studentAffairs' }, act))
    await accepted(send(assessment.IssueLinkages, key, { userId: 'rules', role: 'system' }, act))
    const events = await eventsOf('assessment-aksu.c_1-2023')
    const idOf = (type: string) => events.find((e) => e.type === `assessment.${type}`)?.id
    const last = events.slice(-2).map((e) => e.data)
    expect(last[0]).toMatchObject({ from: 'qualified', to: 'excellent', correctsEventId: idOf('AssessmentFinalized') })
    expect(last[1]).toMatchObject({ grade: 'excellent', supersedes: idOf('AssessmentLinkagesIssued') })
  })
})

describe('an anonymous ballot over NATS (C-12)', () => {
  const key = { counselorId: 'c_2', year }
  const stream = 'studenteval-aksu.c_2-2023'
  const day = { asOf: '2023-12-05' }
  const rules = { userId: 'rules', role: 'system' as const }
  const student = (n: number) => ({ userId: `student_2023${n}`, role: 'studentEvaluator' as const, counselorId: 'c_2' })
  const nobody = { userId: 'anonymous', role: 'studentEvaluator' as const }
  const typesOf = async () => (await eventsOf(stream)).map((e) => e.type.replace('assessment.', ''))
  let publicKey: string

  const tokenOf = (n: number) =>
    castableToken(publicKey, async (blindedMessage) => {
      const { answer } = await accepted(send(assessment.IssueBallotToken, { ...key, blindedMessage }, student(n), day))
      return String(answer?.blindSignature)
    })
  const cast = (ballot: object, over: object = day) =>
    send(assessment.CastBallot, { ...key, recognition: 90, satisfaction: 86, ...ballot }, nobody, over)

  it('a sign-in becomes a blind signature, that becomes a ballot, and the stream says nothing of either', async () => {
    const window = { from: '2023-12-01', to: '2023-12-15', eligible: 30 }
    const { answer } = await accepted(send(assessment.OpenBallot, { ...key, ...window }, { role: 'studentAffairs' }, day))
    publicKey = String(answer?.tokenPublicKey)
    const blindedMessage = Buffer.alloc(256, 1).toString('base64url')
    const ask = (by: Actor, blinded = blindedMessage) => send(assessment.IssueBallotToken, { ...key, blindedMessage: blinded }, by, day)
    const first = await accepted(ask(student(1)))
    // the answer was lost: the same request gets the same signature
    expect(await accepted(ask(student(1)))).toMatchObject({ events: [], answer: first.answer })
    expect(await ask(student(1), Buffer.alloc(256, 2).toString('base64url'))).toMatchObject({ code: 'AlreadyIssued' })
    expect(await ask({ ...student(2), counselorId: 'c_3' })).toMatchObject({ status: 'forbidden', code: 'NotAuthorized' })

    const ballot = await tokenOf(2)
    await accepted(cast(ballot))
    expect(await accepted(cast(ballot))).toMatchObject({ events: [] })
    expect(await cast({ ...ballot, recognition: 1 })).toMatchObject({ code: 'AlreadyVoted' })
    expect(await cast({ ...ballot, token: randomBytes(64).toString('base64url') })).toMatchObject({ code: 'TokenInvalid' })
    expect(await cast({ ...(await tokenOf(3)), satisfaction: 101 })).toMatchObject({ code: 'InvalidValue' })
    expect(await typesOf()).toEqual(['BallotOpened'])
  })

  it('takes many ballots at once and loses none; the turnout moves by groups', async () => {
    const count = () => accepted(send(assessment.CountTurnout, key, rules, day))
    expect((await count()).events).toEqual([])
    const tokens = await Promise.all([4, 5, 6, 7, 8, 9].map(tokenOf))
    const twice = await Promise.all([...tokens, ...tokens].map((token) => cast(token)))
    expect(new Set(twice.map(({ status }) => status))).toEqual(new Set(['accepted']))
    expect((await count()).events).toHaveLength(1)
    expect((await eventsOf(stream)).at(-1)?.data).toMatchObject({ cast: 7, on: '2023-12-05' })
  })

  it('X-48: closing gives count, averages and the list; afterwards nobody votes, and the box is gone', async () => {
    const late = await tokenOf(10)
    const row = async () =>
      (
        await pool.query<{ key: Buffer | null; content: Buffer | null }>('select key, content from ballot_boxes where ballot = $1', [
          stream,
        ])
      ).rows[0]
    expect((await row())?.content?.length).toBeGreaterThan(30 * 100)
    await accepted(send(assessment.CloseBallot, key, rules, { asOf: '2023-12-16' }))
    const closed = (await eventsOf(stream)).at(-1)?.data
    expect(closed).toMatchObject({ cast: 7, recognitionAvg: 9000, satisfactionAvg: 8600 })
    const hashes = closed?.tokenHashes as string[]
    expect(hashes).toEqual(hashes.toSorted())
    expect(await row()).toEqual({ key: null, content: null })
    expect(await cast(late)).toMatchObject({ code: 'BallotClosed' })
    expect(await accepted(send(assessment.CloseBallot, key, rules, { asOf: '2023-12-17' }))).toMatchObject({ events: [] })
    expect(await typesOf()).toEqual(['BallotOpened', 'TurnoutCounted', 'BallotClosed'])
  })

  it('a ballot that comes while the box is being closed is refused, not lost', async () => {
    const box = 'studenteval-aksu.c_9-2023'
    const boxes = createBallotBoxes(pool, masterKey)
    const terms = {
      from: '2023-12-01',
      to: '2023-12-15',
      eligible: 9,
      tokenPublicKey: '',
      sealedPrivateKey: '',
      turnout: 0,
      issuedByEvent: 0,
      castByEvent: new Map(),
    }
    const put = (n: number) =>
      boxes.put(box, terms, (b) => ({ ...b, papers: new Map(b.papers).set(`${n}`, { recognition: n, satisfaction: n }) }))
    await put(1)
    const [papers, ...late] = await Promise.all([
      boxes.close(box),
      ...[2, 3].map((n) =>
        put(n).then(
          () => n,
          (e: Error) => e,
        ),
      ),
    ])
    const taken = late.filter((outcome) => typeof outcome === 'number')
    expect(papers?.map(([hash]) => Number(hash)).sort()).toEqual([1, ...taken])
    expect((await boxes.close(box))?.length).toBe(papers?.length)
    await boxes.empty(box)
    expect(await boxes.close(box)).toBeNull()
    await expect(put(4)).rejects.toMatchObject({ code: 'BallotClosed' })
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
