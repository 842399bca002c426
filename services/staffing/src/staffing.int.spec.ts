import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Actor, AppendReply, CommandDefinition, CommandReply, KeysReply, Role } from '@fudao/contracts/kit'
import { AdoptPreset } from '@fudao/contracts/policy'
import { RegisterCampus } from '@fudao/contracts/registry'
import * as c from '@fudao/contracts/staffing'
import { createLedger } from '@fudao/ledger-client'
import { connectNats, ledgerSubject, requestJson, sendCommand } from '@fudao/messaging'
import { type RunningService, startService } from '@fudao/service-kit'
import { createLogger } from '@fudao/telemetry'
import { createDatabase, eventually, startTestNats, type TestDatabase, type TestNats } from '@fudao/testing'
import type { NatsConnection } from '@nats-io/nats-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { staffingHandlers } from './commands.js'
import { annualFail, twoFails } from './fixtures/exit-case.fixture.js'
import { staffingReferences } from './references/index.js'
import { startStaffing } from './start-staffing.js'

// The service on a real ledger and registry (their built processes), over NATS.

const logger = createLogger('staffing-test', { level: 'error' })
const campus = 'aksu'
const processes: ChildProcess[] = []
let database: TestDatabase
let nats: TestNats
let client: NatsConnection
let service: RunningService

const start = (name: string, env: NodeJS.ProcessEnv): void => {
  const main = fileURLToPath(new URL(`../../${name}/dist/main.js`, import.meta.url))
  processes.push(spawn(process.execPath, [main], { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'ignore', 'inherit'] }))
}

interface Sending {
  readonly as?: Role | (Partial<Actor> & { readonly role: Role })
  readonly asOf?: string
  readonly commandId?: string
  readonly at?: string
}
const send = (definition: CommandDefinition, payload: Readonly<Record<string, unknown>>, sending: Sending = {}): Promise<CommandReply> => {
  const { as = 'orgPersonnel', asOf, commandId = randomUUID(), at = campus } = sending
  const actor = typeof as === 'string' ? { userId: `u_${as}`, role: as } : { userId: `u_${as.role}`, ...as }
  const message = { commandId, payload: { ...payload }, actor, ...(asOf === undefined ? {} : { asOf }) }
  // what is unavailable is asked again with the same id, as every caller does
  return eventually(
    `an answer to ${definition.name}`,
    () => sendCommand(client, at, definition.aggregate.context, definition.name, message),
    { within: 20_000, every: 100, until: ({ status }: CommandReply) => status !== 'unavailable' },
  )
}
/** The published example of a command. */
const exampleOf = ({ example }: CommandDefinition): Readonly<Record<string, unknown>> => ({ ...example })
const accepted = async (reply: Promise<CommandReply>) => {
  const answer = await reply
  if (answer.status !== 'accepted') return expect.fail(JSON.stringify(answer))
  return { ...answer, types: answer.events.map(({ type }) => type.slice('staffing.'.length)) }
}
const refused = async (reply: Promise<CommandReply>) => {
  const answer = await reply
  if (answer.status !== 'refused') return expect.fail(JSON.stringify(answer))
  return answer
}
const stored = async (stream: string) => (await createLedger(client).read(campus, [{ stream }]))[0]?.events ?? []
const storedData = async (stream: string) => (await stored(stream)).map(({ data }) => data)

beforeAll(async () => {
  ;[database, nats] = await Promise.all([createDatabase(), startTestNats()])
  const env = {
    NATS_URL: nats.url,
    DATABASE_URL: database.url,
    FUDAO_MASTER_KEY: randomBytes(32).toString('base64'),
    FUDAO_MODE: 'test',
  }
  start('ledger', env)
  start('registry', env)
  client = await connectNats({ url: nats.url, name: 'client', logger })
  service = await startService({
    name: 'staffing',
    contexts: [c.staffingContext],
    handlers: staffingHandlers,
    references: staffingReferences,
    start: startStaffing,
    env,
    signals: false,
    logger,
  })
  const registration = {
    campusId: campus,
    name: '阿克苏职业技术学院',
    schoolCode: '13093',
    provinceId: 'xinjiang',
    timeZone: 'Asia/Shanghai',
    firstDay: '2024-01-10',
  }
  const registering = { as: 'platformAdmin', at: 'platform', commandId: randomUUID() } as const
  await accepted(send(RegisterCampus, registration, registering))
  const preset = { preset: 'aksu', effectiveFrom: '2024-01-10', approvalRef: '党委会〔2024〕1号' }
  await accepted(send(AdoptPreset, preset, { as: 'studentAffairs' }))
}, 60_000)

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

