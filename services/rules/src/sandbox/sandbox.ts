import type { Actor } from '@fudao/contracts/kit'
import { issuesOf } from '@fudao/contracts/kit'
import {
  type DraftEntry,
  draftEntries,
  ownersOf,
  type PolicyDraft,
  type PolicyState,
  provinceSandboxReaders,
  readPolicy,
  type SandboxReply,
  type SandboxResult,
  sandboxMessage,
  sandboxReaders,
} from '@fudao/contracts/policy'
import { createTenants, type Tenant } from '@fudao/service-kit'
import { readHistory } from './history.js'
import { limitsOf, MAX_ROWS, type SandboxDeps, todayOf } from './limits.js'
import { namesOf } from './persons.js'
import { tryProvince } from './province.js'
import { policyOf, replayCampus } from './replay-campus.js'
import { keyTitle } from './say-row.js'

const describe = (draft: readonly DraftEntry[], policy: PolicyState, today: string): SandboxResult['draft'] =>
  draft.map(({ key, value, from }) => ({
    key,
    value: value as never,
    from,
    title: keyTitle(key),
    now: readPolicy(policy, key, from > '0001-01-01' ? from : today).value,
  }))

/** Whom to ask where the role may not try a draft; `null`: it may. */
const deniedTo = (role: Actor['role'], draft: readonly DraftEntry[]): readonly string[] | null => {
  if (!sandboxReaders.includes(role)) return sandboxReaders
  // R-AK-27: organisation-personnel answers for its own parameters
  const foreign = role === 'orgPersonnel' ? draft.find(({ key }) => !ownersOf(key).includes('orgPersonnel')) : undefined
  return foreign ? sandboxReaders.filter((reader) => reader !== role) : null
}

const tryCampus = async (deps: SandboxDeps, tenant: Tenant, actor: Actor, draft: PolicyDraft): Promise<SandboxReply> => {
  const { nc, streams, keys, rules } = deps
  const campus = tenant.id
  if (!sandboxReaders.includes(actor.role)) return { status: 'forbidden', params: { role: actor.role, issuers: sandboxReaders } }
  const history = await readHistory(nc, streams.ledger, campus)
  const asOf = todayOf(campus, history.events, tenant)
  const entries = draftEntries(draft, asOf)
  if ('code' in entries) return { status: 'refused', ...entries }
  const denied = deniedTo(actor.role, entries)
  if (denied) return { status: 'forbidden', params: { role: actor.role, issuers: denied } }
  const replay = await replayCampus(nc, rules, campus, history, entries)
  const ids = [...new Set(replay.rows.flatMap(({ counselorId }) => counselorId ?? []))]
  const rows = replay.rows.slice(0, MAX_ROWS)
  const names = await namesOf(keys, campus, replay.persons, [...new Set(rows.flatMap(({ counselorId }) => counselorId ?? []))])
  const limits = limitsOf(history, replay, replay.rows.length)
  return {
    status: 'ok',
    result: {
      campus,
      asOf,
      position: history.events.at(-1)?.position ?? null,
      draft: describe(entries, policyOf(campus, history.events), asOf),
      replayed: { events: replay.events, decisions: replay.decisions, notReplayed: { ...replay.notReplayed } },
      complete: limits.length === 1,
      total: replay.rows.length,
      counselors: ids.length,
      rows: rows.map((row) => ({ ...row, name: names.get(row.counselorId ?? '') ?? null })),
      limits: [...limits],
    },
  }
}

/** Tries drafts: at a campus for its offices, at a province for its department. Reads only. */
export const createSandbox = (deps: SandboxDeps) => {
  const tenants = createTenants(deps.streams)
  return async (id: string, message: unknown): Promise<SandboxReply> => {
    const parsed = sandboxMessage.safeParse(message)
    if (!parsed.success) return { status: 'invalid', issues: issuesOf(sandboxMessage, message) }
    const { actor, draft } = parsed.data
    const tenant = await tenants(id)
    if (!tenant || tenant.kind === 'platform') return { status: 'unknown', params: { campus: id } }
    if (tenant.kind === 'campus') return tryCampus(deps, tenant, actor, draft)
    if (!provinceSandboxReaders.includes(actor.role))
      return { status: 'forbidden', params: { role: actor.role, issuers: provinceSandboxReaders } }
    return tryProvince(deps, tenant, draft, tenants)
  }
}
