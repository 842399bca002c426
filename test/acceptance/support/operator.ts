import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { passwordOf } from '@fudao/local/passwords'
import { connectNats } from '@fudao/messaging'
import { createLogger } from '@fudao/telemetry'
import { DeliverPolicy, jetstream } from '@nats-io/jetstream'
import pg from 'pg'
import { inject } from 'vitest'

/** One thing the operator found, in the order of its place of finding; `at` where a time stands beside it (epoch ms). */
export interface Trace {
  readonly place: string
  readonly text: string
  readonly at?: number
}

const passwordKey = async (): Promise<string> => (await readFile(join(inject('dataPath'), 'secrets', 'password.key'), 'utf8')).trim()

/** Every row of every table of every database, as the superuser reads it, oldest version first. */
const tables = async (): Promise<Trace[]> => {
  const password = passwordOf(await passwordKey(), 'postgres', 'postgres')
  const port = Number(new URL(inject('baseUrl')).port) + 1
  const open = async (database: string) => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password, database })
    await client.connect()
    return client
  }
  const admin = await open('postgres')
  const databases = (await admin.query<{ name: string }>('select datname as name from pg_database where datallowconn')).rows
  await admin.end()
  const found: Trace[] = []
  for (const { name } of databases) {
    const client = await open(name)
    const listed = await client.query<{ table: string }>(
      `select format('%I.%I', schemaname, tablename) as table from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    for (const { table } of listed.rows) {
      const rows = await client.query<{ text: string }>(`select to_jsonb(t)::text as text from ${table} t order by age(xmin) desc, ctid`)
      found.push(...rows.rows.map(({ text }) => ({ place: `postgresql ${name} ${table}`, text })))
    }
    await client.end()
  }
  return found
}

/** Every message of the stream, with its headers and the time JetStream gave it. */
const messages = async (): Promise<Trace[]> => {
  const user = 'projector'
  const pass = passwordOf(await passwordKey(), 'nats', user)
  const logger = createLogger('operator', { level: 'error' })
  const nc = await connectNats({ url: inject('natsUrl'), name: 'operator', user, pass, logger })
  try {
    const consumer = await jetstream(nc).consumers.get('EVENTS', { deliver_policy: DeliverPolicy.All })
    const found: Trace[] = []
    for (;;) {
      let got = 0
      for await (const m of await consumer.fetch({ max_messages: 1_000, expires: 1_000 })) {
        got += 1
        const headers = m.headers ? [...m.headers].flatMap(([key, values]) => [key, ...values]).join(' ') : ''
        found.push({ place: 'jetstream', text: `${m.subject} ${headers} ${m.string()}`, at: m.time.getTime() })
      }
      if (got === 0) return found
    }
  } finally {
    await nc.close()
  }
}

const logs = async (): Promise<Trace[]> => {
  const found: Trace[] = []
  for (const entry of await readdir(inject('dataPath'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.includes('.log')) continue
    for (const text of (await readFile(join(entry.parentPath, entry.name), 'utf8')).split('\n')) {
      const time = /"time":"([^"]+)"/.exec(text)?.[1]
      found.push({ place: `log ${entry.name}`, text, ...(time ? { at: Date.parse(time) } : {}) })
    }
  }
  return found
}

const spans = async (): Promise<Trace[]> => {
  const all = (await (await fetch(`${inject('otlpUrl')}/spans`)).json()) as readonly { readonly startTimeUnixNano: string }[]
  return all.map((span) => ({
    place: 'trace',
    text: JSON.stringify(span),
    at: Number(BigInt(span.startTimeUnixNano) / 1_000_000n),
  }))
}

/** All that whoever runs the system can read. */
export const everythingKept = async (): Promise<readonly Trace[]> => [
  ...(await tables()),
  ...(await messages()),
  ...(await logs()),
  ...(await spans()),
]

/** Spearman's rank correlation of two orders of the same things; 0 when they are not the same things. */
export const rankCorrelation = (a: readonly string[], b: readonly string[]): number => {
  const rank = new Map(b.map((one, at) => [one, at]))
  const n = a.length
  if (n < 2 || rank.size !== n || !a.every((one) => rank.has(one))) return 0
  const squares = a.reduce((sum, one, at) => sum + (at - (rank.get(one) ?? 0)) ** 2, 0)
  return 1 - (6 * squares) / (n * (n * n - 1))
}

/**
 * The best guess of the order in which these ballots came: wherever all of them lie, in the order they lie there, one order per place.
 */
export const ordersFound = (kept: readonly Trace[], hashes: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const wanted = new Set(hashes)
  const places = new Map<string, Set<string>>()
  for (const { place, text } of kept)
    for (const [hash] of text.matchAll(/[0-9a-f]{64}/g)) if (wanted.has(hash)) places.set(place, (places.get(place) ?? new Set()).add(hash))
  return new Map([...places].filter(([, seen]) => seen.size === wanted.size).map(([place, seen]) => [place, [...seen]]))
}

/** How many of the intervals have a trace of their own that mentions one of the words. */
export const intervalsSeen = (
  kept: readonly Trace[],
  words: readonly string[],
  intervals: readonly { readonly from: number; readonly to: number }[],
): number => {
  const times = kept.filter(({ at, text }) => at !== undefined && words.some((word) => text.includes(word))).map(({ at }) => at as number)
  return intervals.filter(({ from, to }) => times.some((at) => from <= at && at <= to)).length
}
