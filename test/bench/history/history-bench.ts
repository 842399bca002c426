import { setTimeout as delay } from 'node:timers/promises'
import { connectNats, EVENTS_STREAM, eventHeader, eventsStreamInfo } from '@fudao/messaging'
import { createLogger } from '@fudao/telemetry'
import { jetstreamManager } from '@nats-io/jetstream'
import pg from 'pg'
import { ledgerOverNats } from '../append/contestants.js'
import type { Bench, BenchOptions } from '../bench.js'
import { closedLoop, type Measured } from '../closed-loop.js'
import { type Memory, memoryOf, memoryOfChildren } from '../memory.js'
import { watchOthers, watchOwnCpu } from '../other-load.js'
import { rebuildInWorker } from '../rebuild/rebuild.js'
import { type BenchServers, startServers } from '../servers.js'
import { median, round } from '../statistics.js'
import { aliveTogether, block, fillStore } from './fill-store.js'
import { ledgerLoads } from './loads.js'

const short = 10_000
/** A longer history is not folded again here: it would take many minutes. */
const mostRebuilt = 2_000_000
/** Appends before those that count: by then the pages of the indexes have been written to the log once since the checkpoint. */
const toRunIn = 150_000

interface Measurement extends Measured {
  /** Of the bench and all it started, for each thing done. */
  readonly cpuMicroseconds: number
  readonly othersCpuPercent: number | undefined
}
interface AtSize {
  /** The first appends after a checkpoint and a start, each to index pages that the log has not got yet. */
  readonly appendFirst: Measurement
  readonly append: Measurement
  /** Streams of the newest hundred, as those of aggregates at work. */
  readonly load: Measurement
  /** Streams of any age, their events on pages that nobody has asked for lately. */
  readonly loadOld: Measurement
  readonly relayPerSecond: number
  readonly memory: Readonly<Record<string, Memory | undefined>>
}

/** Position of the last event JetStream has, once it has `count` of them: the relay has carried everything there. */
const relayed = async (natsUrl: string, count: number): Promise<string> => {
  const nc = await connectNats({ url: natsUrl, name: 'bench', logger: createLogger('bench', { level: 'error' }) })
  try {
    const jsm = await jetstreamManager(nc)
    let [messages, grownAt] = [0, Date.now()]
    for (;;) {
      const info = await eventsStreamInfo(jsm)
      if (info && info.state.messages > messages) [messages, grownAt] = [info.state.messages, Date.now()]
      if (Date.now() - grownAt > 60_000) throw new Error(`the relay stands still at ${messages} of ${count} events`)
      if (info && info.state.messages >= count) {
        const last = await jsm.streams.getMessage(EVENTS_STREAM, { seq: info.state.last_seq })
        return last?.header.get(eventHeader.position) ?? ''
      }
      await delay(50)
    }
  } finally {
    await nc.close()
  }
}

const measured = async (rounds: number, work: () => Promise<Measured>): Promise<Measurement> => {
  const turns: Measured[] = []
  const [others, own] = [watchOthers(), watchOwnCpu()]
  for (let turn = 0; turn < rounds; turn++) turns.push(await work())
  const count = turns.reduce((sum, turn) => sum + turn.count, 0)
  return {
    perSecond: median(turns.map((m) => m.perSecond)),
    p50: median(turns.map((m) => m.p50)),
    p99: median(turns.map((m) => m.p99)),
    count,
    cpuMicroseconds: Math.round(own() / count),
    othersCpuPercent: others(),
  }
}

interface Size {
  /** Events of the history: ready-made streams of a hundred. */
  readonly history: number
  /** All events the store has, and those of them that the relay had carried before. */
  readonly stored: number
  readonly relayedBefore: number
}

/** Starts the ledger over the store as it is, lets its relay carry what is new, and measures; stops it again. */
const measureAt = async (servers: BenchServers, url: string, size: Size, quick: boolean): Promise<AtSize> => {
  const [rounds, ms] = quick ? [1, 500] : [3, 1_500]
  const ledger = await servers.service('ledger', { DATABASE_URL: url })
  const started = performance.now()
  await relayed(servers.natsUrl, size.stored)
  const relayPerSecond = (size.stored - size.relayedBefore) / ((performance.now() - started) / 1_000)
  const [appends, loads] = [await ledgerOverNats(servers.natsUrl, `s${size.history}_`), await ledgerLoads(servers.natsUrl)]
  try {
    const streams = Math.floor(size.history / block) * aliveTogether // the last block may not be whole
    const anywhere = (): Promise<void> => loads.cold(`h${Math.floor(Math.random() * streams)}`)
    const newest = (): Promise<void> => loads.cold(`h${streams - 1 - Math.floor(Math.random() * aliveTogether)}`)
    await closedLoop(16, ms, newest)
    const load = await measured(rounds, () => closedLoop(16, ms, newest))
    const loadOld = await measured(rounds, () => closedLoop(16, ms, anywhere))
    const append = (): Promise<Measured> => closedLoop(64, ms, (caller) => appends.append(caller, 1))
    const appendFirst = await measured(1, append)
    for (let run = appendFirst.count; run < (quick ? 0 : toRunIn); ) run += (await append()).count
    const settled = await measured(rounds, append)
    const memory = { ledger: memoryOf(ledger.pid), ...memoryOfChildren(process.pid) }
    return { appendFirst, append: settled, load, loadOld, relayPerSecond, memory }
  } finally {
    await Promise.all([appends.close(), loads.close()])
    await ledger.stop()
  }
}

