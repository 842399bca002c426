import { type ApiClient, makeApiClient, type TokenClaims } from '@fudao/api-client'

export interface DemoOptions {
  /** Address of the gateway. */
  readonly baseUrl: string
  /** Signs a demo access token. */
  readonly tokenFor: (claims: TokenClaims) => Promise<string>
  /** Progress, one line each. */
  readonly log: (line: string) => void
  /** Only this campus and its history. */
  readonly campus?: string
}

/** The people who act in the demo: one client per role and scope, each with its own token. */
export const makeActors = ({ baseUrl, tokenFor }: DemoOptions) => {
  const clients = new Map<string, Promise<ApiClient>>()
  return (
    campus: string,
    role: string,
    scope: { readonly departmentId?: string; readonly counselorId?: string } = {},
  ): Promise<ApiClient> => {
    const key = [campus, role, scope.departmentId, scope.counselorId].join('|')
    const known = clients.get(key)
    if (known) return known
    const sub = `demo_${role}${scope.departmentId ? `_${scope.departmentId}` : ''}${scope.counselorId ? `_${scope.counselorId}` : ''}`
    const made = tokenFor({ sub, role, campus, ...scope }).then((token) => makeApiClient({ baseUrl, token }))
    clients.set(key, made)
    return made
  }
}
export type Actors = ReturnType<typeof makeActors>
