import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { passwordOf } from '@fudao/local/passwords'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { clientFor, eventually, openCampus, problemOf, type TestCampus } from './support/campus.js'

const main = join(import.meta.dirname, '../../infra/local/dist/main.js')
/** `npm run ops -- …` on the running system. */
const ops = async (...args: readonly string[]): Promise<{ readonly code: number; readonly said: string; readonly shown: string }> => {
  const run = promisify(execFile)(process.execPath, [main, 'ops', ...args, '--data', inject('dataPath'), '--url', inject('baseUrl')])
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout, shown: stderr }),
    (error: { readonly code: number; readonly stdout: string; readonly stderr: string }) => ({
      code: error.code,
      said: error.stderr,
      shown: error.stdout,
    }),
  )
}
const answered = async (...args: readonly string[]): Promise<Record<string, unknown>> => {
  const { code, said } = await ops(...args)
  expect(code, said).toBe(0)
  return JSON.parse(said) as Record<string, unknown>
}

/** Breaks the row of a contract in the tables that are served, as no event would. */
const breakRow = async (campus: string, contractId: string): Promise<void> => {
  const secret = readFileSync(join(inject('dataPath'), 'secrets', 'password.key'), 'utf8').trim()
  const client = new pg.Client({
    host: '127.0.0.1',
    port: Number(new URL(inject('baseUrl')).port) + 1,
    user: 'postgres',
    password: passwordOf(secret, 'postgres', 'postgres'),
    database: 'fudao_projector',
  })
  await client.connect()
  try {
    const served = await client.query<{ schema: string }>(
      `select schema from fudao_projection.projection where name = 'contracts' and role = 'served' and live`,
    )
    const table = `${pg.escapeIdentifier(served.rows[0]?.schema ?? '')}.contracts`
    const broken = await client.query(`update ${table} set state = 'broken' where campus = $1 and "contractId" = $2`, [campus, contractId])
    expect(broken.rowCount).toBe(1)
  } finally {
    await client.end()
  }
}

/** Drafts one contract after the other, each when the one before is shown, until told to stop; tells which were acknowledged. */
const draftContracts = ({ as, rows }: TestCampus) => {
  const acknowledged: string[] = []
  let flowing = true
  const flow = (async () => {
    let token = ''
    for (let n = 0; flowing; n += 1) {
      const contractId = `k_flow_${String(n).padStart(5, '0')}`
      const draft = { contractId, personId: `p_${n}`, counselorId: `c_${n}`, kind: 'employment', from: '2024-01-10', to: '2030-12-31' }
      token = (await as('orgPersonnel', 'staffing', 'DraftContract', draft)).token ?? token
      acknowledged.push(contractId)
      await rows('contracts', { contractId, token })
    }
    return token
  })()
  return {
    acknowledged,
    stop: (): Promise<string> => {
      flowing = false
      return flow
    },
  }
}

describe('A9: a read model is renewed while commands flow, by command line and by API', { timeout: 120_000 }, () => {
  it('rebuild, compare, swap and roll back the contracts: what is broken is found and mended, nothing is lost, nothing twice', async () => {
    const campus = await openCampus({ firstDay: '2024-01-10' })
    await campus.hire('c1')
    const stateIs = async (state: string): Promise<void> =>
      expect((await campus.rows('contracts', { contractId: 'k_c1' }))[0]).toMatchObject({ contractId: 'k_c1', state })
    await campus.contract('k_c1', 'is signed', (row) => row.state === 'active')
    const operator = await clientFor('*', 'platformAdmin')
    const order = (operation: string) => operator.post(`/api/platform/ops/projector/${operation}`, { view: 'contracts' })
    const flow = draftContracts(campus)
    const more = (by: number) => {
      const before = flow.acknowledged.length
      return eventually(
        'commands flow',
        () => Promise.resolve(flow.acknowledged.length),
        (now) => now >= before + by,
      )
    }
    try {
      await more(5)
      await breakRow(campus.campus, 'k_c1')
      await stateIs('broken')
      expect(await answered('rebuild', 'contracts')).toMatchObject({ state: 'ready', eventsDone: expect.any(Number) })
      await more(3)
      const compared = await answered('compare', 'contracts')
      expect(compared).toMatchObject({ state: 'done', equal: false })
      expect(compared.differences).toContainEqual({
        table: 'contracts',
        key: [campus.campus, 'k_c1'],
        difference: 'columns',
        columns: ['state'],
      })
      await stateIs('broken')
      expect(await answered('swap', 'contracts')).toEqual({ state: 'done' })
      await stateIs('active')
      await more(3)

      expect(await order('rollback')).toEqual({ state: 'done' })
      await stateIs('broken')
      await more(3)
      // a second time undoes the first
      expect(await order('rollback')).toEqual({ state: 'done' })
      await stateIs('active')
      expect(await operator.get('/api/platform/ops/projector/status?view=contracts')).toMatchObject({
        name: 'contracts',
        failure: null,
        rebuild: null,
        generations: expect.arrayContaining([expect.objectContaining({ role: 'served' }), expect.objectContaining({ role: 'previous' })]),
      })
      await more(3)
    } finally {
      await flow.stop()
    }

    const token = await flow.stop()
    const personnel = await clientFor(campus.campus, 'orgPersonnel')
    const shown: string[] = []
    const query = { limit: '200', token }
    for (let page = await personnel.view(campus.campus, 'contracts', query); ; ) {
      expect(page.stale).toBe(false)
      shown.push(...page.items.map((row) => String(row.contractId)))
      if (page.next === null) break
      page = await personnel.view(campus.campus, 'contracts', { ...query, cursor: page.next })
    }
    expect(shown.toSorted((a, b) => a.localeCompare(b))).toEqual(['k_c1', ...flow.acknowledged])

    await order('rebuild')
    await eventually(
      'rebuilt',
      () => operator.get('/api/platform/ops/projector/status?view=contracts') as Promise<{ readonly rebuild: { readonly state: string } }>,
      ({ rebuild }) => rebuild.state === 'ready',
    )
    expect(await order('compare')).toMatchObject({ state: 'done', equal: true, differences: [] })
    expect(await order('cancel')).toEqual({ state: 'done' })
  })
  it('tells what there is not: a read model of that name, a rebuild to swap to, the right to ask', async () => {
    expect(await ops('swap', 'nothing')).toMatchObject({ code: 1, said: expect.stringContaining('nothing') })
    expect(await answered('swap', 'policy-history')).toEqual({ state: 'none' })
    const { campus } = await openCampus({ firstDay: '2024-01-10' })
    const personnel = await clientFor(campus, 'orgPersonnel')
    expect(await problemOf(personnel.post('/api/platform/ops/projector/swap', { view: 'contracts' }))).toMatchObject({ status: 403 })
  })
})
