import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, expect, inject, it } from 'vitest'
import { clientFor, eventually, openCampus, problemOf, type TestCampus } from './support/campus.js'
import { storedByAnOlderSystem } from './support/older-system.js'

interface Said {
  readonly code: number
  readonly out: string
  readonly error: string
}
/** `npm run ops -- parked …` against the running system. */
const parked = (...args: readonly string[]): Promise<Said> =>
  new Promise((resolve) => {
    const launcher = join(import.meta.dirname, '../../infra/local/dist/main.js')
    execFile(
      process.execPath,
      [launcher, 'ops', 'parked', ...args, '--data', inject('dataPath'), '--url', inject('baseUrl')],
      (error, out, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, out, error: stderr }),
    )
  })

let campus: TestCampus
beforeAll(async () => {
  campus = await openCampus({ firstDay: '2024-01-01' })
})

it('R-AK-81 a notice of 100,000 days, set by an older system (no year can be named for it), parks X-08 for its counselor alone; an operator sees, retries and discards it', async () => {
  const api = await clientFor('*', 'platformAdmin', {}, 'en')
  const path = `/api/${campus.campus}/ops/rules`
  const sign = async (counselorId: string, from: string, to: string): Promise<void> => {
    const contractId = `k_${counselorId}`
    await campus.as('orgPersonnel', 'staffing', 'DraftContract', {
      contractId,
      personId: `p_${counselorId}`,
      counselorId,
      kind: 'employment',
      from,
      to,
    })
    await campus.as('orgPersonnel', 'staffing', 'SignContract', { contractId, signedOn: from })
  }
  await sign('other', '2024-01-01', '2030-12-31')
  const notice = (value: number) =>
    campus.as('studentAffairs', 'policy', 'SetParameter', {
      key: 'staffing.contract.renewalNoticeDays',
      value,
      unit: 'days',
      effectiveFrom: '2024-01-01',
      basisDoc: '校发 1',
      reason: '验收',
    })
  expect(await problemOf(notice(100_000))).toMatchObject({ status: 422 })
  await notice(90)
  await storedByAnOlderSystem(campus.campus, `policy-${campus.campus}.${campus.campus}`, { value: 100_000 })
  await sign('poisoned', '2024-01-01', '2030-12-31')
  const list = async () => (await api.get(`${path}/list`)) as readonly Record<string, unknown>[]
  const [found] = await eventually('X-08 is parked', list, (seen) => seen.length > 0)
  expect(found).toMatchObject({ campusId: campus.campus, rule: 'X-08', key: 'poisoned', error: expect.stringContaining('basisYear') })
  // others flow
  const other = await eventually(
    'X-08 has handled the other contract',
    () => api.get(`${path}/show?rule=X-08&key=other`).catch(() => null) as Promise<Record<string, unknown> | null>,
    (seen) => Number(seen?.version) > 0,
  )
  expect(other).toMatchObject({ parked: null })
  expect(await list()).toHaveLength(1)

  const at = ['--campus', campus.campus]
  const of = [...at, '--rule', 'X-08', '--key', 'poisoned']
  expect(JSON.parse((await parked(...at)).out)).toMatchObject([{ rule: 'X-08', key: 'poisoned' }])
  expect(JSON.parse((await parked('show', ...of)).out)).toMatchObject({ parked: { error: expect.stringContaining('basisYear') } })
  const again = await parked('retry', ...of)
  expect(again.code).toBe(1)
  expect(again.error).toMatch(/仍被搁置[\s\S]*is parked again/)
  expect(await parked('discard', ...of)).toMatchObject({ code: 2, error: expect.stringMatching(/缺少 --reason[\s\S]*needs --reason/) })
  expect(await parked('explode', ...of)).toMatchObject({ code: 2, error: expect.stringContaining('explode') })

  const discarded = await parked('discard', ...of, '--reason', '录入错误')
  expect(discarded).toMatchObject({ code: 0 })
  expect(JSON.parse(discarded.out)).toEqual({ status: 'running' })
  expect(await list()).toEqual([])
  expect(await parked('retry', ...of)).toMatchObject({ code: 1, error: expect.stringMatching(/没有被搁置[\s\S]*is not parked/) })
  expect(await problemOf(api.get(`${path}/show?rule=X-08&key=nobody`))).toMatchObject({ status: 404, code: 'NotFound' })
  expect(await problemOf((await clientFor(campus.campus, 'orgPersonnel')).get(`${path}/list`))).toMatchObject({ code: 'NotAuthorized' })
})
