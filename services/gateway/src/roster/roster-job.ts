import { randomUUID } from 'node:crypto'
import type { Actor } from '@fudao/contracts/kit'
import {
  ROSTER_BATCH,
  type RosterField,
  type RosterJob,
  type RosterReason,
  type RosterReply,
  type RosterRequest,
  type RosterRowResult,
} from '@fudao/contracts/roster'
import type { SheetRow } from './read-workbook.js'

export interface FaultyRow extends SheetRow {
  readonly reasons: readonly RosterReason[]
}
export type SendRoster = (request: RosterRequest) => Promise<RosterReply>

/** Requests under way at once: while one is judged others are written. */
const LANES = 3
const ATTEMPTS = 4
const RETRY_MS = 500
/** Of one request; NATS takes a megabyte. */
const MOST_BYTES = 512 * 1024
/** Longest cell that a request takes. */
const LONGEST = 500

const reason = (code: string, field?: RosterField, params: RosterReason['params'] = {}): RosterReason => ({
  code,
  rules: [],
  params,
  ...(field ? { field } : {}),
})

/** What only the file as a whole can tell: who stands in it twice. Of two rows neither is taken, since nobody said which is right. */
export const faultsOfFile = (rows: readonly SheetRow[]): ReadonlyMap<number, RosterReason[]> => {
  const faults = new Map<number, RosterReason[]>()
  const add = (line: number, fault: RosterReason) => faults.set(line, [...(faults.get(line) ?? []), fault])
  for (const field of ['staffNo', 'idDocument'] as const) {
    const lines = new Map<string, number[]>()
    for (const { line, cells } of rows) {
      const key = cells[field]?.toLowerCase()
      if (key && !key.includes('*')) lines.set(key, [...(lines.get(key) ?? []), line])
    }
    for (const same of lines.values())
      if (same.length > 1) for (const line of same) add(line, reason('RowTwice', field, { line: same.find((other) => other !== line) }))
  }
  for (const { line, cells } of rows)
    for (const [field, text] of Object.entries(cells)) if (text.length > LONGEST) add(line, reason('CellMalformed', field as RosterField))
  return faults
}

/** Requests of at most {@link ROSTER_BATCH} rows that NATS takes. */
const inBatches = (rows: readonly SheetRow[]): SheetRow[][] => {
  const batches: SheetRow[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const row of rows) {
    const size = Buffer.byteLength(JSON.stringify(row))
    if (bytes + size > MOST_BYTES || (batches.at(-1)?.length ?? ROSTER_BATCH) >= ROSTER_BATCH) {
      batches.push([])
      bytes = 0
    }
    batches.at(-1)?.push(row)
    bytes += size
  }
  return batches
}

/** One import: sends the rows, counts, and keeps those that came back. Lives in memory only. */
export class RosterImport {
  readonly id = randomUUID()
  readonly #began = performance.now()
  #ended: number | undefined
  #state: RosterJob['state'] = 'running'
  readonly #counts = { done: 0, accepted: 0, unchanged: 0, failed: 0, events: 0 }
  readonly #faulty: FaultyRow[] = []
  constructor(
    readonly campus: string,
    readonly actor: Actor,
    readonly dryRun: boolean,
    readonly rows: readonly SheetRow[],
  ) {}

  get running(): boolean {
    return this.#state === 'running'
  }
  get faulty(): readonly FaultyRow[] {
    return this.#faulty.toSorted((a, b) => a.line - b.line)
  }
  get report(): RosterJob {
    const over = !this.running && this.#faulty.length > 0
    return {
      jobId: this.id,
      state: this.#state,
      dryRun: this.dryRun,
      total: this.rows.length,
      ...this.#counts,
      seconds: Math.round(((this.#ended ?? performance.now()) - this.#began) / 100) / 10,
      result: over ? `/api/${this.campus}/staffing/roster-import/${this.id}/result` : null,
    }
  }

  /** Never throws: what goes wrong is the state of the import. */
  async run(send: SendRoster): Promise<void> {
    try {
      const faults = faultsOfFile(this.rows)
      for (const row of this.rows) {
        const reasons = faults.get(row.line)
        if (reasons) this.#take(row, { line: row.line, outcome: 'failed', events: 0, reasons })
      }
      const rest = this.rows.filter(({ line }) => !faults.has(line))
      const batches = inBatches(rest)
      await Promise.all(
        Array.from({ length: LANES }, async () => {
          for (let batch = batches.shift(); batch; batch = batches.shift()) await this.#sendBatch(batch, send)
        }),
      )
      this.#state = 'done'
    } catch {
      this.#state = 'broken'
    }
    this.#ended = performance.now()
  }

  async #sendBatch(batch: readonly SheetRow[], send: SendRoster): Promise<void> {
    const request: RosterRequest = { actor: this.actor, dryRun: this.dryRun, importId: this.id, rows: [...batch] }
    let reply = await send(request)
    // the same request again is safe: what was done is not done twice
    for (let attempt = 1; reply.status === 'unavailable' && attempt < ATTEMPTS; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS * attempt))
      reply = await send(request)
    }
    const results = reply.status === 'ok' ? new Map(reply.rows.map((row) => [row.line, row])) : undefined
    const away: readonly RosterReason[] = [
      reason(reply.status === 'forbidden' ? 'NotAuthorized' : 'NotReached', undefined, { done: 0, of: 1 }),
    ]
    for (const row of batch) this.#take(row, results?.get(row.line) ?? { line: row.line, outcome: 'failed', events: 0, reasons: away })
  }

  #take(row: SheetRow, { outcome, events, reasons }: RosterRowResult): void {
    this.#counts.done += 1
    this.#counts[outcome] += 1
    this.#counts.events += events
    if (outcome === 'failed') this.#faulty.push({ ...row, reasons })
  }
}
