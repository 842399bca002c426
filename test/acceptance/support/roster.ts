import { setTimeout as delay } from 'node:timers/promises'
import { type RosterField, type RosterJob, rosterColumns } from '@fudao/contracts/roster'
import readExcelFile from 'read-excel-file/node'
import { expect, inject } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { tokenFor } from './campus.js'

export type RosterCells = Partial<Record<RosterField, string>>
const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A full-time row of the roster that is right in itself. */
export const fullTimeRow = (staffNo: string, change: RosterCells = {}): RosterCells => ({
  staffNo,
  name: `名册 ${staffNo}`,
  employment: '专职',
  positionCategory: '一线辅导员',
  departmentId: '护理系',
  startDate: '2024-01-01',
  attested: '是',
  contractFrom: '2024-01-01',
  contractTo: '2030-12-31',
  contractSignedOn: '2023-12-20',
  ...change,
})
/** A part-time row that is right in itself. */
export const partTimeRow = (staffNo: string, change: RosterCells = {}): RosterCells => ({
  staffNo,
  name: `名册 ${staffNo}`,
  employment: '兼职',
  positionCategory: '一线辅导员',
  departmentId: '护理系',
  startDate: '2024-01-01',
  attested: '是',
  homeRole: '专任教师',
  excellenceEvidence: '校发〔2023〕7号',
  ...change,
})

/** A workbook such as a person fills in: the Chinese headings, every cell a text. */
export const workbookOf = (rows: readonly RosterCells[]): Promise<Buffer> =>
  writeExcelFile(
    [
      rosterColumns.map(({ title }) => ({ value: title.zh, type: String })),
      ...rows.map((row) => rosterColumns.map(({ field }) => (row[field] ? { value: row[field], type: String, format: '@' } : null))),
    ],
    { sheet: '名册' },
  ).toBuffer()

/** First sheet of a workbook, as texts. */
export const sheetOf = async (file: Buffer): Promise<string[][]> =>
  ((await readExcelFile(file))[0]?.data ?? []).map((row) => row.map((cell) => String(cell ?? '')))

/** The roster's addresses for one role at a campus. */
export const rosterOf = (campus: string, role = 'orgPersonnel', claims: Readonly<Record<string, string>> = {}) => {
  const call = async (
    path: string,
    init: Omit<RequestInit, 'headers'> & { readonly headers?: Record<string, string> } = {},
  ): Promise<Response> =>
    fetch(new URL(`/api/${campus}/staffing/${path}`, inject('baseUrl')), {
      ...init,
      headers: { authorization: `Bearer ${await tokenFor({ campus, role, ...claims })}`, ...init.headers },
    })
  const fileOf = async (response: Response): Promise<Buffer> => {
    expect(response.headers.get('content-type')).toBe(WORKBOOK)
    return Buffer.from(await response.arrayBuffer())
  }
  const upload = (file: Buffer, query = ''): Promise<Response> =>
    call(`roster-import${query}`, { method: 'POST', headers: { 'content-type': WORKBOOK }, body: new Uint8Array(file) })
  return {
    call,
    upload,
    fileOf,
    /** Uploads and waits until it is over. */
    import: async (file: Buffer, { dryRun = false, withinMs = 30_000 } = {}): Promise<RosterJob> => {
      const started = await upload(file, dryRun ? '?dryRun=true' : '')
      expect(started.status, await started.clone().text()).toBe(202)
      const { jobId } = (await started.json()) as RosterJob
      const deadline = Date.now() + withinMs
      for (;;) {
        const job = (await (await call(`roster-import/${jobId}`)).json()) as RosterJob
        if (job.state !== 'running') return job
        if (Date.now() > deadline) expect.fail(`the import was not over within ${withinMs} ms: ${JSON.stringify(job)}`)
        await delay(50)
      }
    },
    /** Rows that came back, headings first. */
    faulty: async ({ jobId }: RosterJob, language = 'zh-CN'): Promise<string[][]> =>
      sheetOf(await fileOf(await call(`roster-import/${jobId}/result`, { headers: { 'accept-language': language } }))),
  }
}
