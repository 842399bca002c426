import { type Kysely, sql } from 'kysely'
import type { RulesDatabase } from './database.js'

const LOCK = 4_170_031

// `message` is json, not jsonb: it goes out with its fields in the order of the published payload.
// Each step once, in order; a released step is never edited.
const steps: readonly string[] = [
  `create table rules.checkpoint (processor text primary key, position text);
   create table rules.campus (campus_id text primary key, today text, policy jsonb not null);
   create table rules.instance (
     campus_id text, rule text, key text,
     state jsonb not null, version int not null, last_position text not null,
     parked_error text, parked_position text, parked_since timestamptz,
     primary key (campus_id, rule, key));
   create index instance_parked on rules.instance (parked_since) where parked_error is not null;
   create table rules.timer (
     campus_id text, rule text, key text, name text,
     due_on text not null, set_by jsonb not null, correlation_id text not null, position text not null,
     primary key (campus_id, rule, key, name));
   create index timer_due on rules.timer (campus_id, due_on);
   create table rules.alias (campus_id text, rule text, alias text, key text, primary key (campus_id, rule, alias, key));
   create table rules.queued (
     n bigint generated always as identity primary key,
     campus_id text not null, rule text not null, key text not null,
     cause jsonb not null, position text not null, today text, policy jsonb not null, traceparent text);
   create index queued_instance on rules.queued (campus_id, rule, key, n);
   create table rules.discarded (
     n bigint generated always as identity primary key,
     campus_id text not null, rule text not null, key text not null, cause jsonb not null,
     error text not null, reason text not null, discarded_by text not null, discarded_at timestamptz not null default now());
   create table rules.outgoing (
     seq bigint generated always as identity primary key,
     command_id uuid not null unique,
     campus_id text not null, rule text not null, key text not null,
     lane text not null, grp text not null, after_previous boolean not null,
     context text not null, command text not null, stream text not null,
     message json not null, handling jsonb not null, traceparent text,
     status text not null default 'pending', attempts int not null default 0, due_at timestamptz not null default now(),
     answer jsonb, answered_at timestamptz, created_at timestamptz not null default now());
   create index outgoing_pending on rules.outgoing (lane, seq) where status = 'pending';
   create index outgoing_instance on rules.outgoing (campus_id, rule, key, seq);`,
  `alter table rules.outgoing add column slot text;
   create index outgoing_slot on rules.outgoing (lane, slot) where status = 'pending' and slot is not null;`,
  `create table rules.part (
     campus_id text, rule text, key text, field text, part text, value jsonb not null,
     primary key (campus_id, rule, key, field, part));`,
]

/** Brings schema `rules` up to date; safe to call from several processes at once. */
export const migrateRules = async (db: Kysely<RulesDatabase>): Promise<void> => {
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx)
    await sql`create schema if not exists rules`.execute(tx)
    await sql`create table if not exists rules.migration (step int primary key, at timestamptz not null default now())`.execute(tx)
    const done = await sql<{ step: number }>`select step from rules.migration`.execute(tx)
    const known = new Set(done.rows.map((row) => row.step))
    for (const [step, statements] of steps.entries()) {
      if (known.has(step)) continue
      await sql.raw(statements).execute(tx)
      await sql`insert into rules.migration (step) values (${step})`.execute(tx)
    }
  })
}
