import { randomBytes } from 'node:crypto'
import type { Actor } from '@fudao/contracts/kit'
import * as staffing from '@fudao/contracts/staffing'
import { type QueryReply, type ViewPage, views, type WhyAnswer, whyAnswer } from '@fudao/contracts/views'
import { createKeyRing, encryptEvents, keyOwner, wrapKey } from '@fudao/ledger-client'
import { connectNats, liveSubject, sendQuery, serveJson } from '@fudao/messaging'
import { type TestEvent, TestRelay, testId } from '@fudao/messaging/testing'
import { CONTROL_SCHEMA } from '@fudao/projections'
import type { RunningService } from '@fudao/service-kit'
import { createLogger } from '@fudao/telemetry'
import { createDatabase, eventually, startTestNats, type TestDatabase, type TestNats } from '@fudao/testing'
import type { NatsConnection } from '@nats-io/nats-core'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { campusExists, counselorJoins, dayIs, resultId, rulesActOn, taskFor, tell, yearIs } from './fixtures/story.js'
import { startProjector } from './start-projector.js'

const masterKey = randomBytes(32)
const quiet = createLogger('test', { write: () => undefined })
const as = (role: Actor['role'], more: Partial<Actor> = {}): Actor => ({ userId: `u_${role}`, role, ...more })
const org = as('orgPersonnel')

let server: TestNats
let database: TestDatabase
let nc: NatsConnection
let relay: TestRelay
let service: RunningService
let token: string
const personKeys = new Map<string, string>()

/** Answers `ledger.<campus>.keys` as the ledger does. */
const serveKeys = () =>
  serveJson(nc, {
    subject: 'ledger.*.keys',
    queue: 'ledger',
    handle: (message) => {
      const campus = message.subject.split('.')[1] ?? ''
      const { personIds } = message.json<{ personIds: string[] }>()
      const keys = personIds.map((id) => {
        const owner = keyOwner(campus, id)
        const key = personKeys.get(owner) ?? wrapKey(masterKey, randomBytes(32), owner)
        personKeys.set(owner, key)
        return [id, key] as const
      })
      return Promise.resolve(JSON.stringify({ status: 'ok', keys: Object.fromEntries(keys) }))
    },
    onError: () => ({ status: 'unavailable', reason: 'test' }),
  })

/** Encrypts what a service encrypts before it appends. */
const encrypted = async (events: readonly TestEvent[]): Promise<readonly TestEvent[]> => {
  const ring = createKeyRing(masterKey, async (campus, request) => {
    const reply = await nc.request(`ledger.${campus}.keys`, JSON.stringify(request), { timeout: 2_000 })
    return reply.json()
  })
  return Promise.all(
    events.map(async (event) => {
      const definition = [staffing.PersonRegistered, staffing.PersonChanged].find((d) => d.type === event.type)
      if (!definition) return event
      const id = testId(`${event.campus}:${event.stream}`)
      const [data] = await encryptEvents(ring, [{ id, definition, campus: event.campus ?? 'aksu', data: event.data }])
      return { ...event, id, data: data ?? event.data }
    }),
  )
}
const publish = async (...events: readonly TestEvent[]): Promise<string> => relay.publish(...(await encrypted(events)))

const env = () => ({
  FUDAO_MODE: 'test',
  NATS_URL: server.url,
  DATABASE_URL: database.url,
  FUDAO_MASTER_KEY: masterKey.toString('base64'),
})

