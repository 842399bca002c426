import { setTimeout as delay } from 'node:timers/promises'
import { openEventStore } from '@fudao/event-store'
import pg from 'pg'
import { openStage, prepareMainJob } from '../bench/e2e/stage.js'
import { type RunningSystem, startSystem } from '../support/running-system.js'
import { checkDays } from './checks/days.js'
import { checkFeed } from './checks/feed.js'
import { checkReadModels } from './checks/read-models.js'
import { checkRules } from './checks/rules.js'
import { checkStore } from './checks/store.js'
import { checkStreams } from './checks/streams.js'
import { type ClientResult, type Ground, runClient } from './clients.js'
import { readStore, type StoredEvent } from './evidence.js'
import { type Fault, inflict, planFaults } from './faults.js'
import type { Call, Violation } from './history.js'
import { attempt } from './sending.js'
import { type World, worldOf } from './world.js'

export interface ChaosOptions {
  readonly seed: number
  readonly durationMs: number
  readonly clients: number
  readonly campuses: number
  readonly counselors: number
  /** How long the system may take to come to rest after the last fault, ms. */
  readonly patienceMs: number
  readonly say: (text: string) => void
}

export interface ChaosReport {
  readonly seed: number
  readonly faults: Readonly<Record<string, number>>
  readonly calls: number
  readonly accepted: number
  readonly refused: number
  /** Answers that never came; `settled` of them were found done when asked again. */
  readonly unknown: number
  readonly settled: number
  readonly resent: number
  readonly reads: number
  readonly staleReads: number
  readonly events: number
  readonly ruleCommands: number
  readonly rows: number
  /** From the last fault until nothing moved any more. */
  readonly restMs: number
  readonly violations: readonly Violation[]
}

/** The transaction that wrote each event. */
const transactionsOf = async (world: World): Promise<ReadonlyMap<string, string>> => {
  const client = new pg.Client({ connectionString: world.database('fudao_ledger') })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string; xmin: string }>('select id, xmin::text as xmin from fudao_ledger.event')
    return new Map(rows.map(({ id, xmin }) => [id, xmin]))
  } finally {
    await client.end()
  }
}

/** Until the rules have applied the last event and no command waits, twice in a row; says what still moves when it does not come to rest. */
const untilAtRest = async (world: World, patienceMs: number): Promise<string | null> => {
  let last = 'nothing was seen'
  let calm = 0
  for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await delay(150)) {
    const ledger = new pg.Client({ connectionString: world.database('fudao_ledger') })
    const rules = new pg.Client({ connectionString: world.database('fudao_rules') })
    try {
      await Promise.all([ledger.connect(), rules.connect()])
      const head = (
        await ledger.query<{ head: string | null }>(`select lpad(max(position)::text, 20, '0') as head from fudao_ledger.event`)
      ).rows[0]?.head
      const seen = (
        await rules.query<{ position: string | null; pending: number }>(
          `select (select position from rules.checkpoint) as position,
            (select count(*)::int from rules.outgoing where status = 'pending') as pending`,
        )
      ).rows[0]
      const now = JSON.stringify({ head, ...seen })
      calm = seen?.position === head && seen?.pending === 0 && now === last ? calm + 1 : 0
      last = now
      if (calm >= 3) return null
    } catch (error) {
      calm = 0
      last = String(error)
    } finally {
      await Promise.allSettled([ledger.end(), rules.end()])
    }
  }
  return last
}

const untilReady = async (system: RunningSystem, patienceMs: number): Promise<void> => {
  for (const deadline = performance.now() + patienceMs; performance.now() < deadline; await delay(100)) {
    const answer = await fetch(new URL('/readyz', system.baseUrl)).catch(() => null)
    if (answer?.status === 200) return
  }
  throw new Error(`the system did not become ready within ${patienceMs} ms after the last fault:\n${system.output()}`)
}

/** Asks the commands nobody knows of once more, with their keys: whatever happened, the answer must now be the whole of it. */
const settleUnknown = async (world: World, calls: readonly Call[], before: readonly StoredEvent[]): Promise<number> => {
  const there = new Set(before.map((event) => event.metadata.commandid))
  let settled = 0
  for (const call of calls.filter(({ outcome }) => outcome.kind === 'unknown')) {
    for (let tries = 0; tries < 20 && call.outcome.kind === 'unknown'; tries++) {
      call.outcome = await attempt(world, call)
      if (call.outcome.kind === 'unknown') await delay(250)
    }
    call.endedAt = performance.now()
    if (there.has(call.key)) settled++
  }
  return settled
}

