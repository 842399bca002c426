import type { CommandMessage, CommandReply } from '@fudao/contracts/kit'
import type { PolicyState } from '@fudao/contracts/policy'
import { openPool, type PoolOptions } from '@fudao/postgres'
import { type ColumnType, type Generated, Kysely, PostgresDialect } from 'kysely'
import type { Handling } from '../outgoing.js'
import type { Cause, EventRef } from '../rule.js'
import type { CommandOutcome } from '../settle.js'

/** A column of JSON: written as text, read parsed. */
type Json<T> = ColumnType<T, string, string>
type Instant = ColumnType<Date, Date | string | undefined, Date | string>

/** Tables of schema `rules`: the record of every instance (A10). Dates are texts `yyyy-mm-dd`, positions opaque texts. */
export interface RulesDatabase {
  'rules.checkpoint': { processor: string; position: string | null }
  'rules.campus': { campus_id: string; today: string | null; policy: Json<PolicyState> }
  'rules.instance': {
    campus_id: string
    rule: string
    key: string
    state: Json<unknown>
    version: number
    last_position: string
    parked_error: string | null
    parked_position: string | null
    parked_since: ColumnType<Date | null, Date | null, Date | null>
  }
  /** Entries of the fields that a rule names as `parts`. */
  'rules.part': { campus_id: string; rule: string; key: string; field: string; part: string; value: Json<unknown> }
  'rules.timer': {
    campus_id: string
    rule: string
    key: string
    name: string
    due_on: string
    set_by: Json<EventRef>
    correlation_id: string
    position: string
  }
  'rules.alias': { campus_id: string; rule: string; alias: string; key: string }
  'rules.queued': {
    n: Generated<string>
    campus_id: string
    rule: string
    key: string
    cause: Json<Cause>
    position: string
    today: string | null
    policy: Json<PolicyState>
    traceparent: string | null
  }
  'rules.discarded': {
    n: Generated<string>
    campus_id: string
    rule: string
    key: string
    cause: Json<Cause>
    error: string
    reason: string
    discarded_by: string
    discarded_at: Generated<Date>
  }
  'rules.outgoing': {
    seq: Generated<string>
    command_id: string
    campus_id: string
    rule: string
    key: string
    lane: string
    grp: string
    after_previous: boolean
    slot: string | null
    context: string
    command: string
    stream: string
    message: Json<CommandMessage>
    handling: Json<Handling>
    traceparent: string | null
    status: Generated<CommandOutcome>
    attempts: Generated<number>
    due_at: Instant
    answer: ColumnType<CommandReply | null, string | null | undefined, string | null>
    answered_at: ColumnType<Date | null, undefined, Date | null>
    created_at: Generated<Date>
  }
}

/** A pool of connections, `keyed` for the process that runs the rules. */
export const connectRulesDatabase = (url: string, options: Partial<PoolOptions> = {}): Kysely<RulesDatabase> =>
  new Kysely<RulesDatabase>({ dialect: new PostgresDialect({ pool: openPool(url, { name: 'fudao-rules', max: 6, ...options }) }) })