beforeAll(async () => {
  server = await startTestNats()
  database = await createDatabase()
  nc = await connectNats({ url: server.url, name: 'test', logger: quiet })
  serveKeys()
  relay = new TestRelay(nc)
  await relay.createStream()
  service = await startProjector({ env: env(), signals: false, logger: quiet })
  token = await publish(
    ...campusExists('aksu'),
    ...campusExists('lanzhou'),
    tell(staffing.DepartmentsSet, {
      departments: [{ departmentId: 'nursing', name: '护理系', teachingUnit: true, siteId: 'main', grades: [] }],
    }),
    ...counselorJoins({ counselorId: 'c1' }),
    ...counselorJoins({ counselorId: 'c2', departmentId: 'eng' }),
    ...counselorJoins({ counselorId: 'c3' }),
    ...counselorJoins({ counselorId: 'c1', campus: 'lanzhou' }),
    ...yearIs('c1', 2022, 5500),
    ...yearIs('c1', 2023, 5610),
    ...yearIs('c2', 2022, 8000),
    ...yearIs('c2', 2023, 5900),
    ...yearIs('c3', 2023, 7000).slice(0, 6),
    ...rulesActOn('c1', 2022, 2023),
    taskFor('t1', {}),
    taskFor('t2', { ownerRole: 'deptBranch', departmentId: 'nursing', dueOn: '2024-03-01' }),
    taskFor('t3', {
      ownerRole: 'counselor',
      counselorId: 'c1',
      action: 'answerOffer',
      params: { answerDueOn: '2024-02-16', post: '图书馆' },
    }),
    dayIs('2024-02-20'),
    dayIs('2022-01-01', 'lanzhou'),
  )
})
afterAll(async () => {
  await service.stop()
  await nc.close()
  await Promise.all([server.stop(), database.drop()])
})

const view = (name: string, actor: Actor, params: Record<string, string> = {}, campus = 'aksu'): Promise<QueryReply<ViewPage>> =>
  sendQuery<ViewPage>(nc, campus, `views.${name}`, { actor, params: { token, ...params } })
const page = async (name: string, actor: Actor, params: Record<string, string> = {}, campus = 'aksu'): Promise<ViewPage> => {
  const reply = await view(name, actor, params, campus)
  if (reply.status !== 'ok') throw new Error(JSON.stringify(reply))
  return reply.result
}
const idsOf = (result: ViewPage, field: string): unknown[] => result.items.map((row) => row[field])

