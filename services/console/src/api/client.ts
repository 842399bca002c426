import type { Language } from '../texts/language'
import { type ApiProblem, toApiProblem, unreachable } from './problem'

export interface Page<Row> {
  readonly items: readonly Row[]
  readonly next: string | null
  readonly campusName: string | null
  readonly asOf: string
  readonly position: string | null
  readonly stale: boolean
  /** Of the request that brought the last page. */
  readonly traceId: string | null
}

/** @throws ApiProblem */
export const request = async (
  path: string,
  init: Omit<RequestInit, 'headers'> & {
    readonly headers?: Readonly<Record<string, string>>
    readonly token?: string
    readonly language: Language
  },
): Promise<Response> => {
  const { token, language, headers, ...rest } = init
  let response: Response
  try {
    response = await fetch(path, {
      ...rest,
      headers: {
        ...headers,
        'accept-language': language === 'en' ? 'en' : 'zh-CN',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw unreachable()
  }
  if (!response.ok) throw (await toApiProblem(response)) satisfies ApiProblem
  return response
}

export interface Reader {
  readonly token: string
  readonly campus: string
  readonly language: Language
}

const pageSize = 200
const mostRows = 5_000

/** All rows of a view: pages are read on until the last. @throws ApiProblem */
export const readView = async <Row>(
  { token, campus, language }: Reader,
  view: string,
  filter: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Page<Row>> => {
  const items: Row[] = []
  let cursor: string | null = null
  for (;;) {
    const query = new URLSearchParams({ ...filter, limit: String(pageSize), ...(cursor ? { cursor } : {}) })
    const response = await request(`/api/${encodeURIComponent(campus)}/views/${view}?${query.toString()}`, { token, language, signal })
    const page = (await response.json()) as Page<Row>
    items.push(...page.items)
    cursor = page.next
    if (!cursor || items.length >= mostRows) return { ...page, items, traceId: response.headers.get('x-trace-id') }
  }
}

/** @throws ApiProblem */
export const readJson = async <T>({ token, campus, language }: Reader, path: string, signal: AbortSignal): Promise<T> =>
  (await (await request(`/api/${encodeURIComponent(campus)}/${path}`, { token, language, signal })).json()) as T
