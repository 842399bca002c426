import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { passwordOf } from '@fudao/local/passwords'
import pg from 'pg'
import { type RunningSystem, startSystem } from '../../support/running-system.js'
import type { Bench, BenchOptions } from '../bench.js'
import type { Measured } from '../closed-loop.js'
import { watchOthers } from '../other-load.js'
import { median, round } from '../statistics.js'
import { chainAtMost } from './chain-max.js'
import { chainSingle } from './chain-single.js'
import { commandsAtMost, commandsAtRate, emmettAtMost, emmettAtRate, latenciesOf, rawAtMost } from './command-load.js'
import { type EmmettPeer, emmettPeer } from './emmett-peer.js'
import { httpCaller } from './http.js'
import { type CpuPer, memoryByProcess, watchCpu } from './process-cpu.js'
import { startRawLimit } from './raw-limit.js'
import { openStage, prepareMainJob } from './stage.js'

/** The checkout, from the compiled `test/dist/bench/e2e/`. */
const root = fileURLToPath(new URL('../../../../', import.meta.url))
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

const atRateOnEmmett = async (peer: EmmettPeer, runFor: number, quick: boolean) => {
  const seen = new Map<string, number>()
  const stop = await peer.project((contractId) => void seen.set(contractId, performance.now()))
  try {
    await emmettAtRate(peer, seen, rate, quick ? 300 : 1_000)
    return await emmettAtRate(peer, seen, rate, runFor)
  } finally {
    await stop()
  }
}

const measure = async (system: RunningSystem, { quick, print, say }: BenchOptions): Promise<void> => {
  const credentials = await credentialsOf(system)
  const stage = await openStage(system, '2022-03-01')
  const http = httpCaller(system.baseUrl, await stage.token('orgPersonnel'))
  const peer = await emmettOn(credentials.postgres)
  const raw = await startRawLimit()
  const rawHttp = httpCaller(raw.baseUrl, 'none')
  try {
    say('warming up')
    // code that ran a few thousand times is what a running system has
    await commandsAtMost(http, stage, 8, quick ? 2_000 : 8_000)
    await emmettAtMost(peer, 8, quick ? 300 : 1_000)

    say('the main job, one counselor after the other')
    const mainJob = await openStage(system, '2022-03-01')
    const counselors = await prepareMainJob(mainJob, quick ? 4 : 24)
    const affairsThere = httpCaller(system.baseUrl, await mainJob.token('studentAffairs'))
    const besideSingle = watchOthers()
    // the first shows how long code takes that never ran
    const single = latenciesOf((await chainSingle(system.baseUrl, mainJob, affairsThere, counselors, 2023)).slice(quick ? 1 : 2))
    affairsThere.close()
    print({
      name: 'chain/single',
      value: ms(single.p50),
      unit: 'ms',
      p50: ms(single.p50),
      p99: ms(single.p99),
      counselors: single.count,
      othersCpuPercent: besideSingle(),
    })

    say(`${rate} commands per second`)
    const runFor = quick ? 2_000 : 8_000
    await commandsAtRate(system.baseUrl, stage, http, rate, quick ? 500 : 2_000)
    const besideRate = watchOthers()
    const rateCpu = watchCpu(system.dataPath)
    const ours = await commandsAtRate(system.baseUrl, stage, http, rate, runFor)
    const atRate = { cpuMicroseconds: rateCpu(ours.reply.count), othersCpuPercent: besideRate() }
    const besideEmmett = watchOthers()
    const theirs = await atRateOnEmmett(peer, runFor, quick)
    const peerBeside = { peerOthersCpuPercent: besideEmmett() }
    for (const [name, own, other, more] of [
      ['command/300ps', ours.reply, theirs.reply, atRate],
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
        ...more,
        ...peerBeside,
      })

    const rounds = quick ? 1 : 3
    const turns = { ours: [] as Measured[], theirs: [] as Measured[], raw: [] as Measured[] }
    const besideMax = watchOthers()
    let maxCpu: ReturnType<CpuPer> = {}
    for (let turn = 0; turn < rounds; turn++) {
      say(`as many commands as ${callers} callers get answered, round ${turn + 1} of ${rounds}`)
      const cpu = watchCpu(system.dataPath)
      const measured = await commandsAtMost(http, stage, callers, quick ? 1_000 : 3_000)
      maxCpu = cpu(measured.count)
      turns.ours.push(measured)
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
      cpuMicroseconds: maxCpu,
      othersCpuPercent: besideMax(),
    })
    print({
      ...max,
      name: 'command/limit',
      vs: 'a bare HTTP server and one NATS round trip, nothing decided or stored',
      peer: round(rawMost.perSecond, 0),
      ratio: round(most.perSecond / rawMost.perSecond),
    })

    say('as many events as go through append, relay and read models')
    const events = quick ? 6_000 : 40_000
    const chain = { nats: credentials.nats, campus: stage.campus, http, callers: 256 }
    await chainAtMost({ ...chain, events: events / 4 })
    const besideChain = watchOthers()
    const chainCpu = watchCpu(system.dataPath)
    const flow = await chainAtMost({ ...chain, events })
    print({
      name: 'chain/max',
      value: round(flow.perSecond, 0),
      unit: 'events/s',
      vs: 'the appends of the same run, while the chain follows',
      peer: round(flow.appendedPerSecond, 0),
      ratio: round(flow.perSecond / flow.appendedPerSecond),
      cpuMicroseconds: chainCpu(events),
      othersCpuPercent: besideChain(),
    })
  } finally {
    for (const caller of [http, rawHttp]) caller.close()
    await Promise.all([peer.close(), raw.stop()])
  }
}