describe('views', () => {
  it('every row has the shape of the published language', async () => {
    for (const definition of views) {
      const { items } = await page(definition.name, as('system'))
      expect(items.length).toBeGreaterThan(0)
      for (const item of items) expect(definition.row.strict().parse(item)).toEqual(item)
    }
  })
  it('RM-14 shows a contract with name, department, clearance, last result and exit case', async () => {
    const result = await page('contracts', org, { contractId: 'k_c1' })
    expect(result).toMatchObject({ asOf: '2024-02-20', stale: false, next: null, position: token })
    expect(result.items).toEqual([
      {
        contractId: 'k_c1',
        counselorId: 'c1',
        personId: 'p_c1',
        name: '姓名c1',
        departmentId: 'nursing',
        departmentName: '护理系',
        kind: 'employment',
        exceptionRef: null,
        from: '2021-09-01',
        to: '2024-12-31',
        state: 'active',
        renewalDueOn: '2024-11-01',
        clearance: 'held',
        basisYear: 2023,
        reason: 'latestYearUnqualified',
        lastAssessment: { year: 2023, grade: 'unqualified' },
        exitCaseId: 'c1_2023_twoConsecutiveFails',
        exitCaseState: 'terminationPermitted',
      },
    ])
  })
  it('RM-13 lists cases, counselors with one fail and nobody twice', async () => {
    expect(await page('exit-watch', org)).toMatchObject({
      items: [{ list: 'cases', id: 'c1_2023_twoConsecutiveFails', name: '姓名c1', basisYears: [2022, 2023], permittedSince: '2024-01-15' }],
    })
    expect(await page('exit-watch', org, { list: 'oneFail' })).toMatchObject({
      items: [{ list: 'oneFail', id: 'c2-2023', counselorId: 'c2', grade: 'unqualified', basisYears: [2023], exitCaseId: null }],
    })
    expect((await page('exit-watch', org, { list: 'unsuitable' })).items).toEqual([])
  })
  it('RM-11 shows who scored and the total', async () => {
    const result = await page('assessment-progress', as('studentAffairs'), { year: '2023', counselorId: 'c3' })
    expect(result.items).toMatchObject([
      { id: 'c3-2023', state: 'proposed', partiesScored: 4, parties: 4, total: 7000, grade: 'qualified' },
    ])
  })
  it('RM-25 shows a task in both languages and whether it is overdue', async () => {
    const result = await page('tasks', as('counselor', { counselorId: 'c1' }))
    expect(result.items).toMatchObject([{ taskId: 't3', overdue: true, settledBy: 'staffing.AnswerOffer', about: 'exitCase' }])
    expect(result.items[0]?.text).toMatchObject({ zh: expect.stringContaining('2024-02-16'), en: expect.stringContaining('图书馆') })
    expect(idsOf(await page('tasks', as('studentAffairs'), { overdue: 'false' }), 'taskId')).toEqual(['t2'])
    expect((await page('tasks', as('studentAffairs'), { asOf: '2024-02-10', overdue: 'true' })).items).toEqual([])
  })
  it('pages by cursor, without gaps or repeats', async () => {
    const seen: unknown[] = []
    let cursor: string | undefined
    do {
      const result = await page('assessment-progress', org, { limit: '2', ...(cursor ? { cursor } : {}) })
      seen.push(...idsOf(result, 'id'))
      cursor = result.next ?? undefined
    } while (cursor)
    expect(seen).toEqual(['c1-2023', 'c2-2023', 'c3-2023', 'c1-2022', 'c2-2022'])
  })
  it('filters are combined', async () => {
    expect(idsOf(await page('contracts', org, { departmentId: 'nursing' }), 'contractId')).toEqual(['k_c1', 'k_c3'])
    expect(idsOf(await page('contracts', org, { departmentId: 'nursing', clearance: 'none' }), 'contractId')).toEqual(['k_c3'])
    expect(idsOf(await page('contracts', org, { exception: 'true' }), 'contractId')).toEqual([])
  })
  it('a token nobody reaches gives the rows at hand, marked stale', async () => {
    const result = await page('contracts', org, { token: relay.position(999_999) })
    expect(result.stale).toBe(true)
    expect(result.items).toHaveLength(3)
  })
  it('answers what is wrong with a question', async () => {
    expect(await view('contracts', org, { clearence: 'held' })).toMatchObject({ status: 'invalid', issues: [{ path: 'clearence' }] })
    expect(await view('contracts', org, { cursor: 'xyz' })).toMatchObject({ status: 'invalid', issues: [{ path: 'cursor' }] })
    expect(await view('contracts', org, { limit: '501' })).toMatchObject({ status: 'invalid' })
    expect(await view('contracts', org, { limit: '0' })).toMatchObject({ status: 'invalid' })
    expect(await view('nothing', org)).toMatchObject({ status: 'unknown', code: 'UnknownQuery' })
    expect(await view('contracts', org, {}, 'nowhere')).toMatchObject({ status: 'unknown', code: 'UnknownCampus' })
    expect(await sendQuery(nc, 'aksu', 'views.contracts', { actor: org, params: {}, more: 1 } as never)).toMatchObject({
      status: 'invalid',
    })
  })
})

