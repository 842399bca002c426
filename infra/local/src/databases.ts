import pg from 'pg'
import { BilingualError } from './bilingual-error.js'

/** Services that keep tables: the event store, records of rules, read models, reference tables of deciding services, ballot boxes. */
const owners = ['ledger', 'rules', 'projector', 'staffing', 'assessment'] as const
export type DatabaseOwner = (typeof owners)[number]
/** Read their tables as the reader, whom row-level security binds. */
const readersOfTables: readonly DatabaseOwner[] = ['projector', 'staffing', 'assessment']

/** Where they find them. */
export type Databases = Readonly<Record<DatabaseOwner, string>>

/** `base` = `fudao`: databases and roles `fudao_ledger`, `fudao_rules` … and the role `fudao_reader`, which nobody logs in as. */
const nameIn = (base: string, part: string): string => `${base}_${part}`

/** Role and database have the same name. */
const urlOf = (adminUrl: string, name: string, password: string): string => {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  url.username = name
  url.password = password
  return url.href
}

/**
 * Erasing a person lets the log that held the old key vanish (A8). PostgreSQL 15 and later can allow that to a role that is no
 * superuser; where we may not grant it, the log goes in its own time.
 */
const allowOverwritingTheLog = async (ledgerUrl: string, adminUrl: string): Promise<void> => {
  const { pathname, username } = new URL(ledgerUrl)
  const url = new URL(adminUrl)
  url.pathname = pathname
  const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 10_000 })
  const role = pg.escapeIdentifier(username)
  try {
    await client.connect()
    await client.query(`grant pg_checkpoint, pg_monitor to ${role}; grant execute on function pg_switch_wal() to ${role}`)
  } catch {
    // Not allowed or not known here: the log that held a destroyed key is then overwritten in its own time.
  } finally {
    await client.end().catch(() => undefined) // A connection that never came up has nothing to end.
  }
}

/**
 * Makes each service a database and a role of its own, so that none can read another's tables; safe to repeat.
 * `adminUrl` must be allowed to create databases and roles.
 */
export const prepareDatabases = async (adminUrl: string, passwordOf: (role: string) => string, base = 'fudao'): Promise<Databases> => {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const reader = nameIn(base, 'reader')
    const roles = [...owners.map((o) => nameIn(base, o)), reader]
    const known = new Set(
      (await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [roles])).rows.map((r) => r.rolname),
    )
    for (const role of roles) {
      const verb = known.has(role) ? 'alter' : 'create'
      // The password is base64url, but it is escaped all the same: statements of this kind take no parameters.
      const way = role === reader ? 'nologin' : `login password ${pg.escapeLiteral(passwordOf(role))}`
      await client.query(`${verb} role ${pg.escapeIdentifier(role)} nosuperuser nocreatedb nocreaterole nobypassrls ${way}`)
    }
    const existing = new Set((await client.query<{ datname: string }>('select datname from pg_database')).rows.map((r) => r.datname))
    for (const owner of owners) {
      const name = nameIn(base, owner)
      const quoted = pg.escapeIdentifier(name)
      if (!existing.has(name)) {
        await client.query(`grant ${quoted} to current_user`) // Needed to make it the owner when we are no superuser.
        await client.query(`create database ${quoted} owner ${quoted} template template0 encoding 'UTF8'`)
      }
      await client.query(`revoke all on database ${quoted} from public`)
    }
    // Queries are answered and references read as the reader: row-level security binds it, and it can only read.
    for (const owner of readersOfTables)
      await client.query(`grant ${pg.escapeIdentifier(reader)} to ${pg.escapeIdentifier(nameIn(base, owner))}`)
    await allowOverwritingTheLog(urlOf(adminUrl, nameIn(base, 'ledger'), passwordOf(nameIn(base, 'ledger'))), adminUrl)
    const urls = owners.map((owner) => [owner, urlOf(adminUrl, nameIn(base, owner), passwordOf(nameIn(base, owner)))] as const)
    return Object.fromEntries(urls) as Databases
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new BilingualError(
      `无法准备数据库（${why}）：请检查 DATABASE_URL，其用户须能创建数据库和角色。`,
      `The databases could not be prepared (${why}): check DATABASE_URL; its user must be allowed to create databases and roles.`,
      1,
      { cause: error },
    )
  } finally {
    await client.end().catch(() => undefined) // A connection that never came up has nothing to end.
  }
}
