import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ApiClient, makeApiClient, signToken } from '@fudao/api-client'
import { passwordOf } from '@fudao/local/passwords'
import type { RunningSystem } from '../support/running-system.js'

/** How the checks get at what the system holds; the commands go through its public API alone. */
export interface World {
  readonly system: RunningSystem
  readonly nats: { readonly url: string; readonly user: string; readonly pass: string }
  readonly masterKey: Buffer
  /** URL of one of the system's databases, as superuser. */
  readonly database: (name: 'fudao_ledger' | 'fudao_rules' | 'fudao_projector') => string
  readonly client: (campus: string, role: string) => Promise<ApiClient>
}

export const worldOf = async (system: RunningSystem): Promise<World> => {
  const secret = async (name: string): Promise<string> => (await readFile(join(system.dataPath, 'secrets', name), 'utf8')).trim()
  const passwords = await secret('password.key')
  const clients = new Map<string, Promise<ApiClient>>()
  const makeClient = async (campus: string, role: string): Promise<ApiClient> =>
    makeApiClient({
      baseUrl: system.baseUrl,
      language: 'en',
      token: await signToken(Buffer.from(system.tokenKey, 'base64'), {
        sub: `chaos_${role}`,
        role,
        campus: role === 'platformAdmin' ? '*' : campus,
        ...(role === 'deptBranch' ? { departmentId: 'nursing' } : {}),
      }),
    })
  return {
    system,
    nats: { url: system.natsUrl, user: 'projector', pass: passwordOf(passwords, 'nats', 'projector') },
    masterKey: Buffer.from(await secret('master.key'), 'base64'),
    // the system's PostgreSQL has the port before NATS's
    database: (name) =>
      `postgres://postgres:${passwordOf(passwords, 'postgres', 'postgres')}@127.0.0.1:${Number(new URL(system.natsUrl).port) - 1}/${name}`,
    client: (campus, role) => {
      const known = clients.get(`${campus}/${role}`) ?? makeClient(campus, role)
      clients.set(`${campus}/${role}`, known)
      return known
    },
  }
}
