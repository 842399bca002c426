import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { passwordOf } from '@fudao/local/passwords'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { filesHolding } from '../support/search-files.js'
import { clientFor, openCampus, problemOf } from './support/campus.js'

const main = join(import.meta.dirname, '../../infra/local/dist/main.js')
/** `npm run ops -- …` on the running system. */
const ops = async (...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> => {
  const run = promisify(execFile)(process.execPath, [main, 'ops', ...args, '--data', inject('dataPath')])
  return run.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    (error: { readonly code: number; readonly stderr: string }) => ({ code: error.code, said: error.stderr }),
  )
}

/** The wrapped key of a person as the ledger's table holds it; only an administrator of the database can see it. */
const wrappedKey = async (campus: string, personId: string): Promise<string | null> => {
  const secret = readFileSync(join(inject('dataPath'), 'secrets', 'password.key'), 'utf8').trim()
  const password = passwordOf(secret, 'postgres', 'postgres')
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(new URL(inject('baseUrl')).port) + 1,
    user: 'postgres',
    password,
    database: 'fudao_ledger',
  })
  await client.connect()
  try {
    const select = 'select wrapped from fudao_ledger.person_key where campus = $1 and person_id = $2'
    return (await client.query<{ wrapped: string | null }>(select, [campus, personId])).rows[0]?.wrapped ?? null
  } finally {
    await client.end()
  }
}

const because = ['--reason', '本人申请', '--approval', '组人删 1']

describe('A8, PIPL-47: a person is erased', () => {
  it('refused while they serve; then the key is gone, the name is nowhere on disk, and all else stays as it was', async () => {
    const campus = await openCampus({ firstDay: '2024-01-10' })
    await campus.hire('c1')
    await campus.hire('c2')
    const unique = randomBytes(6).toString('hex')
    const personal = { name: `欧阳${unique}`, staffNo: `GH${unique}`, phone: `139${unique}` }
    const searched = Object.values(personal)
    await campus.as('orgPersonnel', 'staffing', 'ChangePerson', { personId: 'p_c1', ...personal })
    // what is refused or malformed is logged and traced too
    const wrongly = (payload: Record<string, unknown>, role = 'orgPersonnel') =>
      problemOf(campus.as(role, 'staffing', 'ChangePerson', payload))
    expect(await wrongly({ personId: 'p_c1', ...personal, phone: [personal.phone] })).toMatchObject({ status: 400 })
    expect(await wrongly({ personId: 'p_none', ...personal })).toMatchObject({ code: 'WrongState' })
    expect(await wrongly({ personId: 'p_c1', ...personal }, 'counselor')).toMatchObject({ status: 403 })
    await campus.contract('k_c1', 'shows the name', (row) => row.name === personal.name)
    const key = await wrappedKey(campus.campus, 'p_c1')
    if (!key) return expect.fail('the person has no key')
    expect(await filesHolding(inject('dataPath'), [key]), 'the search finds what is there').not.toEqual([])
    expect(await filesHolding(inject('dataPath'), searched), 'a name lies in plain even before').toEqual([])

    const personnel = await clientFor(campus.campus, 'orgPersonnel')
    const journal = () => personnel.events(campus.campus, { stream: `person-${campus.campus}.p_c1` })
    const changed = (await journal()).items.find((event) => event.type === 'staffing.PersonChanged')
    expect(changed).toMatchObject({ data: { name: expect.stringMatching(/^enc:1:/) } })

    const serving = await problemOf(
      campus.as('orgPersonnel', 'staffing', 'ErasePerson', { personId: 'p_c1', reason: '申请', approvalRef: '1' }),
    )
    expect(serving).toMatchObject({ status: 422, code: 'PersonInService', params: { counselors: 'c1' } })
    expect(serving.rules).toEqual(['PIPL-13', 'PIPL-47'])
    const told = await ops('erase', 'p_c1', '--campus', campus.campus, ...because)
    expect(told).toMatchObject({ code: 1, said: expect.stringContaining('c1') })

    await campus.as('orgPersonnel', 'staffing', 'DeregisterCounselor', { counselorId: 'c1', lastDay: '2024-01-10', reason: 'resigned' })
    const before = await campus.rows('contracts')
    const answer = await ops('erase', 'p_c1', '--campus', campus.campus, ...because)
    expect(answer.code, answer.said).toBe(0)
    expect(JSON.parse(answer.said)).toMatchObject({ events: [{ type: 'staffing.PersonErased' }] })

    await campus.contract('k_c1', 'shows no name', (row) => row.name === null)
    const after = await campus.rows('contracts')
    expect(after).toEqual(before.map((row) => (row.personId === 'p_c1' ? { ...row, name: null } : row)))
    expect(await wrappedKey(campus.campus, 'p_c1')).toBeNull()
    expect(await filesHolding(inject('dataPath'), [...searched, key])).toEqual([])

    // old events fold, the history stays, and nothing new can be written under the id
    expect((await journal()).items.map((event) => event.type)).toContain('staffing.PersonErased')
    const again = await ops('erase', 'p_c1', '--campus', campus.campus, ...because)
    expect(JSON.parse(again.said)).toMatchObject({ events: [] })
    const change = { personId: 'p_c1', name: '新名', staffNo: 'S-new' }
    for (const command of ['RegisterPerson', 'ChangePerson'])
      expect(await problemOf(campus.as('orgPersonnel', 'staffing', command, change))).toMatchObject({ code: 'PersonErased' })
    const returns = {
      counselorId: 'c3',
      personId: 'p_c1',
      personCategory: 'partTime',
      employment: 'partTime',
      positionCategory: 'frontline',
    }
    const register = campus.as('orgPersonnel', 'staffing', 'RegisterCounselor', {
      ...returns,
      departmentId: 'nursing',
      siteId: 'main',
      startDate: '2024-02-01',
    })
    expect(await problemOf(register)).toMatchObject({ code: 'PersonErased' })
    // the staff number is free again
    await campus.as('orgPersonnel', 'staffing', 'RegisterPerson', { personId: 'p_new', name: '新人', staffNo: personal.staffNo })
  })

  it('who may: not every role, not without approval, and not a person nobody knows', async () => {
    const campus = await openCampus({ firstDay: '2024-01-10' })
    const erase = (role: string, payload: Record<string, unknown>) => problemOf(campus.as(role, 'staffing', 'ErasePerson', payload))
    expect(await erase('studentAffairs', { personId: 'p1', reason: 'r', approvalRef: '1' })).toMatchObject({ status: 403 })
    expect(await erase('orgPersonnel', { personId: 'p1', reason: 'r' })).toMatchObject({ code: 'ApprovalMissing' })
    expect(await erase('orgPersonnel', { personId: 'p1', reason: 'r', approvalRef: '1' })).toMatchObject({ code: 'PersonUnknown' })
    expect(await ops('erase', '--campus', campus.campus, ...because)).toMatchObject({ code: 2, said: expect.stringContaining('--person') })
  })
})