describe('R-AK-77: who reads what', () => {
  it('a department branch reads its own department', async () => {
    const branch = as('deptBranch', { departmentId: 'eng' })
    expect(idsOf(await page('contracts', branch), 'contractId')).toEqual(['k_c2'])
    expect((await page('contracts', branch, { departmentId: 'nursing' })).items).toEqual([])
    expect((await page('exit-watch', branch)).items).toEqual([])
  })
  it('a counselor reads the own rows, scores only once they are final', async () => {
    expect(idsOf(await page('contracts', as('counselor', { counselorId: 'c1' })), 'contractId')).toEqual(['k_c1'])
    expect((await page('contracts', as('counselor', { counselorId: 'c1' }), { contractId: 'k_c2' })).items).toEqual([])
    const own = await page('assessment-progress', as('counselor', { counselorId: 'c3' }))
    expect(own.items).toMatchObject([{ state: 'proposed', partiesScored: 4, scores: {}, total: null, grade: null }])
    expect((await page('assessment-progress', as('counselor', { counselorId: 'c1' }))).items[0]).toMatchObject({ total: 5610 })
  })
  it('a token that does not say whose rows are its own reads nothing', async () => {
    for (const actor of [as('deptBranch'), as('counselor'), as('teacher'), as('analyst'), as('platformAdmin')])
      expect(await view('contracts', actor)).toMatchObject({ status: 'forbidden', code: 'NotAuthorized' })
  })
  it('tasks go to their role and scope, and to whom they were delegated', async () => {
    expect(idsOf(await page('tasks', org), 'taskId')).toEqual(['t1'])
    expect(idsOf(await page('tasks', as('deptBranch', { departmentId: 'nursing' })), 'taskId')).toEqual(['t2'])
    expect(idsOf(await page('tasks', as('deptBranch', { departmentId: 'eng' })), 'taskId')).toEqual([])
    expect(idsOf(await page('tasks', as('counselor', { counselorId: 'c2' })), 'taskId')).toEqual([])
  })
  it('another campus with the same ids is another campus', async () => {
    const there = await page('contracts', org, {}, 'lanzhou')
    expect(there.items).toMatchObject([{ contractId: 'k_c1', clearance: null, lastAssessment: null, exitCaseId: null }])
    expect(there.asOf).toBe('2022-01-01')
  })
})

describe('the journal', () => {
  const events = (params: Record<string, string>, actor = org, campus = 'aksu') =>
    sendQuery<ViewPage>(nc, campus, 'events', { actor, params: { token, ...params } })
  it('gives the events of a stream as stored, personal data encrypted', async () => {
    const reply = await events({ stream: 'person-aksu.p_c1' })
    if (reply.status !== 'ok') throw new Error(reply.status)
    expect(reply.result.items).toMatchObject([{ type: 'staffing.PersonRegistered', revision: 0, data: { personId: 'p_c1' } }])
    expect(JSON.stringify(reply.result.items)).not.toContain('姓名')
  })
  it('filters by type, causation and position, and pages by position', async () => {
    const first = await events({ type: 'assessment.AssessmentFinalized', limit: '3' })
    if (first.status !== 'ok') throw new Error(first.status)
    expect(first.result.items).toHaveLength(3)
    const second = await events({ type: 'assessment.AssessmentFinalized', limit: '3', from: first.result.next ?? '' })
    expect(second).toMatchObject({ status: 'ok', result: { items: [{ stream: 'assessment-aksu.c2-2023' }], next: null } })
    expect(await events({ causation: resultId('c1', 2023) })).toMatchObject({
      result: { items: [{ rule: 'X-04' }, { rule: 'X-04' }, { rule: 'X-08' }] },
    })
  })
  it('is closed to those who may not read facts, and to other campuses', async () => {
    expect(await events({}, as('counselor', { counselorId: 'c1' }))).toMatchObject({ status: 'forbidden' })
    expect(await events({ stream: 'person-aksu.p_c1' }, org, 'lanzhou')).toMatchObject({ result: { items: [] } })
    expect(await events({}, as('platformAdmin'), 'platform')).toMatchObject({
      result: { items: [{ type: 'registry.CampusRegistered' }, {}] },
    })
  })
})

