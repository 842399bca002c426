import { createHash } from 'node:crypto'
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import { type ProjectionDefinition, schemaOf } from './projection.js'
import type { ColumnType, IndexDefinition, TableDefinition } from './table.js'

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
/** The control table: one row per projection, version and generation. */
export const control = id(CONTROL_SCHEMA, 'projection')

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

// For readings of an earlier date (`readFolded`): tables of one transaction, which nobody else sees. Who is not the owner of the database
// cannot grant it and need not: there everybody has it, unless it was taken away.
const allowTemporary = (reader: string) =>
  sql.raw(`
  do $$ begin
    execute format('grant temporary on database %I to ${reader}', current_database());
  exception when insufficient_privilege then null;
  end $$`)

// A control table of before generations: each version then had one, and it was served.
const addGenerations = sql.raw(`
  do $$ begin
    if exists (select from information_schema.tables where table_schema = '${CONTROL_SCHEMA}' and table_name = 'projection')
      and not exists (select from information_schema.columns
        where table_schema = '${CONTROL_SCHEMA}' and table_name = 'projection' and column_name = 'generation') then
      alter table ${CONTROL_SCHEMA}.projection
        add column generation integer not null default 0,
        add column role text not null default 'served',
        add column schema text,
        add column applied text collate "C",
        add column passed bigint not null default 0,
        add column pending bigint not null default 0,
        add column ready boolean not null default true,
        add column started_at timestamptz not null default now();
      update ${CONTROL_SCHEMA}.projection set schema = 'rm_' || replace(name, '-', '_') || '_v' || version, applied = position;
      alter table ${CONTROL_SCHEMA}.projection alter column schema set not null, drop constraint projection_pkey,
        add primary key (name, version, generation);
    end if;
  end $$`)

const createControl = async (tx: Tx, reader: string): Promise<void> => {
  await sql`create schema if not exists ${id(CONTROL_SCHEMA)}`.execute(tx)
  await addGenerations.execute(tx)
  await sql`create table if not exists ${control} (
    name text not null,
    version integer not null,
    generation integer not null,
    role text not null,
    schema text not null,
    fingerprint text not null,
    position text collate "C",
    applied text collate "C",
    events bigint not null default 0,
    passed bigint not null default 0,
    pending bigint not null default 0,
    ready boolean not null default true,
    live boolean not null default false,
    failure jsonb,
    started_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (name, version, generation))`.execute(tx)
  await sql`grant usage on schema ${id(CONTROL_SCHEMA)} to ${id(reader)}`.execute(tx)
  await sql`grant select (name, version, role, schema, position, live) on ${control} to ${id(reader)}`.execute(tx)
}

const createTable = async (tx: Tx, schema: string, table: TableDefinition, reader: string): Promise<void> => {
  const columns = Object.entries(table.columns).map(([name, type]) => sql`${id(name)} ${sql.raw(sqlType[type])}`)
  const key = sql.join(['campus', ...table.key].map((column) => id(column)))
  await sql`create table ${id(schema, table.name)} (
    campus text collate "C" not null, ${sql.join(columns)}, primary key (${key}))`.execute(tx)
  await sql`alter table ${id(schema, table.name)} enable row level security`.execute(tx)
  await sql`create policy campus on ${id(schema, table.name)} for select to ${id(reader)}
    using (campus = current_setting(${sql.lit(CAMPUS_SETTING)}, true))`.execute(tx)
  await sql`grant select on ${id(schema, table.name)} to ${id(reader)}`.execute(tx)
}

const indexed = (index: IndexDefinition): RawBuilder<unknown> => {
  if (!('exactly' in index)) return sql`(${sql.join(['campus', ...index].map((column) => id(column)))})`
  const { exactly, otherThan } = index
  return sql`using hash (${id(exactly)}) ${otherThan === undefined ? sql`` : sql`where ${id(exactly)} <> ${id(otherThan)}`}`
}

