import { setTimeout as delay } from 'node:timers/promises'
import { type CommandReply, streamName } from '@fudao/contracts/kit'
import { readPolicy } from '@fudao/contracts/policy'
import type { RosterReason, RosterReply, RosterRequest, RosterRow, RosterRowResult } from '@fudao/contracts/roster'
import { CampusStructure, staffingContext } from '@fudao/contracts/staffing'
import type { LocalDate } from '@fudao/domain-kit'
import { blindIndex, type EventCodec, HeldStreams, type StreamAccess, uuidV5 } from '@fudao/ledger-client'
import { type CommandHost, calendarFold, dateOf, dayStream, policyFold, policyStream, type Tenant } from '@fudao/service-kit'
import { attribute, spanName, withSpan } from '@fudao/telemetry'
import { campusStructureDecider } from '../domain/campus-structure/campus-structure.js'
import { type ForeseenStep, foreseeRow, reasonOfRefusal } from '../domain/roster/foresee-row.js'
import { planRow } from '../domain/roster/plan-row.js'
import { type RosterEntry, readRow } from '../domain/roster/read-row.js'
import { type Found, type FoundRecord, findRecords, rosterIdsOf } from './find-records.js'

export interface RosterTools {
  /** Reads as ever; its appends may be gathered. */
  readonly streams: StreamAccess
  readonly codec: EventCodec
  readonly host: CommandHost
  readonly masterKey: Buffer
  readonly now: () => Date
}
type Judged =
  | { readonly line: number; readonly reasons: readonly RosterReason[] }
  | { readonly line: number; readonly record: FoundRecord; readonly steps: readonly ForeseenStep[] }

const { context } = staffingContext
/** A step whose service was away is sent again, the same command, before its row comes back. */
const ATTEMPTS = 5
const RETRY_MS = 200
const failed = (line: number, reasons: readonly RosterReason[], events = 0): RosterRowResult => ({
  line,
  outcome: 'failed',
  events,
  reasons,
})

/** Reads, plans and decides every row on what is known now; nothing is written. */
const judgeRows = async (
  tenant: Tenant,
  { actor, importId, rows }: RosterRequest,
  streams: StreamAccess,
  tools: RosterTools,
): Promise<readonly Judged[]> => {
  const campus = tenant.id
  const [structure, policy, day] = await streams.fold(campus, [
    { stream: streamName(CampusStructure, campus, {}), fold: campusStructureDecider },
    { stream: policyStream(campus), fold: policyFold },
    { stream: dayStream(campus), fold: calendarFold, lastOnly: true },
  ])
  const asOf = dateOf(tenant, day.state, tools.now())
  const hash = (kind: string, value: string) => blindIndex(tools.masterKey, campus, kind, value)
  const read = rows.map((row: RosterRow) => ({ line: row.line, ...readRow(row, structure.state.departments) }))
  const readable = read.flatMap((row) => ('entry' in row ? [{ line: row.line, entry: row.entry }] : []))
  const ids = readable.map(({ entry }) => rosterIdsOf(hash, entry))
  await tools.codec.holdKeys(
    campus,
    ids.map(({ personId }) => personId),
    false,
  )
  const found = await findRecords(streams, campus, ids, (staffNo) => hash(context, staffNo))
  const decision = {
    campusId: campus,
    commandId: importId,
    asOf,
    actor,
    policy: { value: (key: never, on?: LocalDate) => readPolicy(policy.state, key, on ?? asOf).value },
  }
  const judge = (line: number, entry: RosterEntry, record: Found): Judged => {
    if (!record) return { line, reasons: [{ code: 'PersonAmbiguous', field: 'staffNo', rules: ['R-AK-31'], params: {} }] }
    const plan = planRow(entry, record, asOf)
    if ('reasons' in plan) return { line, reasons: plan.reasons }
    const foreseen = foreseeRow(plan.steps, record, decision as never)
    return 'reasons' in foreseen ? { line, reasons: foreseen.reasons } : { line, record, steps: foreseen.steps }
  }
  const records = new Map(readable.map(({ line }, index) => [line, found[index] ?? null]))
  return read.map((row) =>
    'entry' in row ? judge(row.line, row.entry, records.get(row.line) ?? null) : { line: row.line, reasons: row.reasons },
  )
}