describe('why', () => {
  const why = (kind: string, id: string, actor = org) => sendQuery<WhyAnswer>(nc, 'aksu', `why.${kind}`, { actor, params: { id, token } })
  const answer = async (kind: string, id: string, actor = org): Promise<WhyAnswer> => {
    const reply = await why(kind, id, actor)
    if (reply.status !== 'ok') throw new Error(JSON.stringify(reply))
    return whyAnswer.parse(reply.result)
  }
  it('a contract is held: rule, article, policy value, events and arithmetic', async () => {
    const { conclusion, steps } = await answer('contract', 'k_c1')
    expect(conclusion.zh).toBe('续聘暂缓：最近一个审定年度（2023）考核不合格')
    expect(conclusion.en).toContain('Renewal is held')
    const types = steps.map((step) => step.event.type)
    expect(types).toEqual([
      'staffing.ContractDrafted',
      'assessment.AssessmentFinalized',
      'assessment.AssessmentFinalized',
      'staffing.RenewalClearanceSet',
    ])
    const last = steps.at(-1)
    expect(last?.event).toMatchObject({ rule: 'X-08', actorRole: 'system', stream: 'contract-aksu.k_c1' })
    expect(last?.rules.map((rule) => rule.id)).toEqual(['X-08', 'R-AK-81'])
    expect(last?.rules[1]).toMatchObject({ regulation: { zh: expect.stringMatching(/./) }, article: { en: expect.stringMatching(/./) } })
    expect(last?.policy).toMatchObject([{ key: 'assessment.failGap', value: 'breaks', version: -1, effectiveFrom: null }])
    expect(last?.events.map((event) => event.id)).toEqual([resultId('c1', 2022), resultId('c1', 2023)])
    expect(steps[2]?.arithmetic[0]?.en).toBe(
      'student affairs 30% × 56.10 + personnel 20% × 56.10 + department branch 30% × 56.10 + students 20% × 56.10 = 56.10',
    )
    expect(steps[2]?.arithmetic.at(-1)).toEqual({ zh: '56.10 < 60.00（合格线）', en: '56.10 < 60.00 (qualified)' })
  })
  it('an exit case is permitted because of two failed years', async () => {
    const { conclusion, steps } = await answer('exit-case', 'c1_2023_twoConsecutiveFails')
    expect(conclusion.en).toBe('two failed years in a row (2022, 2023): termination is permitted; people decide (may, not must)')
    expect(steps.map((step) => step.event.type).slice(-2)).toEqual(['staffing.ExitCaseOpened', 'staffing.TerminationPermitted'])
    const opened = steps.find((step) => step.event.type === 'staffing.ExitCaseOpened')
    expect(opened?.arithmetic).toEqual([{ zh: '不合格年度：2022, 2023，连续 2 年', en: 'failed years: 2022, 2023, 2 in a row' }])
    expect(opened?.rules.map((rule) => [rule.id, rule.says !== null])).toEqual([
      ['X-04', true],
      ['R-AK-83', true],
      ['A-12', false],
    ])
  })
  it('an assessment and a task are explained too', async () => {
    expect((await answer('assessment', 'c2-2023')).conclusion.en).toBe('The year 2023 is unqualified with 59.00 points')
    expect((await answer('task', 't1')).steps).toMatchObject([{ event: { type: 'tasks.TaskRaised', rule: 'X-02' } }])
  })
  it('hides what the caller may not see', async () => {
    expect(await why('contract', 'k_c2', as('counselor', { counselorId: 'c1' }))).toMatchObject({ status: 'unknown', code: 'NotFound' })
    expect(await why('contract', 'k_c1', as('teacher'))).toMatchObject({ status: 'forbidden' })
    expect(await why('contract', 'k_none')).toMatchObject({ status: 'unknown', code: 'NotFound' })
    expect(await why('weather', 'x')).toMatchObject({ status: 'unknown', code: 'UnknownQuery' })
    const own = await answer('assessment', 'c3-2023', as('counselor', { counselorId: 'c3' }))
    expect(own.steps.map((step) => step.event.type)).toEqual(['assessment.AssessmentOpened'])
    expect(JSON.stringify(own)).not.toContain('70.00')
  })
})

