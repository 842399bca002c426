import { createCipheriv, randomBytes } from 'node:crypto'
import pg from 'pg'
import { overwriteLog } from './overwrite-log.js'

const schemaLock = 7_318_003
const schema = `
create schema if not exists fudao_ledger;
create table if not exists fudao_ledger.person_key (
  campus text collate "C" not null,
  person_id text collate "C" not null,
  -- base64(iv 12 | tag 16 | ciphertext 32) under the master key; null: destroyed, for ever
  wrapped text,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  -- when the old bytes had left the disk
  tidied_at timestamptz,
  primary key (campus, person_id),
  check ((wrapped is null) = (destroyed_at is not null))
);
alter table fudao_ledger.person_key add column if not exists tidied_at timestamptz;`

/**
 * Data key under the master key, AES-256-GCM, bound to its owner `<campus>/<personId>`: base64(iv 12 | tag 16 | ciphertext).
 * The ledger makes and wraps keys; only services that hold the master key unwrap them, so no plain key crosses NATS or lies in a table.
 */
export const wrapKey = (masterKey: Buffer, dataKey: Buffer, owner: string): string => {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', masterKey, iv).setAAD(Buffer.from(owner, 'utf8'))
  const body = Buffer.concat([cipher.update(dataKey), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64')
}

export interface PersonKeys {
  /** Wrapped keys; a destroyed one is null, an unknown person absent unless `create`. Two askers at once get the same key. */
  readonly keysOf: (campus: string, personIds: readonly string[], create: boolean) => Promise<Readonly<Record<string, string | null>>>
  /** Destroys a key for ever: what it encrypted cannot be read again, and no new key is made for this person. False: it was destroyed already. */
  readonly destroy: (campus: string, personId: string) => Promise<boolean>
  /**
   * Rewrites the key table without the dead row of a destroyed key and lets the log that held it vanish; once per person, and not
   * again. `false`: the database role may not touch the log, which then goes in its own time.
   */
  readonly tidy: (campus: string, personId: string) => Promise<boolean>
  readonly close: () => Promise<void>
}

/** Key table in PostgreSQL (A8). Creates its table where it is missing. */
export const openPersonKeys = async (options: { readonly url: string; readonly masterKey: Buffer }): Promise<PersonKeys> => {
  const pool = new pg.Pool({ connectionString: options.url, max: 2, application_name: 'fudao-ledger keys', connectionTimeoutMillis: 3_000 })
  pool.on('error', () => undefined) // A broken idle connection is replaced by the pool.
  pool.on('connect', (client) => void client.on('error', () => undefined)) // One in use rejects what is asked of it.
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [schemaLock])
    await client.query(schema)
    await client.query('commit')
  } finally {
    client.release()
  }
  const find = async (campus: string, personIds: readonly string[]): Promise<Record<string, string | null>> => {
    const { rows } = await pool.query<{ person_id: string; wrapped: string | null }>(
      'select person_id, wrapped from fudao_ledger.person_key where campus = $1 and person_id = any ($2)',
      [campus, personIds],
    )
    return Object.fromEntries(rows.map((row) => [row.person_id, row.wrapped]))
  }
  return {
    keysOf: async (campus, personIds, create) => {
      const found = await find(campus, personIds)
      const missing = create ? [...new Set(personIds)].filter((id) => !Object.hasOwn(found, id)).sort() : []
      if (missing.length === 0) return found
      const wrapped = missing.map((id) => wrapKey(options.masterKey, randomBytes(32), `${campus}/${id}`))
      await pool.query(
        'insert into fudao_ledger.person_key (campus, person_id, wrapped) select $1, * from unnest($2::text[], $3::text[]) on conflict do nothing',
        [campus, missing, wrapped],
      )
      // Whoever was first has made the key; both read it.
      return { ...found, ...(await find(campus, missing)) }
    },
    destroy: async (campus, personId) => {
      const { rowCount } = await pool.query(
        `insert into fudao_ledger.person_key (campus, person_id, wrapped, destroyed_at) values ($1, $2, null, now())
         on conflict (campus, person_id) do update set wrapped = null, destroyed_at = now() where person_key.wrapped is not null`,
        [campus, personId],
      )
      return rowCount === 1
    },
    tidy: async (campus, personId) => {
      const { rowCount } = await pool.query(
        'select 1 from fudao_ledger.person_key where campus = $1 and person_id = $2 and destroyed_at is not null and tidied_at is null',
        [campus, personId],
      )
      if (rowCount === 0) return true
      // plain vacuum leaves the old bytes in the page
      await pool.query('vacuum full fudao_ledger.person_key')
      const overwritten = await overwriteLog(pool)
      await pool.query('update fudao_ledger.person_key set tidied_at = now() where campus = $1 and person_id = $2', [campus, personId])
      return overwritten
    },
    close: () => pool.end(),
  }
}