/** A registered full-time counselor with a signed contract to 2024-12-31. */
const hire = async (n: string) => {
  const ids = { counselorId: `c_${n}`, personId: `p_${n}`, contractId: `k_${n}` }
  await accepted(send(c.DraftContract, { ...ids, kind: 'employment', from: '2020-09-01', to: '2024-12-31' }))
  await accepted(send(c.SignContract, { contractId: ids.contractId, signedOn: '2020-08-20' }))
  const registration = {
    ...exampleOf(c.RegisterCounselor),
    ...ids,
    startDate: '2020-09-01',
  }
  await accepted(send(c.RegisterCounselor, registration))
  return { ...ids, registration }
}

describe('registration over NATS and the ledger', () => {
  test('R-AK-34: the contract is folded as a fact, and the event says which revision it stood on', async () => {
    const ids = { counselorId: 'c_hire', personId: 'p_hire', contractId: 'k_hire' }
    const registration = { ...exampleOf(c.RegisterCounselor), ...ids }
    expect(await refused(send(c.RegisterCounselor, registration))).toMatchObject({ code: 'ContractMissing', rules: ['R-AK-34'] })
    await accepted(send(c.DraftContract, { ...ids, kind: 'employment', from: '2021-09-01', to: '2024-12-31' }))
    expect((await refused(send(c.RegisterCounselor, registration))).code).toBe('ContractMissing')
    await accepted(send(c.SignContract, { contractId: ids.contractId }))
    const first = await accepted(send(c.RegisterCounselor, registration))
    expect(first).toMatchObject({ stream: 'counselor-aksu.c_hire', revision: 0, types: ['CounselorRegistered'] })
    const [data] = await storedData('counselor-aksu.c_hire')
    expect(data).toMatchObject({ basis: { facts: { EmploymentContract: { stream: 'contract-aksu.k_hire', revision: 1 } } } })
  })
  test('the same command id answers the same; the same request under another id changes nothing', async () => {
    const { registration } = await hire('twice')
    const commandId = randomUUID()
    const change = { counselorId: 'c_twice', to: 'partTime', effectiveDate: '2024-01-10' }
    const first = await accepted(send(c.ChangeEmployment, change, { commandId }))
    const again = await accepted(send(c.ChangeEmployment, change, { commandId }))
    expect(again).toEqual({ ...first, repeated: true })
    expect((await accepted(send(c.ChangeEmployment, change))).events).toEqual([])
    expect((await accepted(send(c.RegisterCounselor, registration))).events).toEqual([])
  })
  test('C-11: a correction names the id of the event, and finds it', async () => {
    const { counselorId } = await hire('back')
    const left = await accepted(send(c.DeregisterCounselor, { counselorId, lastDay: '2024-01-09', reason: 'resigned' }))
    const correctsEventId = left.events[0]?.id
    expect(
      (await refused(send(c.CorrectDeregistration, { counselorId, correctsEventId: randomUUID(), revoked: true, reason: '误' }))).code,
    ).toBe('WrongState')
    await accepted(send(c.CorrectDeregistration, { counselorId, correctsEventId, revoked: true, reason: '误登' }))
    expect((await accepted(send(c.StartLeave, { counselorId, from: '2024-01-10', reason: 'study' }))).types).toEqual(['LeaveStarted'])
  })
  test('roles: only the office registers, and nobody answers for another counselor', async () => {
    expect((await send(c.RegisterCounselor, exampleOf(c.RegisterCounselor), { as: 'deptBranch' })).status).toBe('forbidden')
    const answer = { ...annualFail, answer: 'accept' }
    expect((await send(c.AnswerOffer, answer, { as: { role: 'counselor', counselorId: 'c2' } })).status).toBe('forbidden')
  })
  test('a malformed payload names its field', async () => {
    const reply = await send(c.RegisterCounselor, { ...exampleOf(c.RegisterCounselor), startDate: '2024-02-30' })
    expect(reply).toMatchObject({ status: 'invalid', issues: [{ path: 'startDate' }] })
  })
})