const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1_000
}

/** The console's page, as the browser that `npm start` opens asks for it. */
const firstPage = async ({ baseUrl }: RunningSystem): Promise<void> => {
  const answer = await fetch(baseUrl)
  const page = await answer.text()
  if (!answer.ok || !page.includes('<html')) throw new Error(`the first page answered ${answer.status}`)
}

/** What `npm start` does before it launches: nothing is to be installed or built any more, which it has to find out. */
const prepareAgain = async (): Promise<void> => {
  const child = spawn(process.execPath, [join(root, 'infra/local/bootstrap.mjs'), 'prepare'], { stdio: ['ignore', 'inherit', 'inherit'] })
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`npm start could not prepare (${code})`)
}

/** The whole system as `npm start` runs it, measured through its public API. */
export const e2eBench: Bench = {
  name: 'e2e',
  about: 'the whole system: first and second start, commands over HTTP, click to read model, the main job, the chain, memory',
  run: async (options) => {
    const { print, say } = options
    say('starting the whole system')
    const besideFirst = watchOthers()
    const startedAt = performance.now()
    let running = await startSystem()
    const first = running
    try {
      await firstPage(first)
      const seconds = (performance.now() - startedAt) / 1_000
      print({
        name: 'start/first',
        value: round(seconds),
        unit: 's',
        about:
          'a built checkout without data until its first page; installing and building a fresh clone needs the registry and is not in it',
        steps: stepsOf(first.output()),
        othersCpuPercent: besideFirst(),
      })
      const atIdle = memoryByProcess(first.dataPath)
      await measure(first, options)
      for (const [name, { rssMb, peakMb }] of memoryByProcess(first.dataPath))
        print({ name: `memory/${name}`, value: rssMb, unit: 'MB', vs: 'just started', peer: atIdle.get(name)?.rssMb ?? 0, peakMb })
      say('stopping, and starting again on the same data')
      const ended = new Promise<void>((resolve) => first.launcher.once('exit', () => resolve()))
      first.launcher.kill('SIGINT')
      await ended
      const beside = watchOthers()
      const prepare = await secondsOf(prepareAgain)
      const launch = await secondsOf(async () => {
        running = await first.restart()
      })
      print({
        name: 'start/second',
        value: round(prepare + launch),
        unit: 's',
        prepare: round(prepare),
        launch: round(launch),
        steps: stepsOf(running.output()),
        othersCpuPercent: beside(),
      })
    } finally {
      await running.stop()
    }
  },
}

/** What the launcher said each step took. */
const stepsOf = (output: string): readonly string[] => [...output.matchAll(/✓ (.*)$/gm)].map((match) => match[1] ?? '')
