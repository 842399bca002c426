import { ROSTER_MAX_ROWS, type RosterJob, type RosterReply, type RosterRequest, rosterColumns } from '@fudao/contracts/roster'
import { ROSTER_PATTERN } from '@fudao/messaging'
import { eventually } from '@fudao/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { startTestGateway, type TestGateway } from './fixtures/start-gateway.js'
import { WORKBOOK } from './roster/workbook-type.js'

const workbookOf = (rows: readonly (readonly string[])[]): Promise<Buffer> =>
  writeExcelFile(
    rows.map((row) => row.map((value) => ({ value, type: String }))),
    { sheet: 'x' },
  ).toBuffer()
const headings = rosterColumns.map(({ title }) => title.zh)
const rowsOf = (count: number) => Array.from({ length: count }, (_, i) => [String(i), `名册 ${i}`])
const CENTRAL_ENTRY = 0x02014b50

describe('roster files at the gateway', () => {
  let gateway: TestGateway
  let received: { readonly subject: string; readonly request: RosterRequest }[]
  /** Answers of staffing that wait. */
  let held: (() => void)[] | null = null
  beforeAll(async () => {
    gateway = await startTestGateway()
    received = []
    gateway.nats.subscribe(ROSTER_PATTERN, {
      callback: (error, message) => {
        if (error) return
        const request = message.json<RosterRequest>()
        received.push({ subject: message.subject, request })
        const reply: RosterReply = {
          status: 'ok',
          rows: request.rows.map(({ line, cells }) =>
            cells.name === 'bad'
              ? { line, outcome: 'failed', events: 0, reasons: [{ code: 'CellMissing', field: 'employment', rules: [], params: {} }] }
              : { line, outcome: 'accepted', events: 5, reasons: [] },
          ),
        }
        const answer = () => void message.respond(JSON.stringify(reply))
        if (held) held.push(answer)
        else answer()
      },
    })
    await gateway.nats.flush()
  })
  afterAll(() => gateway[Symbol.asyncDispose]())

  const at = '/api/aksu/staffing/roster-import'
  const upload = async (file: Uint8Array, { role = 'orgPersonnel', claims = {}, path = at, type = WORKBOOK, user = '' } = {}) => {
    const token = await gateway.token(role as 'orgPersonnel', { ...claims, ...(user ? { sub: user } : {}) })
    return gateway.post(path, file, token, { 'content-type': type })
  }
  const codeOf = ({ status, problem }: { readonly status: number; readonly problem: { readonly code: string } }) =>
    `${status} ${problem.code}`
  const refused = async (...args: Parameters<typeof upload>): Promise<string> => {
    const before = received.length
    const answer = await upload(...args)
    expect(received.length, 'no service heard of it').toBe(before)
    return codeOf(answer)
  }
  const progress = async (jobId: string): Promise<RosterJob> =>
    (await gateway.get(`${at}/${jobId}`, await gateway.token('orgPersonnel'))).json as unknown as RosterJob
  const over = (jobId: string) =>
    eventually('its end', async () => {
      const job = await progress(jobId)
      return job.state === 'running' ? undefined : job
    })
  const start = async (rows: readonly (readonly string[])[], query = ''): Promise<RosterJob> => {
    const answer = await upload(await workbookOf([headings.slice(0, 2).concat(rest), ...rows]), { path: `${at}${query}` })
    expect(answer.status, answer.text).toBe(202)
    return answer.json as unknown as RosterJob
  }
  const rest = rosterColumns
    .filter((column) => 'required' in column)
    .flatMap(({ title }) => (headings.indexOf(title.zh) < 2 ? [] : [title.zh]))

  describe('what it does not take', () => {
    it('more than 5 MiB, or more rows than a file may have: 413', async () => {
      expect(await refused(new Uint8Array(5 * 1024 * 1024 + 1))).toBe('413 RosterTooLarge')
      const many = await workbookOf([[...headings.slice(0, 2), ...rest], ...rowsOf(ROSTER_MAX_ROWS + 1)])
      expect(many.length).toBeLessThan(5 * 1024 * 1024)
      expect(await refused(many)).toBe('413 RosterTooLarge')
    }, 30_000)
    it('a few kilobytes that stand for a gigabyte: told before anything is inflated', async () => {
      const bomb = await workbookOf([headings])
      for (let i = 0; i < bomb.length - 46; i += 1) if (bomb.readUInt32LE(i) === CENTRAL_ENTRY) bomb.writeUInt32LE(1024 ** 3, i + 24)
      expect(await refused(bomb)).toBe('413 RosterTooLarge')
    })
    it('what is no workbook, an empty one, one with other headings', async () => {
      const good = await workbookOf([headings, ['1']])
      expect(await refused(Buffer.from('工号,姓名'))).toBe('400 NotAWorkbook')
      expect(await refused(good.subarray(0, good.length / 2))).toBe('400 NotAWorkbook')
      expect(await refused(new Uint8Array(0))).toMatch(/^400 /)
      expect(await refused(await workbookOf([headings]))).toBe('400 RosterEmpty')
      expect(await refused(await workbookOf([['工号', '姓名', '星座'], ['1']]))).toBe('400 RosterColumnsWrong')
      expect(await refused(await workbookOf([[...headings, '工号'], ['1']]))).toBe('400 RosterColumnsWrong')
      const { problem } = await upload(await workbookOf([['工号', '姓名', '星座'], ['1']]))
      expect(JSON.stringify(problem.params)).toMatch(/专兼职.*星座/)
    })
    it('another content type, another address, a query it does not know', async () => {
      const file = await workbookOf([headings, ['1']])
      expect(await refused(file, { type: 'application/octet-stream' })).toBe('415 WorkbookExpected')
      expect(await refused(file, { path: '/api/aksu/staffing/RegisterPerson' })).toBe('415 UnsupportedMediaType')
      expect(await refused(file, { path: `${at}?dryRun=perhaps` })).toBe('400 InvalidQuery')
    })
    it('somebody who does not import, or not at this campus', async () => {
      const file = await workbookOf([headings, ['1']])
      for (const role of ['studentAffairs', 'deptBranch', 'counselor', 'analyst'])
        expect(await refused(file, { role, claims: { departmentId: 'd', counselorId: 'c' } })).toBe('403 NotAuthorized')
      expect(await refused(file, { claims: { campus: 'lanzhou' } })).toBe('403 WrongCampus')
      expect(codeOf(await gateway.post(at, file, undefined, { 'content-type': WORKBOOK }))).toBe('401 NotSignedIn')
      for (const path of ['roster-template', 'roster-export']) {
        const token = await gateway.token('orgPersonnel', { campus: 'lanzhou' })
        expect(codeOf(await gateway.get(`/api/aksu/staffing/${path}`, token))).toBe('403 WrongCampus')
      }
    })
  })

  it('sends the rows by fifties to the campus, counts, and gives back what staffing refused', async () => {
    const before = received.length
    const job = await over((await start([...rowsOf(120), ['x', 'bad']], '?dryRun=true')).jobId)
    expect(job).toMatchObject({ state: 'done', dryRun: true, total: 121, done: 121, accepted: 120, failed: 1, events: 600 })
    const sent = received.slice(before)
    expect(sent.map(({ request }) => request.rows.length)).toEqual([50, 50, 21])
    for (const { subject, request } of sent) {
      expect(subject).toBe('roster.aksu.import')
      expect(request).toMatchObject({ dryRun: true, importId: job.jobId, actor: { role: 'orgPersonnel', userId: 'u_1' } })
    }
    const result = await gateway.get(String(job.result), await gateway.token('orgPersonnel'))
    expect([result.status, result.headers.get('content-type')]).toEqual([200, WORKBOOK])
  })

  it('one import at a time of a campus: the second is told to wait, and gets in afterwards', async () => {
    held = []
    const first = await start(rowsOf(10))
    const second = await upload(await workbookOf([[...headings.slice(0, 2), ...rest], ...rowsOf(10)]))
    expect(codeOf(second)).toBe('409 RosterBusy')
    expect(second.headers.get('retry-after')).toBe('5')
    expect(await progress(first.jobId)).toMatchObject({ state: 'running', done: 0, result: null })
    const token = await gateway.token('orgPersonnel')
    expect(codeOf(await gateway.get(`${at}/${first.jobId}/result`, token))).toBe('404 RosterNoFaults')
    await eventually('the request', () => held?.length === 1)
    for (const answer of held) answer()
    held = null
    expect(await over(first.jobId)).toMatchObject({ accepted: 10 })
    expect((await over((await start(rowsOf(10))).jobId)).state).toBe('done')
  })

  it('an import is shown to who began it, at its campus', async () => {
    const { jobId } = await start(rowsOf(3))
    await over(jobId)
    for (const path of [`${at}/${jobId}`, `${at}/${jobId}/result`, `${at}/${jobId}/progress`]) {
      expect(
        codeOf(await gateway.get(path, await gateway.sign({ sub: 'u_2', role: 'orgPersonnel', campus: 'aksu', exp: 4_000_000_000 }))),
      ).toBe('404 RosterJobUnknown')
      const elsewhere = await gateway.token('orgPersonnel', { campus: 'lanzhou' })
      expect(codeOf(await gateway.get(path.replace('aksu', 'lanzhou'), elsewhere))).toBe('404 RosterJobUnknown')
      expect(codeOf(await gateway.get(path, await gateway.token('studentAffairs')))).toBe('403 NotAuthorized')
    }
  })

  describe('progress as server-sent events', () => {
    const follow = async (jobId: string, token?: string) =>
      fetch(`${gateway.url}${at}/${jobId}/progress`, {
        headers: { authorization: `Bearer ${token ?? (await gateway.token('orgPersonnel'))}` },
      })
    const jobsIn = (text: string) =>
      [...text.matchAll(/event: progress\ndata: (.*)\n\n/g)].map(([, data]) => JSON.parse(String(data)) as RosterJob)

    it('tells each step and ends with the import', async () => {
      held = []
      const { jobId } = await start(rowsOf(100))
      const response = await follow(jobId)
      expect(response.headers.get('content-type')).toContain('text/event-stream')
      const decoder = new TextDecoder()
      let told = ''
      const halves = [...(await eventually('both requests', () => (held?.length === 2 ? held : undefined)))]
      held = null
      halves.shift()?.()
      for await (const chunk of response.body ?? []) {
        told += decoder.decode(chunk, { stream: true })
        // the second half once the first was told
        if (told.includes('"done":50,')) halves.shift()?.()
      }
      const jobs = jobsIn(told)
      expect(jobs.map(({ done }) => done)).toEqual([0, 50, 100])
      expect(jobs.at(-1)).toEqual(await progress(jobId))
    })
    it('of one that is over it tells the end', async () => {
      const { jobId } = await start(rowsOf(3))
      await over(jobId)
      expect(jobsIn(await (await follow(jobId)).text())).toMatchObject([{ state: 'done', done: 3 }])
    })
    it('ends when the token does', async () => {
      held = []
      const { jobId } = await start(rowsOf(3))
      const token = await gateway.token('orgPersonnel', {}, Math.floor(Date.now() / 1000) + 1)
      expect(await (await follow(jobId, token)).text()).toContain('event: expired')
      for (const answer of held) answer()
      held = null
      await over(jobId)
    })
  })
})