const readAll = async (world: World): Promise<readonly StoredEvent[]> => {
  const store = await openEventStore(world.database('fudao_ledger'))
  try {
    return await readStore(store)
  } finally {
    await store.close()
  }
}

/** Read models follow the store: compared until they agree, or have had their time. */
const checkRows = async (world: World, events: readonly StoredEvent[], patienceMs: number) => {
  for (const deadline = performance.now() + patienceMs; ; await delay(250)) {
    const found = await checkReadModels(world, events)
    if (found.violations.length === 0 || performance.now() > deadline) return found
  }
}

const openGrounds = (system: RunningSystem, options: ChaosOptions): Promise<Ground[]> =>
  Promise.all(
    Array.from({ length: options.campuses }, async (): Promise<Ground> => {
      const stage = await openStage(system, '2022-03-01')
      const counselors = await prepareMainJob(stage, options.counselors)
      return { campus: stage.campus, counselors: [...counselors], year: 2023, today: '2024-01-20', hotRevision: 0 }
    }),
  )

/** Starts a system, lets clients work while its processes are killed, and compares everything it holds with everything they were told. */
export const runChaos = async (options: ChaosOptions): Promise<ChaosReport> => {
  const { seed, durationMs, say } = options
  const system = await startSystem()
  try {
    const world = await worldOf(system)
    const grounds = await openGrounds(system, options)
    say(`seed ${seed}: ${options.clients} clients on ${grounds.length} campuses for ${Math.round(durationMs / 1_000)} s`)
    const until = performance.now() + durationMs
    const work = Array.from({ length: options.clients }, (_, i) => {
      const ground = grounds[i % grounds.length]
      if (!ground) throw new Error('there is no campus to work on')
      return runClient(world, ground, `c${i}`, seed, until)
    })
    const inflicted = await inflict(system.dataPath, planFaults(seed, durationMs), say)
    const healed = performance.now()
    await untilReady(system, options.patienceMs)
    const results = await Promise.all(work)
    return await examine(world, options, results, inflicted, healed)
  } finally {
    await system.stop()
  }
}

const examine = async (
  world: World,
  options: ChaosOptions,
  results: readonly ClientResult[],
  inflicted: readonly Fault[],
  healed: number,
): Promise<ChaosReport> => {
  const calls = results.flatMap((result) => result.calls)
  const violations: Violation[] = results
    .flatMap((result) => result.missed)
    .map((what) => ({ check: 'reads', what: `a view that had reached the token did not show ${what}` }))
  const unknown = calls.filter((call) => call.outcome.kind === 'unknown').length
  // what is there of them before they are asked again
  const before = await readAll(world)
  const transactions = await transactionsOf(world)
  violations.push(...checkStore(calls, before, transactions))
  const settled = await settleUnknown(world, calls, before)
  const restless = await untilAtRest(world, options.patienceMs)
  if (restless !== null) violations.push({ check: 'rest', what: `the system did not come to rest: ${restless}` })
  const restMs = Math.round(performance.now() - healed)
  const events = await readAll(world)
  violations.push(...checkStore(calls, events, await transactionsOf(world)), ...checkStreams(calls, events), ...checkDays(calls, events))
  violations.push(...(await checkFeed(world, events)))
  const rows = await checkRows(world, events, options.patienceMs)
  const rules = await checkRules(world, events)
  violations.push(...rows.violations, ...rules.violations)
  const count = (kind: Call['outcome']['kind']): number => calls.filter((call) => call.outcome.kind === kind).length
  const faults: Record<string, number> = {}
  for (const { kind, target } of inflicted) faults[`${kind} ${target}`] = (faults[`${kind} ${target}`] ?? 0) + 1
  return {
    seed: options.seed,
    faults,
    calls: calls.length,
    accepted: count('accepted'),
    refused: count('refused'),
    unknown,
    settled,
    resent: calls.reduce((sum, call) => sum + call.attempts - 1 + call.repeats.length, 0),
    reads: results.reduce((sum, result) => sum + result.reads, 0),
    staleReads: results.reduce((sum, result) => sum + result.stale, 0),
    events: events.length,
    ruleCommands: rules.commands,
    rows: rows.rows,
    restMs,
    violations: [...new Map(violations.map((v) => [v.what, v])).values()],
  }
}
