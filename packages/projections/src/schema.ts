import { createHash } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type ProjectionDefinition, schemaOf } from './projection.js'
import type { ColumnType, TableDefinition } from './table.js'

/** Where checkpoints live, beside every read model. */
export const CONTROL_SCHEMA = 'fudao_projection'
/** Role of every query unless another is named: sees one campus, writes nothing. */
export const READER_ROLE = 'fudao_reader'
const ROLE = /^[a-z_][a-z0-9_]{0,62}$/
/** Role names become part of statements that take no parameters. */
export const checkRole = (role: string): string => {
  if (!ROLE.test(role)) throw new TypeError(`not a role name: ${JSON.stringify(role)}`)
  return role
}
/** Setting that row-level security goes by. */
export const CAMPUS_SETTING = 'fudao.campus'

// "C": keys and positions are compared byte by byte, here as in JavaScript
const sqlType: Readonly<Record<ColumnType, string>> = {
  text: 'text collate "C"',
  int: 'integer',
  bool: 'boolean',
  json: 'jsonb',
  document: 'json',
}

/** Read-model tables have no static database type: they are created from their definitions. */
export type Database = Record<string, never>
export type Db = Kysely<Database>
export type Tx = Transaction<Database>

const id = (...parts: readonly string[]) => sql.id(...parts)

/** Changes when tables change their shape: a version's tables never do. */
export const fingerprint = (projection: ProjectionDefinition): string =>
  createHash('sha256')
    .update(
      JSON.stringify(projection.tables.map(({ name, columns, key, indexes, appendOnly }) => ({ name, columns, key, indexes, appendOnly }))),
    )
    .digest('hex')
    .slice(0, 16)

// Roles belong to the server, not to the database, so two databases may be set up at the same moment.
const createReader = (reader: string) =>
  sql.raw(`
  do $$ begin
    if not exists (select from pg_roles where rolname = '${reader}') then create role ${reader} nologin; end if;
  exception when duplicate_object or unique_violation then null;
  end $$`)
const joinReader = (reader: string) =>
  sql.raw(`
  do $$ begin
    if not pg_has_role(current_user, '${reader}', 'member') then execute format('grant ${reader} to %I', current_user); end if;
  exception when duplicate_object or unique_violation then null;
  end $$`)

const createControl = async (tx: Tx, reader: string): Promise<void> => {
  await sql`create schema if not exists ${id(CONTROL_SCHEMA)}`.execute(tx)
  await sql`create table if not exists ${id(CONTROL_SCHEMA, 'projection')} (
    name text not null,
    version integer not null,
    fingerprint text not null,
    position text collate "C",
    events bigint not null default 0,
    live boolean not null default false,
    failure jsonb,
    updated_at timestamptz not null default now(),
    primary key (name, version))`.execute(tx)
  await sql`grant usage on schema ${id(CONTROL_SCHEMA)} to ${id(reader)}`.execute(tx)
  await sql`grant select (name, version, position, live) on ${id(CONTROL_SCHEMA, 'projection')} to ${id(reader)}`.execute(tx)
}

const createTable = async (tx: Tx, schema: string, table: TableDefinition, reader: string): Promise<void> => {
  const columns = Object.entries(table.columns).map(([name, type]) => sql`${id(name)} ${sql.raw(sqlType[type])}`)
  const key = sql.join(['campus', ...table.key].map((column) => id(column)))
  await sql`create table ${id(schema, table.name)} (
    campus text collate "C" not null, ${sql.join(columns)}, primary key (${key}))`.execute(tx)
  for (const [at, index] of table.indexes.entries()) {
    const of = sql.join(['campus', ...index].map((column) => id(column)))
    await sql`create index ${id(`${table.name}_${at}`)} on ${id(schema, table.name)} (${of})`.execute(tx)
  }
  await sql`alter table ${id(schema, table.name)} enable row level security`.execute(tx)
  await sql`create policy campus on ${id(schema, table.name)} for select to ${id(reader)}
    using (campus = current_setting(${sql.lit(CAMPUS_SETTING)}, true))`.execute(tx)
  await sql`grant select on ${id(schema, table.name)} to ${id(reader)}`.execute(tx)
}

export interface ControlRow {
  readonly position: string | null
  readonly live: boolean
}

/**
 * Creates the tables of a projection's version unless they are there, and returns its checkpoint. The first version of a name is
 * live at once, a later one when it has caught up. Safe when several instances start together.
 */
export const ensureProjection = (db: Db, projection: ProjectionDefinition, reader: string = READER_ROLE): Promise<ControlRow> =>
  db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${CONTROL_SCHEMA}))`.execute(tx)
    checkRole(reader)
    await createReader(reader).execute(tx)
    await joinReader(reader).execute(tx)
    await createControl(tx, reader)
    const { name, version } = projection
    const wanted = fingerprint(projection)
    const known = await sql<ControlRow & { fingerprint: string }>`select position, live, fingerprint
      from ${id(CONTROL_SCHEMA, 'projection')} where name = ${name} and version = ${version}`.execute(tx)
    const row = known.rows[0]
    if (row) {
      if (row.fingerprint !== wanted) throw new Error(`the tables of projection ${name} changed without a new version (now ${version})`)
      return { position: row.position, live: row.live }
    }
    const schema = schemaOf(projection)
    await sql`drop schema if exists ${id(schema)} cascade`.execute(tx)
    await sql`create schema ${id(schema)}`.execute(tx)
    await sql`grant usage on schema ${id(schema)} to ${id(reader)}`.execute(tx)
    for (const table of projection.tables) await createTable(tx, schema, table, reader)
    const inserted = await sql<ControlRow>`insert into ${id(CONTROL_SCHEMA, 'projection')} (name, version, fingerprint, live)
      values (${name}, ${version}, ${wanted}, not exists (
        select from ${id(CONTROL_SCHEMA, 'projection')} where name = ${name}))
      returning position, live`.execute(tx)
    return { position: null, live: inserted.rows[0]?.live ?? false }
  })

/** Makes this version the one that is read; the other versions' tables stay until they are dropped by hand. */
export const makeLive = (db: Db, { name, version }: Pick<ProjectionDefinition, 'name' | 'version'>): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await sql`update ${id(CONTROL_SCHEMA, 'projection')} set live = (version = ${version}) where name = ${name}`.execute(tx)
  })
