import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { passwordOf } from '@fudao/local/passwords'
import pg from 'pg'
import { type RunningSystem, startSystem } from '../../support/running-system.js'
import type { Bench, BenchOptions } from '../bench.js'
import type { Measured } from '../closed-loop.js'
import { median, round } from '../statistics.js'
import { chainAtMost } from './chain-max.js'
import { chainSingle } from './chain-single.js'
import { commandsAtMost, commandsAtRate, emmettAtMost, emmettAtRate, latenciesOf, rawAtMost } from './command-load.js'
import { type EmmettPeer, emmettPeer } from './emmett-peer.js'
import { httpCaller } from './http.js'
import { startRawLimit } from './raw-limit.js'
import { openStage, prepareMainJob } from './stage.js'

const rate = 300
const callers = 64
const emmett = 'emmett-postgresql 0.42.0'

/** Users and passwords of the running system, as its launcher derives them. */
const credentialsOf = async ({ dataPath, natsUrl }: RunningSystem) => {
  const key = (await readFile(join(dataPath, 'secrets', 'password.key'), 'utf8')).trim()
  const { port } = new URL(natsUrl)
  return {
    nats: { url: natsUrl, user: 'staffing', pass: passwordOf(key, 'nats', 'staffing') },
    /** As superuser: the system's PostgreSQL has the port before NATS's. */
    postgres: (database: string) =>
      `postgres://postgres:${passwordOf(key, 'postgres', 'postgres')}@127.0.0.1:${Number(port) - 1}/${database}`,
  }
}

const emmettOn = async (postgres: (database: string) => string): Promise<EmmettPeer> => {
  const client = new pg.Client({ connectionString: postgres('postgres') })
  await client.connect()
  await client.query('create database emmett')
  await client.end()
  return emmettPeer(postgres('emmett'))
}

const ms = (value: number): number => round(value, value < 10 ? 2 : 1)
const medianOf = (all: readonly Measured[]) => ({
  perSecond: median(all.map((m) => m.perSecond)),
  p50: median(all.map((m) => m.p50)),
  p99: median(all.map((m) => m.p99)),
})

