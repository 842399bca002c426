/** What went wrong, as the gateway says it (RFC 9457), or that it could not be reached. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly traceId: string | undefined,
  ) {
    super(`${status} ${code}`)
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

export const toApiProblem = async (response: Response): Promise<ApiProblem> => {
  const traceId = response.headers.get('x-trace-id') ?? undefined
  try {
    const body = (await response.json()) as Readonly<Record<string, unknown>>
    return new ApiProblem(response.status, text(body.code), text(body.title), text(body.detail), text(body.traceId) || traceId)
  } catch {
    // A proxy answered, not the gateway.
    return new ApiProblem(response.status, 'Unreadable', response.statusText, '', traceId)
  }
}
export const unreachable = (): ApiProblem => new ApiProblem(0, 'Unreachable', '', '', undefined)
export const isApiProblem = (error: unknown): error is ApiProblem => error instanceof ApiProblem
