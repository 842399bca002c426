import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import './vitest-context.js'

export interface TestDatabase extends AsyncDisposable {
  readonly name: string
  readonly url: string
  /** Same database, another role. */
  readonly urlAs: (user: string, password?: string) => string
  readonly drop: () => Promise<void>
}

const admin = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A fresh database on the run's server (about 20 ms), copied from `template` if given (nobody may be connected to it). */
export const createDatabase = async (options: { readonly template?: string; readonly serverUrl?: string } = {}): Promise<TestDatabase> => {
  const server = options.serverUrl ?? inject('pgUrl')
  const name = `test_${randomBytes(8).toString('hex')}`
  await admin(server, (c) =>
    c.query(`create database ${name} template ${pg.escapeIdentifier(options.template ?? 'template0')} strategy file_copy`),
  )
  const drop = () => admin(server, async (c) => void (await c.query(`drop database if exists ${name} with (force)`)))
  const urlAs = (user: string, password?: string) => {
    const url = new URL(server)
    url.pathname = `/${name}`
    url.username = user
    url.password = password ?? ''
    return url.href
  }
  return { name, url: urlAs('postgres'), urlAs, drop, [Symbol.asyncDispose]: drop }
}