const measure = async (system: RunningSystem, { quick, print, say }: BenchOptions): Promise<void> => {
  const credentials = await credentialsOf(system)
  const stage = await openStage(system, '2022-03-01')
  const http = httpCaller(system.baseUrl, await stage.token('orgPersonnel'))
  const peer = await emmettOn(credentials.postgres)
  const raw = await startRawLimit()
  const rawHttp = httpCaller(raw.baseUrl, 'none')
  try {
    say('warming up')
    await commandsAtMost(http, stage, 8, quick ? 500 : 2_000)
    await emmettAtMost(peer, 8, quick ? 300 : 1_000)

    say('the main job, one counselor after the other')
    const mainJob = await openStage(system, '2022-03-01')
    const counselors = await prepareMainJob(mainJob, quick ? 4 : 24)
    const affairsThere = httpCaller(system.baseUrl, await mainJob.token('studentAffairs'))
    // the first shows how long code takes that never ran
    const single = latenciesOf((await chainSingle(system.baseUrl, mainJob, affairsThere, counselors, 2023)).slice(quick ? 1 : 2))
    affairsThere.close()
    print({ name: 'chain/single', value: ms(single.p50), unit: 'ms', p50: ms(single.p50), p99: ms(single.p99), counselors: single.count })

    say(`${rate} commands per second`)
    const runFor = quick ? 2_000 : 8_000
    const seen = new Map<string, number>()
    await commandsAtRate(system.baseUrl, stage, http, rate, quick ? 500 : 2_000)
    const ours = await commandsAtRate(system.baseUrl, stage, http, rate, runFor)
    await peer.project((contractId) => void seen.set(contractId, performance.now()))
    await emmettAtRate(peer, seen, rate, quick ? 300 : 1_000)
    const theirs = await emmettAtRate(peer, seen, rate, runFor)
    for (const [name, own, other, unseen] of [
      ['command/300ps', ours.reply, theirs.reply, {}],
      ['e2e/300ps', ours.visible, theirs.visible, { unseen: ours.unseen, peerUnseen: theirs.unseen }],
    ] as const)
      print({
        name,
        value: ms(own.p50),
        unit: 'ms',
        p50: ms(own.p50),
        p99: ms(own.p99),
        vs: name === 'command/300ps' ? `${emmett} appendToStream, in process` : `${emmett} and its projector, in process`,
        peer: ms(other.p50),
        peerP50: ms(other.p50),
        peerP99: ms(other.p99),
        ratio: round(own.p50 / other.p50),
        ratioP99: round(own.p99 / other.p99),
        ...unseen,
      })

    const rounds = quick ? 1 : 3
    const turns = { ours: [] as Measured[], theirs: [] as Measured[], raw: [] as Measured[] }
    for (let turn = 0; turn < rounds; turn++) {
      say(`as many commands as ${callers} callers get answered, round ${turn + 1} of ${rounds}`)
      turns.ours.push(await commandsAtMost(http, stage, callers, quick ? 1_000 : 3_000))
      turns.theirs.push(await emmettAtMost(peer, callers, quick ? 500 : 1_500))
      turns.raw.push(await rawAtMost(rawHttp, callers, quick ? 500 : 1_000))
    }
    const [most, emmettMost, rawMost] = [medianOf(turns.ours), medianOf(turns.theirs), medianOf(turns.raw)]
    const max = { name: 'command/max', value: round(most.perSecond, 0), unit: 'commands/s', p50: ms(most.p50), p99: ms(most.p99), callers }
    print({
      ...max,
      vs: `${emmett} appendToStream, in process`,
      peer: round(emmettMost.perSecond, 0),
      peerP50: ms(emmettMost.p50),
      peerP99: ms(emmettMost.p99),
      ratio: round(most.perSecond / emmettMost.perSecond),
    })
    print({
      ...max,
      name: 'command/limit',
      vs: 'a bare HTTP server and one NATS round trip, nothing decided or stored',
      peer: round(rawMost.perSecond, 0),
      ratio: round(most.perSecond / rawMost.perSecond),
    })

    say('as many events as go through append, relay and projector')
    const events = quick ? 6_000 : 40_000
    const chain = { nats: credentials.nats, campus: stage.campus, http, callers: 256 }
    await chainAtMost({ ...chain, events: events / 4 })
    const rates = [await chainAtMost({ ...chain, events })]
    const all = median(rates.map((r) => r.perSecond))
    const append = median(rates.map((r) => r.appendedPerSecond))
    print({
      name: 'chain/max',
      value: round(all, 0),
      unit: 'events/s',
      vs: 'the same appends alone, while the chain follows',
      peer: round(append, 0),
      ratio: round(all / append),
    })
  } finally {
    for (const caller of [http, rawHttp]) caller.close()
    await Promise.all([peer.close(), raw.stop()])
  }
}

/** The whole system as `npm start` runs it, measured through its public API. */
export const e2eBench: Bench = {
  name: 'e2e',
  about: 'the whole system: commands over HTTP, click to read model, the main job, the chain, the second start',
  run: async (options) => {
    const { print, say } = options
    say('starting the whole system')
    const first = await startSystem()
    let running = first
    try {
      await measure(first, options)
      say('stopping, and starting again on the same data')
      const ended = new Promise<void>((resolve) => first.launcher.once('exit', () => resolve()))
      first.launcher.kill('SIGINT')
      await ended
      const started = performance.now()
      running = await first.restart()
      const took = (performance.now() - started) / 1_000
      print({ name: 'start/second', value: round(took), unit: 's', steps: stepsOf(running.output()) })
    } finally {
      await running.stop()
    }
  },
}

/** What the launcher said each step took. */
const stepsOf = (output: string): readonly string[] => [...output.matchAll(/✓ (.*)$/gm)].map((match) => match[1] ?? '')
