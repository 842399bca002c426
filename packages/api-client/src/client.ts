/** Reply of an accepted command (architecture A14). */
export interface Accepted {
  readonly commandId: string
  readonly stream: string
  readonly revision: number
  readonly events: readonly { readonly id: string; readonly type: string }[]
  readonly token: string | null
}

/** RFC 9457 problem as the gateway answers it. */
export interface Problem {
  readonly type?: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly code?: string
  readonly rules?: readonly string[]
  readonly params?: Readonly<Record<string, unknown>>
  readonly [extension: string]: unknown
}

/** Page of a read model. `stale` is true when the token was not reached in time. */
export interface Page<Row = Record<string, unknown>> {
  readonly items: readonly Row[]
  readonly next: string | null
  readonly asOf: string | null
  readonly position: string | null
  readonly stale: boolean
}

/** The gateway refused: carries the problem it answered with. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  constructor(
    readonly problem: Problem,
    request: string,
  ) {
    super(`${request}: ${problem.status} ${problem.code ?? ''} ${problem.title}${problem.detail ? ` (${problem.detail})` : ''}`)
  }
}

export interface CommandOptions {
  /** Idempotency-Key header; the same key with the same payload changes nothing and answers the same. */
  readonly key?: string
  /** If-Match: the revision the caller saw. */
  readonly ifMatch?: number
}

export interface ApiClientOptions {
  readonly baseUrl: string
  readonly token: string
  /** `zh-CN` (default) or `en`. */
  readonly language?: string
}

/** A thin client of the public API; every answer that is not a success becomes a {@link ProblemError}. */
export const makeApiClient = ({ baseUrl, token, language = 'zh-CN' }: ApiClientOptions) => {
  const request = async (method: string, path: string, body?: unknown, extra: Record<string, string> = {}): Promise<unknown> => {
    const response = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'accept-language': language,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...extra,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (response.ok) return text === '' ? undefined : JSON.parse(text)
    throw new ProblemError(toProblem(response.status, text), `${method} ${path}`)
  }
  return {
    /** Sends a command; resolves when its events are durable. */
    command: (campus: string, context: string, command: string, payload: Record<string, unknown>, options: CommandOptions = {}) =>
      request('POST', `/api/${campus}/${context}/${command}`, payload, {
        ...(options.key === undefined ? {} : { 'idempotency-key': options.key }),
        ...(options.ifMatch === undefined ? {} : { 'if-match': `"${options.ifMatch}"` }),
      }) as Promise<Accepted>,
    /** One page of a read model. */
    view: <Row = Record<string, unknown>>(campus: string, view: string, params: Record<string, string> = {}) =>
      request('GET', `/api/${campus}/views/${view}${query(params)}`) as Promise<Page<Row>>,
    why: (campus: string, kind: string, id: string) =>
      request('GET', `/api/${campus}/why/${kind}/${encodeURIComponent(id)}`) as Promise<Record<string, unknown>>,
    events: (campus: string, params: Record<string, string> = {}) =>
      request('GET', `/api/${campus}/events${query(params)}`) as Promise<Page>,
    get: (path: string) => request('GET', path),
    post: (path: string, body: unknown) => request('POST', path, body),
  }
}
export type ApiClient = ReturnType<typeof makeApiClient>

const query = (params: Record<string, string>): string => {
  const text = new URLSearchParams(params).toString()
  return text === '' ? '' : `?${text}`
}

const toProblem = (status: number, text: string): Problem => {
  try {
    return { title: 'no title', ...(JSON.parse(text) as Record<string, unknown>), status }
  } catch {
    // A proxy or a crashed server answers without a problem document: keep what it said.
    return { title: text.slice(0, 200) || 'empty answer', status }
  }
}
