import type { RosterJob } from '@fudao/contracts/roster'
import type { Session } from '../session/session'
import type { Language } from '../texts/language'
import { request } from './client'
import { unreachable } from './problem'
import { takeEvents } from './server-sent-events'

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const at = (campus: string, path: string): string => `/api/${encodeURIComponent(campus)}/staffing/${path}`

/** Begins an import, or a look at what it would do. @throws ApiProblem */
export const startImport = async ({ campus, token }: Session, language: Language, file: File, dryRun: boolean): Promise<RosterJob> =>
  (await (
    await request(`${at(campus, 'roster-import')}?dryRun=${dryRun}`, {
      method: 'POST',
      token,
      language,
      headers: { 'content-type': WORKBOOK },
      body: file,
    })
  ).json()) as RosterJob

/** Tells each step of an import and gives its end. @throws ApiProblem, also when the connection breaks before the end */
export const followImport = async (
  { campus, token }: Session,
  language: Language,
  jobId: string,
  onProgress: (job: RosterJob) => void,
  signal: AbortSignal,
): Promise<RosterJob> => {
  const response = await request(at(campus, `roster-import/${jobId}/progress`), { token, language, signal })
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    const taken = takeEvents(text + decoder.decode(value, { stream: true }))
    text = taken.rest
    for (const { event, data } of taken.events) {
      if (event !== 'progress') continue
      const job = JSON.parse(data) as RosterJob
      onProgress(job)
      if (job.state !== 'running') return job
    }
  }
  throw unreachable()
}

/** Saves a workbook under the name the server gives it. @throws ApiProblem */
export const saveWorkbook = async ({ token }: Session, language: Language, path: string): Promise<void> => {
  const response = await request(path, { token, language })
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = name ? decodeURIComponent(name) : 'roster.xlsx'
  link.click()
  // the download has begun with the click
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
export const rosterPath = at