const countOf = async (url: string): Promise<number> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ count: number }>('select max(position)::float8 as count from fudao_ledger.event')
  await client.end()
  return rows[0]?.count ?? 0
}

/** A read model of the whole history: whether its last batches take longer than its first. */
const rebuildWhole = async (servers: BenchServers, events: number, print: BenchOptions['print']): Promise<void> => {
  const databaseUrl = await servers.database('views')
  const where = { view: 'contracts', databaseUrl, natsUrl: servers.natsUrl, execArgv: [] }
  const { batches, rssBefore, rssPeak, othersCpuPercent } = await rebuildInWorker(where, () => relayed(servers.natsUrl, events))
  const fifth = Math.ceil(batches.length / 5)
  const [first, last] = [median(batches.slice(0, fifth)), median(batches.slice(-fifth))]
  print({
    name: `history/rebuild-${nameOf(events)}`,
    value: round(last, 1),
    unit: 'ms per batch, last fifth of the history',
    vs: 'the first fifth, the same rebuild',
    peer: round(first, 1),
    ratio: round(last / first),
    history: events,
    rssBeforeMb: Math.round(rssBefore / 1_048_576),
    rssPeakMb: Math.round(rssPeak / 1_048_576),
    othersCpuPercent,
  })
}

const nameOf = (events: number): string => (events % 1_000_000 === 0 ? `${events / 1_000_000}m` : `${Math.round(events / 1_000)}k`)

const report = (print: BenchOptions['print'], events: number, before: AtSize, after: AtSize): void => {
  const name = `${nameOf(events)}-vs-${nameOf(short)}`
  for (const [kind, line, unit] of [
    ['append', 'append', 'appends/s'],
    ['appendFirst', 'append-after-checkpoint', 'appends/s'],
    ['load', 'load', 'aggregates/s'],
    ['loadOld', 'load-any-age', 'aggregates/s'],
  ] as const) {
    const [at, peer] = [after[kind], before[kind]]
    print({
      name: `history/${line}-${name}`,
      value: round(at.perSecond, 0),
      unit,
      p50: round(at.p50),
      p99: round(at.p99),
      vs: `the same at ${short} events, the same run`,
      peer: round(peer.perSecond, 0),
      peerP50: round(peer.p50),
      peerP99: round(peer.p99),
      ratio: round(at.perSecond / peer.perSecond),
      history: events,
      callers: unit === 'appends/s' ? 64 : 16,
      cpuMicroseconds: at.cpuMicroseconds,
      peerCpuMicroseconds: peer.cpuMicroseconds,
      othersCpuPercent: at.othersCpuPercent,
      peerOthersCpuPercent: peer.othersCpuPercent,
    })
  }
  for (const [process, { rssMb, peakMb } = { rssMb: 0, peakMb: 0 }] of Object.entries(after.memory))
    print({
      name: `history/memory-${process}-${name}`,
      value: rssMb,
      unit: 'MB',
      vs: `the same at ${short} events, the same run`,
      peer: before.memory[process]?.rssMb ?? 0,
      ratio: round(rssMb / (before.memory[process]?.rssMb ?? Number.NaN)),
      peakMb,
      history: events,
    })
  print({ name: `history/relay-${nameOf(events)}`, value: round(after.relayPerSecond, 0), unit: 'events/s', history: events })
}

/** What a long history costs: the same work over ten thousand events and over many more, in one run. */
export const historyBench: Bench = {
  name: 'history',
  about: 'appends, loads and memory over a long history (--history N) beside ten thousand events',
  run: async ({ quick, history, print, say }) => {
    const events = quick ? Math.min(history, 50_000) : history
    await using servers = await startServers()
    const url = await servers.database('ledger')
    // makes the tables
    await (await servers.service('ledger', { DATABASE_URL: url })).stop()
    say(`${short} events`)
    await fillStore(url, 0, short, say)
    const before = await measureAt(servers, url, { history: short, stored: short, relayedBefore: 0 }, quick)
    const appended = await countOf(url)
    say(`${events} events: filling the store, then the relay carries them to JetStream`)
    await fillStore(url, short, events, say)
    const after = await measureAt(servers, url, { history: events, stored: appended + events - short, relayedBefore: appended }, quick)
    report(print, events, before, after)
    if (events > mostRebuilt) return
    say('folding the whole history')
    await rebuildWhole(servers, events, print)
  },
}