describe('R-AK-82, R-AK-83: an exit case from the failed year to the end of the contract', () => {
  test('T-70: accepts and is reassigned; the contract stays', async () => {
    const { counselorId, contractId } = await hire('t70')
    const key = { ...annualFail, counselorId }
    const exitCaseId = c.toExitCaseId(key)
    await accepted(send(c.OpenExitCase, { ...key, basisYears: [2023], basisRef: 'T-70' }, { as: 'studentAffairs' }))
    await accepted(send(c.OfferPost, { ...key, post: '图书馆' }, { asOf: '2024-02-01' }))
    expect((await storedData(`exit-aksu.${counselorId}-2023-annualFail`))[1]).toMatchObject({
      exitCaseId,
      offerNo: 1,
      answerDueOn: '2024-02-16',
      basis: { policy: { 'staffing.exit.offerResponseDays': { value: 15 } } },
    })
    await accepted(send(c.AnswerOffer, { ...key, answer: 'accept' }, { as: { role: 'counselor', counselorId }, asOf: '2024-02-10' }))
    const leave = { counselorId, lastDay: '2024-02-29', reason: 'reassigned', exitCaseId }
    expect((await refused(send(c.DeregisterCounselor, leave))).code).toBe('ExitCaseMissing')
    expect((await accepted(send(c.CompleteReassignment, { ...key, from: '2024-03-01' }))).types).toEqual(['CounselorReassigned'])
    await accepted(send(c.DeregisterCounselor, leave))
    expect((await refused(send(c.TerminateContract, { contractId, ground: 'assessment', exitCaseId }))).code).toBe(
      'TerminationNotPermitted',
    )
  })
  test('T-73: two consecutive fails permit termination; a human decides, and only then the contract ends', async () => {
    const { counselorId, contractId } = await hire('t73')
    const key = { ...twoFails, counselorId }
    const exitCaseId = c.toExitCaseId(key)
    const system = { as: 'system', asOf: '2024-01-20' } as const
    await accepted(send(c.OpenExitCase, { ...key, basisYears: [2022, 2023], basisRef: 'T-73' }, system))
    await accepted(send(c.PermitTermination, { ...key, basisYears: [2022, 2023] }, system))
    const decision = { ...key, decision: 'terminate', reason: '党委会决定', on: '2024-03-01' }
    const end = { contractId, on: '2024-03-31', ground: 'assessment', exitCaseId }
    expect((await refused(send(c.TerminateContract, end))).code).toBe('TerminationNotPermitted')
    expect((await refused(send(c.DecideTermination, decision))).code).toBe('ApprovalMissing')
    await accepted(send(c.DecideTermination, { ...decision, approvalRef: '党委会纪要 5' }))
    expect((await accepted(send(c.TerminateContract, end))).types).toEqual(['ContractTerminated'])
    await accepted(send(c.DeregisterCounselor, { counselorId, lastDay: '2024-03-31', reason: 'terminated', exitCaseId }))
  })
  test('T-79: held without the reference of the party committee is not renewed', async () => {
    const { contractId } = await hire('t79')
    const system = { as: 'system', asOf: '2024-11-01' } as const
    await accepted(send(c.MarkRenewalDue, { contractId, dueOn: '2024-11-01' }, system))
    await accepted(send(c.SetRenewalClearance, { contractId, clearance: 'held', basisYear: 2023, reason: 'unqualified' }, system))
    const renewal = { contractId, newContractId: 'k_t79b', from: '2025-01-01', to: '2027-12-31' }
    expect((await refused(send(c.RenewContract, renewal))).code).toBe('RenewalNotCleared')
    await accepted(send(c.RenewContract, { ...renewal, approvalRef: '党委会纪要 18' }))
    expect((await storedData(`contract-aksu.${contractId}`)).at(-1)).toMatchObject({
      newContractId: 'k_t79b',
      approvalRef: '党委会纪要 18',
    })
  })
  test('T-22: labour dispatch needs an exception', async () => {
    const draft = { ...exampleOf(c.DraftContract), contractId: 'k_t22', kind: 'laborDispatch' }
    expect((await refused(send(c.DraftContract, draft))).code).toBe('ForbiddenContractKind')
    await accepted(send(c.DraftContract, { ...draft, exception: { reason: '过渡期', approver: 'u_chief' } }))
  })
})

