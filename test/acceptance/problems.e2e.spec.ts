import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { clientFor, eventually, openCampus, type TestCampus, tokenFor } from './support/campus.js'

interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
}
let campus: TestCampus

const post = async (
  path: string,
  body: string,
  headers: Record<string, string> = {},
  claims?: Parameters<typeof tokenFor>[0],
): Promise<Answer> => {
  const token = await tokenFor(claims ?? { campus: campus.campus, role: 'orgPersonnel' })
  const response = await fetch(new URL(path, inject('baseUrl')), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body,
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const person = (personId: string) => ({ personId, name: '张三', staffNo: `N-${personId}` })
/** Events of the campus, once the journal holds all that was accepted before. */
const eventCount = async (): Promise<number> => {
  const marker = await campus.as('orgPersonnel', 'staffing', 'SetDepartments', {
    departments: [{ departmentId: 'nursing', name: `护理系 ${randomUUID()}`, teachingUnit: true, siteId: 'main', grades: [] }],
  })
  markers++
  const client = await clientFor(campus.campus, 'orgPersonnel')
  const page = await eventually(
    'the journal has reached the marker',
    () => client.events(campus.campus, { limit: '200', token: marker.token ?? '' }),
    (seen) => !seen.stale,
  )
  expect(page.next, 'one page holds the test').toBeNull()
  return page.items.length - markers
}
let markers = 0

beforeAll(async () => {
  campus = await openCampus({ firstDay: '2024-01-01' })
})

describe('everything a caller can get wrong has its own clear answer, changes nothing and is never a 500', () => {
  const staffing = () => `/api/${campus.campus}/staffing/RegisterPerson`
  const cases: readonly (readonly [string, number, string | undefined, () => Promise<Answer>])[] = [
    ['malformed JSON', 400, 'MalformedJson', () => post(staffing(), '{"personId": ')],
    ['a field of the wrong type', 400, 'InvalidPayload', () => post(staffing(), JSON.stringify({ personId: 7 }))],
    ['an unknown command', 404, 'UnknownCommand', () => post(`/api/${campus.campus}/staffing/FireEverybody`, '{}')],
    ['an unknown context', 404, undefined, () => post(`/api/${campus.campus}/nonsense/RegisterPerson`, '{}')],
    [
      'an unknown campus',
      404,
      'UnknownCampus',
      () => post('/api/nowhere/staffing/RegisterPerson', JSON.stringify(person('p1')), {}, { campus: 'nowhere', role: 'orgPersonnel' }),
    ],
    [
      'the wrong role',
      403,
      'NotAuthorized',
      () => post(staffing(), JSON.stringify(person('p1')), {}, { campus: campus.campus, role: 'counselor', counselorId: 'c1' }),
    ],
    [
      'the wrong campus',
      403,
      'WrongCampus',
      () => post(staffing(), JSON.stringify(person('p1')), {}, { campus: 'lanzhou', role: 'orgPersonnel' }),
    ],
    [
      'the wrong state',
      422,
      'WrongState',
      () => post(`/api/${campus.campus}/staffing/SignContract`, JSON.stringify({ contractId: 'none', signedOn: '2024-01-01' })),
    ],
    ['a stale revision', 409, 'VersionConflict', () => post(staffing(), JSON.stringify(person('p2')), { 'if-match': '"7"' })],
    ['a body of 2 MB', 413, undefined, () => post(staffing(), JSON.stringify({ ...person('p3'), post: 'x'.repeat(2_000_000) }))],
    ['another media type', 415, undefined, () => post(staffing(), 'personId=1', { 'content-type': 'application/x-www-form-urlencoded' })],
    ['no token', 401, undefined, () => post(staffing(), '{}', { authorization: '' })],
    [
      'a forged token',
      401,
      undefined,
      () => post(staffing(), '{}', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJyb2xlIjoib3JnUGVyc29ubmVsIn0.' }),
    ],
  ]

  it.each(cases)('%s: %i', async (_what, status, code, send) => {
    const before = await eventCount()
    const answer = await send()
    expect(answer.status, JSON.stringify(answer.body)).toBe(status)
    expect(answer.body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) })
    if (code) expect(answer.body.code).toBe(code)
    expect(await eventCount()).toBe(before)
  })

  it('names the field and speaks both languages', async () => {
    const body = JSON.stringify({ ...person('p4'), startDate: '2024-02-30' })
    const zh = await post(staffing(), body, { 'accept-language': 'zh-CN' })
    const en = await post(staffing(), body, { 'accept-language': 'en' })
    expect(JSON.stringify(zh.body)).toContain('startDate')
    expect(String(zh.body.title)).toMatch(/\p{Script=Han}/u)
    expect(String(en.body.title)).not.toMatch(/\p{Script=Han}/u)
  })

  it('one idempotency key is one command: a repeat answers the same, another payload under it is refused', async () => {
    const key = randomUUID()
    const first = await post(staffing(), JSON.stringify(person('p5')), { 'idempotency-key': key })
    expect(first.status).toBe(200)
    const before = await eventCount()
    expect(await post(staffing(), JSON.stringify(person('p5')), { 'idempotency-key': key })).toEqual(first)
    const other = await post(staffing(), JSON.stringify({ ...person('p5'), name: '李四' }), { 'idempotency-key': key })
    expect(other).toMatchObject({ status: 422, body: { code: 'IdempotencyKeyReused' } })
    expect(await eventCount()).toBe(before)
  })

  it('a counselor sees and acts for itself only, a branch for its own department only (R-AK-77)', async () => {
    const foreign = await post(
      `/api/${campus.campus}/staffing/AnswerOffer`,
      JSON.stringify({ counselorId: 'c2', year: 2023, ground: 'annualFail', answer: 'accept' }),
      {},
      { campus: campus.campus, role: 'counselor', counselorId: 'c1' },
    )
    expect(foreign).toMatchObject({ status: 403, body: { code: 'NotAuthorized' } })
    await campus.hire('c7')
    const others = await (await clientFor(campus.campus, 'counselor', { counselorId: 'c8' })).view(campus.campus, 'contracts')
    expect(others.items).toEqual([])
    await campus.contract('k_c7', 'is shown to its own counselor', () => true)
    const own = await (await clientFor(campus.campus, 'counselor', { counselorId: 'c7' })).view(campus.campus, 'contracts')
    expect(own.items).toHaveLength(1)
    const elsewhere = await (await clientFor(campus.campus, 'deptBranch', { departmentId: 'mechatronics' })).view(
      campus.campus,
      'assessment-progress',
    )
    expect(elsewhere.items).toEqual([])
  })
})