it('a change is told on live.<campus> after it is committed, to its campus only', async () => {
  const heard: { subject: string; change: { view: string; ids: string[]; position: string } }[] = []
  const subscription = nc.subscribe('live.*', { callback: (_, m) => void heard.push({ subject: m.subject, change: m.json() }) })
  await nc.flush()
  const position = await publish(tell(staffing.RenewalDue, { contractId: 'k_c2', dueOn: '2024-11-01' }))
  const change = await eventually('a live change', () => heard.find((h) => h.change.view === 'contracts'))
  expect(change).toEqual({ subject: liveSubject('aksu'), change: { view: 'contracts', ids: ['k_c2'], position } })
  expect((await page('contracts', org, { contractId: 'k_c2', token: position })).items).toMatchObject([{ state: 'renewalDue' }])
  expect(heard.every((h) => h.subject === liveSubject('aksu'))).toBe(true)
  subscription.unsubscribe()
})
it('A8: names are scrubbed when a person is erased', async () => {
  const position = await relay.publish({ type: 'staffing.PersonErased', stream: 'person-aksu.p_c3', data: { personId: 'p_c3' } })
  expect((await page('contracts', org, { contractId: 'k_c3', token: position })).items).toMatchObject([{ name: null }])
})
it('a restart goes on where it stopped, and a rebuild of the stream changes nothing', async () => {
  const before = await page('contracts', org, { token: relay.position(relay.ledger.recorded.length) })
  await service.stop()
  await relay.deleteStream()
  await relay.createStream()
  await relay.publishRecorded(1, relay.ledger.recorded.length)
  service = await startProjector({ env: env(), signals: false, logger: quiet })
  const after = await page('contracts', org, { token: relay.position(relay.ledger.recorded.length) })
  expect(after.items).toEqual(before.items)
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const counted = await client.query<{ events: string }>(`select events from ${CONTROL_SCHEMA}.projection where name = 'journal'`)
  await client.end()
  expect(Number(counted.rows[0]?.events)).toBe(relay.ledger.recorded.length)
})

it('A11: a database owner without privileges fills the tables, a reader of its own serves the queries', async () => {
  const suffix = randomBytes(4).toString('hex')
  const [owner, reader] = [`owner_${suffix}`, `reader_${suffix}`]
  const own = await createDatabase()
  const admin = new pg.Client({ connectionString: own.url })
  await admin.connect()
  await admin.query(`create role ${owner} login nosuperuser nocreatedb nocreaterole nobypassrls`)
  await admin.query(`create role ${reader} login nosuperuser nocreatedb nocreaterole nobypassrls`)
  await admin.query(`grant ${reader} to ${owner}`)
  await admin.query(`alter database ${own.name} owner to ${owner}`)
  // one projector at a time answers the queries
  await service.stop()
  const restricted = { ...env(), DATABASE_URL: own.urlAs(owner), READER_DATABASE_URL: own.urlAs(reader) }
  service = await startProjector({ env: restricted, signals: false, logger: quiet })
  const last = relay.position(relay.ledger.recorded.length)
  await eventually('rows', async () => !(await page('contracts', org, { token: last })).stale, { within: 10_000 })
  expect(idsOf(await page('contracts', org, { token: last }), 'contractId')).toEqual(['k_c1', 'k_c2', 'k_c3'])
  const snooper = new pg.Client({ connectionString: own.urlAs(reader) })
  await snooper.connect()
  const seen = await snooper.query<{ n: string }>('select count(*) n from rm_contracts_v1.contracts')
  expect(Number(seen.rows[0]?.n)).toBe(0)
  await expect(snooper.query('delete from rm_contracts_v1.contracts')).rejects.toThrow(/permission denied/)
  await expect(snooper.query('alter table rm_contracts_v1.contracts disable row level security')).rejects.toThrow(/must be owner/)
  await snooper.end()
  await service.stop()
  await admin.end()
  service = await startProjector({ env: env(), signals: false, logger: quiet })
  await own.drop()
  const cleaner = new pg.Client({ connectionString: database.url })
  await cleaner.connect()
  await cleaner.query(`drop role ${owner}, ${reader}`)
  await cleaner.end()
})