/** What a command that was foreseen to pass says when it does not. */
const reasonOfReply = (
  reply: Exclude<CommandReply, { readonly status: 'accepted' }>,
  done: number,
  of: number,
): readonly RosterReason[] => {
  const partly: readonly RosterReason[] = done === 0 ? [] : [{ code: 'PartlyDone', rules: [], params: { done, of } }]
  switch (reply.status) {
    case 'refused':
      return [reasonOfRefusal(reply.code, reply.rules, reply.params), ...partly]
    case 'unavailable':
      return [{ code: 'NotReached', rules: [], params: { done, of } }]
    case 'forbidden':
      return [{ code: 'NotAuthorized', rules: [], params: {} }, ...partly]
    default:
      return [{ code: 'ChangedMeanwhile', rules: [], params: {} }, ...partly]
  }
}

/** Sends the commands of a row in their order, as the user who imports; stops at the first that does not pass. */
const carryOut = async (
  campus: string,
  { line, record, steps }: Extract<Judged, { readonly steps: unknown }>,
  { actor, importId }: RosterRequest,
  streams: StreamAccess,
  { host, masterKey }: RosterTools,
): Promise<RosterRowResult> => {
  let events = 0
  for (const [done, { command, payload, before }] of steps.entries()) {
    const stream = streamName(command.aggregate, campus, payload)
    const expectedRevision = (record.revisions.get(stream) ?? -1) + before
    // keyed, since the id is stored in plain beside the encrypted event; the revision keeps a change back apart from the first one
    const commandId = uuidV5(
      blindIndex(masterKey, campus, `roster ${command.name}`, `${stream} ${expectedRevision} ${JSON.stringify(payload)}`),
    )
    const message = { commandId, payload, actor, expectedRevision, correlationId: importId }
    const send = () =>
      withSpan(spanName.command(`${context}.${command.name}`), { attributes: { [attribute.campus]: campus } }, () =>
        host.handle(campus, context, command.name, message, streams),
      )
    let reply = await send()
    for (let attempt = 1; reply.status === 'unavailable' && attempt < ATTEMPTS; attempt += 1) {
      await delay(RETRY_MS * attempt)
      reply = await send()
    }
    if (reply.status !== 'accepted') return failed(line, reasonOfReply(reply, done, steps.length), events)
    events += reply.events.length
  }
  return { line, outcome: events > 0 ? 'accepted' : 'unchanged', events, reasons: [] }
}

/**
 * Rows of a roster file as commands: each is judged whole before anything of it is written. The rows of a request run side by side.
 * @throws LedgerUnavailable
 */
export const importRows = async (tenant: Tenant, request: RosterRequest, tools: RosterTools): Promise<RosterReply> => {
  const streams = new HeldStreams(tools.streams)
  const judged = await judgeRows(tenant, request, streams, tools)
  if (!request.dryRun) {
    const written = judged.flatMap((row) => ('steps' in row && row.steps.length > 0 ? [row.record.personId] : []))
    await tools.codec.holdKeys(tenant.id, written, true)
  }
  const rows = await Promise.all(
    judged.map(async (row): Promise<RosterRowResult> => {
      if ('reasons' in row) return failed(row.line, row.reasons)
      if (!request.dryRun) return carryOut(tenant.id, row, request, streams, tools)
      const events = row.steps.reduce((sum, step) => sum + step.events, 0)
      return { line: row.line, outcome: events > 0 ? 'accepted' : 'unchanged', events, reasons: [] }
    }),
  )
  return { status: 'ok', rows }
}