/** Creates a table of this transaction alone, in place of the one of the same name. */
export const createTemporary = async (tx: Db, table: TableDefinition): Promise<void> => {
  const columns = Object.entries(table.columns).map(([name, type]) => sql`${id(name)} ${sql.raw(sqlType[type])}`)
  const key = sql.join(['campus', ...table.key].map((column) => id(column)))
  await sql`create temporary table ${id(table.name)} (
    campus text collate "C" not null, ${sql.join(columns)}, primary key (${key})) on commit drop`.execute(tx)
}
/** Its indexes and row counts, once its rows are there. */
export const indexTemporary = async (tx: Db, table: TableDefinition): Promise<void> => {
  for (const index of table.indexes) await sql`create index on ${id(table.name)} ${indexed(index)}`.execute(tx)
  await sql`analyze ${id(table.name)}`.execute(tx)
}

/** Creates the indexes of a generation that are not there yet. */
export const createIndexes = async (tx: Tx, schema: string, tables: readonly TableDefinition[]): Promise<void> => {
  for (const table of tables)
    for (const [at, index] of table.indexes.entries()) {
      await sql`create index if not exists ${id(`${table.name}_${at}`)} on ${id(schema, table.name)} ${indexed(index)}`.execute(tx)
    }
}

/** Creates the schema and tables of a generation, without indexes. */
export const createTables = async (tx: Tx, schema: string, tables: readonly TableDefinition[], reader: string): Promise<void> => {
  await sql`drop schema if exists ${id(schema)} cascade`.execute(tx)
  await sql`create schema ${id(schema)}`.execute(tx)
  await sql`grant usage on schema ${id(schema)} to ${id(reader)}`.execute(tx)
  for (const table of tables) await createTable(tx, schema, table, reader)
}

/** One who creates, exchanges or drops tables at a time, over all instances. */
export const lockControl = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext(${CONTROL_SCHEMA}))`.execute(tx)
}

/** `served`: queries read it; `next`: a rebuild fills it beside; `previous`: was served before, kept to roll back. */
export type GenerationRole = 'served' | 'next' | 'previous'

export interface ControlRow {
  readonly generation: number
  readonly role: GenerationRole
  readonly schema: string
  readonly position: string | null
  readonly live: boolean
  /** Has its indexes; a rebuild gets them when it has caught up. */
  readonly ready: boolean
}

/**
 * Creates the tables of a projection's version unless they are there, and returns the generation that is served. The first version
 * of a name is live at once, a later one when it has caught up. Safe when several instances start together.
 */
export const ensureProjection = (db: Db, projection: ProjectionDefinition, reader: string = READER_ROLE): Promise<ControlRow> =>
  db.transaction().execute(async (tx) => {
    await lockControl(tx)
    checkRole(reader)
    await createReader(reader).execute(tx)
    await joinReader(reader).execute(tx)
    await allowTemporary(reader).execute(tx)
    await createControl(tx, reader)
    const { name, version, tables } = projection
    const wanted = fingerprint(projection)
    const known = await sql<ControlRow & { fingerprint: string }>`
      select generation, role, schema, position, live, ready, fingerprint
      from ${control} where name = ${name} and version = ${version} and role = 'served'`.execute(tx)
    const row = known.rows[0]
    if (row) {
      const { fingerprint: found, ...rest } = row
      if (found !== wanted) throw new Error(`the tables of projection ${name} changed without a new version (now ${version})`)
      return rest
    }
    const schema = schemaOf(projection)
    await createTables(tx, schema, tables, reader)
    await createIndexes(tx, schema, tables)
    const inserted = await sql<ControlRow>`insert into ${control} (name, version, generation, role, schema, fingerprint, live)
      values (${name}, ${version}, 0, 'served', ${schema}, ${wanted}, not exists (select from ${control} where name = ${name}))
      returning generation, role, schema, position, live, ready`.execute(tx)
    const created = inserted.rows[0]
    if (!created) throw new Error(`projection ${name} could not be entered`)
    return created
  })

/** Makes this version the one that is live; the other versions' tables stay until they are dropped by hand. */
export const makeLive = (db: Db, { name, version }: Pick<ProjectionDefinition, 'name' | 'version'>): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await sql`update ${control} set live = (version = ${version} and role = 'served') where name = ${name}`.execute(tx)
  })