describe('persons (A8)', () => {
  const person = { personId: 'p_a8', name: '示例甲', staffNo: 'A8001', idDocument: '11010519491231002X', phone: '13800000000' }
  test('nothing that identifies a person is stored in clear, stream names included', async () => {
    await accepted(send(c.RegisterPerson, person))
    const stored = JSON.stringify(await storedData('person-aksu.p_a8'))
    for (const secret of [person.name, person.staffNo, person.idDocument, person.phone]) expect(stored).not.toContain(secret)
    expect((await accepted(send(c.RegisterPerson, person))).events).toEqual([])
  })
  test('of many who ask for one number at the same time exactly one gets it', async () => {
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, n) => send(c.RegisterPerson, { personId: `p_race${n}`, name: `示例${n}`, staffNo: 'RACE' })),
    )
    expect(replies.filter(({ status }) => status === 'accepted')).toHaveLength(1)
    for (const reply of replies)
      if (reply.status !== 'accepted') expect(reply).toMatchObject({ status: 'refused', code: 'AlreadyRegistered' })
  })
  const keyOf = async (personId: string) => {
    const reply = await requestJson<KeysReply>(client, ledgerSubject(campus, 'keys'), { personIds: [personId], create: false })
    return reply.status === 'ok' ? reply.keys[personId] : expect.fail(JSON.stringify(reply))
  }
  test('A8: a rule passes a name on as the ciphertext of an event; from a person it is a text like any other', async () => {
    const person = { personId: 'p_rule', name: '古丽', staffNo: 'R-1' }
    await accepted(send(c.RegisterPerson, person))
    const [registered] = await storedData('person-aksu.p_rule')
    const passedOn = { personId: 'p_rule', name: registered?.name, staffNo: registered?.staffNo, post: '秘书' }
    const message = { payload: passedOn, actor: { userId: 'rules', role: 'system' } as const, rule: 'X-99', asOf: '2024-01-10' }
    await accepted(sendCommand(client, campus, 'staffing', 'ChangePerson', { commandId: randomUUID(), ...message }))
    // the same data in plain change nothing more: the ciphertext was opened
    expect((await accepted(send(c.ChangePerson, { ...person, post: '秘书' }))).events).toEqual([])
    const other = { ...passedOn, personId: 'p_other', staffNo: 'R-2' }
    await accepted(send(c.RegisterPerson, other))
    const [registeredOther] = await storedData('person-aksu.p_other')
    expect(registeredOther?.name).not.toBe(registered?.name)
  })
  test('A8: an erasure whose service died before the key was destroyed is carried out all the same', async () => {
    await accepted(send(c.RegisterPerson, { personId: 'p_late', name: '迟', staffNo: 'L-1' }))
    expect(await keyOf('p_late')).toBeTypeOf('string')
    const [event] = await stored('person-aksu.p_late')
    const erased = { id: randomUUID(), type: c.PersonErased.type, metadata: JSON.stringify(event?.metadata) }
    const data = JSON.stringify({ personId: 'p_late', reason: '本人申请' })
    const request = { stream: 'person-aksu.p_late', expectedRevision: 0, events: [{ ...erased, data }] }
    expect(await requestJson(client, ledgerSubject(campus, 'append'), request)).toMatchObject({ status: 'appended' })
    await eventually('the key to be destroyed', async () => (await keyOf('p_late')) === null, { within: 20_000, every: 50 })
    const change = { personId: 'p_late', name: '迟', staffNo: 'L-2' }
    expect((await refused(send(c.ChangePerson, change))).code).toBe('PersonErased')
  })
  const erasing = (personId: string) => send(c.ErasePerson, { personId, reason: '本人申请', approvalRef: '组人删 1' })
  const append = (stream: string, type: string, data: object, expectedRevision: unknown, metadata = '{}') =>
    requestJson<AppendReply>(client, ledgerSubject(campus, 'append'), {
      stream,
      expectedRevision,
      events: [{ id: randomUUID(), type, data: JSON.stringify(data), metadata }],
    })
  test('A8: a registration that is under way while the person is erased cannot be written any more', async () => {
    await accepted(send(c.RegisterPerson, { personId: 'p_way', name: '途', staffNo: 'W-1' }))
    const metadata = JSON.stringify((await stored('person-aksu.p_way'))[0]?.metadata)
    const ids = { personId: 'p_way', counselorId: 'c_way' }
    // as far as a registration comes that has looked, noted itself and not written its event yet
    expect(await append('engagement-aksu.p_way', c.PersonEngaged.type, ids, 'none', metadata)).toMatchObject({ status: 'appended' })
    expect((await accepted(erasing('p_way'))).types).toEqual(['PersonErased'])
    const late = { ...exampleOf(c.RegisterCounselor), ...ids }
    expect(await append('counselor-aksu.c_way', c.CounselorRegistered.type, late, 'none', metadata)).toMatchObject({ status: 'conflict' })
    expect((await refused(send(c.RegisterCounselor, { ...late, employment: 'partTime' }))).code).toBe('PersonErased')
  })
  test('A8: registering, registering again and taking a departure back against erasing at the same moment: one of the two', async () => {
    for (let round = 0; round < 6; round++) {
      const n = `race_${round}`
      await accepted(send(c.RegisterPerson, { personId: `p_${n}`, name: '竞', staffNo: `RC-${round}` }))
      let coming: () => Promise<CommandReply>
      if (round % 3 === 0) {
        const ids = { counselorId: `c_${n}`, personId: `p_${n}`, contractId: `k_${n}` }
        await accepted(send(c.DraftContract, { ...ids, kind: 'employment', from: '2020-09-01', to: '2024-12-31' }))
        await accepted(send(c.SignContract, { contractId: ids.contractId, signedOn: '2020-08-20' }))
        coming = () => send(c.RegisterCounselor, { ...exampleOf(c.RegisterCounselor), ...ids, startDate: '2020-09-01' })
      } else {
        const { counselorId, registration } = await hire(n)
        const left = await accepted(send(c.DeregisterCounselor, { counselorId, lastDay: '2023-12-31', reason: 'resigned' }))
        const correction = { counselorId, correctsEventId: left.events[0]?.id, revoked: true, reason: '误' }
        coming =
          round % 3 === 1
            ? () => send(c.RegisterCounselor, { ...registration, startDate: '2024-01-10' })
            : () => send(c.CorrectDeregistration, correction)
      }
      const [come, erased] = await Promise.all([coming(), erasing(`p_${n}`)])
      expect([come.status, erased.status].toSorted(), JSON.stringify([come, erased])).toEqual(['accepted', 'refused'])
    }
  })
  test('A8: a counselor registered before engagements were noted is not erased while in service', async () => {
    await accepted(send(c.RegisterPerson, { personId: 'p_old', name: '旧', staffNo: 'O-1' }))
    const metadata = JSON.stringify((await stored('person-aksu.p_old'))[0]?.metadata)
    const old = { ...exampleOf(c.RegisterCounselor), personId: 'p_old', counselorId: 'c_old', dualIdentity: true }
    expect(await append('counselor-aksu.c_old', c.CounselorRegistered.type, old, 'none', metadata)).toMatchObject({ status: 'appended' })
    await eventually('the engagement to be noted', async () => (await stored('engagement-aksu.p_old')).length === 1, { within: 10_000 })
    expect(await refused(erasing('p_old'))).toMatchObject({ code: 'PersonInService', params: { counselors: 'c_old' } })
  })
  test('a number given up goes to somebody else', async () => {
    await accepted(send(c.RegisterPerson, { personId: 'p_n1', name: '甲', staffNo: 'N1' }))
    expect((await refused(send(c.RegisterPerson, { personId: 'p_n2', name: '乙', staffNo: 'n1' }))).code).toBe('AlreadyRegistered')
    await accepted(send(c.ChangePerson, { personId: 'p_n1', name: '甲', staffNo: 'N2' }))
    await accepted(send(c.RegisterPerson, { personId: 'p_n2', name: '乙', staffNo: 'N1' }))
  })
  test('a document number is one person’s until it is given up or its holder is erased; its stream tells nothing of it', async () => {
    const idDocument = '440524188001010014'
    const register = (personId: string) => send(c.RegisterPerson, { personId, name: '甲', staffNo: personId, idDocument })
    await accepted(register('p_d1'))
    expect(await refused(register('p_d2'))).toMatchObject({ code: 'DocumentHeld', rules: ['R-AK-31'], params: { field: 'idDocument' } })
    await accepted(send(c.ChangePerson, { personId: 'p_d1', name: '甲', staffNo: 'p_d1' }))
    await accepted(register('p_d2'))
    expect((await refused(register('p_d3'))).code).toBe('DocumentHeld')
    await accepted(erasing('p_d2'))
    await accepted(register('p_d3'))
    const basis = (await stored('person-aksu.p_d3'))[0]?.data.basis as {
      readonly facts: Readonly<Record<string, { readonly stream: string }>>
    }
    expect(basis.facts.IdDocument?.stream).toMatch(/^iddoc-aksu\.[0-9a-f]{32}$/)
    expect(JSON.stringify(await stored(String(basis.facts.IdDocument?.stream)))).not.toContain(idDocument)
  })
})

test('CampusStructure has one stream for the campus', async () => {
  const set = await accepted(send(c.SetDepartments, exampleOf(c.SetDepartments)))
  expect(set.stream).toBe('structure-aksu.aksu')
})
