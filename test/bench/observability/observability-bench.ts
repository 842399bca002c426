import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type RunningSystem, startSystem } from '../../support/running-system.js'
import type { Bench, BenchOptions } from '../bench.js'
import type { Measured } from '../closed-loop.js'
import { commandsAtMost } from '../e2e/command-load.js'
import { httpCaller } from '../e2e/http.js'
import { watchCpu } from '../e2e/process-cpu.js'
import { openStage } from '../e2e/stage.js'
import { watchOthers } from '../other-load.js'
import { median, round } from '../statistics.js'

const callers = 64

/** Takes what is exported and throws it away: what a collector would do with it belongs on its own machine. */
const startSink = async (): Promise<{ readonly url: string; readonly bytes: () => number; readonly stop: () => Promise<void> }> => {
  let bytes = 0
  const server: Server = createServer((asked, answer) => {
    asked.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    asked.once('end', () => answer.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bytes: () => bytes,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Side {
  readonly turns: Measured[]
  readonly cpu: number[]
  readonly load: (ms: number) => Promise<void>
}

const sideOf = async (system: RunningSystem): Promise<Side & { readonly close: () => void }> => {
  const stage = await openStage(system, '2022-03-01')
  const http = httpCaller(system.baseUrl, await stage.token('orgPersonnel'))
  const [turns, cpu]: [Measured[], number[]] = [[], []]
  const load = async (ms: number): Promise<void> => {
    const spent = watchCpu(system.dataPath)
    const turn = await commandsAtMost(http, stage, callers, ms)
    turns.push(turn)
    cpu.push(spent(turn.count).all ?? 0)
  }
  return { turns, cpu, load, close: http.close }
}

const measure = async (systems: readonly RunningSystem[], share: number, exported: () => number, options: BenchOptions): Promise<void> => {
  const { quick, print, say } = options
  const sides = await Promise.all(systems.map(sideOf))
  const [plain, traced] = sides
  if (!plain || !traced) throw new Error('two systems are compared')
  try {
    for (const side of sides) {
      say('warming up')
      await side.load(quick ? 2_000 : 8_000)
      side.turns.length = 0
      side.cpu.length = 0
    }
    const [others, before] = [watchOthers(), exported()]
    for (let turn = 0; turn < (quick ? 1 : 5); turn++) {
      say(`round ${turn + 1}: without and with spans exported`)
      for (const side of turn % 2 === 0 ? [plain, traced] : [traced, plain]) await side.load(quick ? 1_000 : 3_000)
    }
    const [with_, without] = [traced, plain].map(({ turns, cpu }) => ({
      perSecond: median(turns.map((m) => m.perSecond)),
      p50: median(turns.map((m) => m.p50)),
      p99: median(turns.map((m) => m.p99)),
      count: turns.reduce((sum, m) => sum + m.count, 0),
      cpu: Math.round(median(cpu)),
    }))
    if (!with_ || !without) throw new Error('nothing was measured')
    print({
      name: `observability/command-max${share === 1 ? '' : `-${share}`}`,
      value: round(with_.perSecond, 0),
      unit: 'commands/s',
      p50: round(with_.p50),
      p99: round(with_.p99),
      vs: 'the same without a collector',
      peer: round(without.perSecond, 0),
      peerP50: round(without.p50),
      peerP99: round(without.p99),
      ratio: round(with_.perSecond / without.perSecond),
      callers,
      share,
      cpuMicroseconds: with_.cpu,
      peerCpuMicroseconds: without.cpu,
      bytesExported: Math.round((exported() - before) / with_.count),
      othersCpuPercent: others(),
    })
  } finally {
    for (const side of sides) side.close()
  }
}

/** What it costs to be watched: the same commands with and without a collector to export to, in turns, each on a system of its own. */
export const observabilityBench: Bench = {
  name: 'observability',
  about: 'commands over HTTP with the spans of all traces exported, the default, and of a tenth of them, beside none',
  run: async (options) => {
    const sink = await startSink()
    try {
      for (const share of [1, 0.1]) {
        options.say(`starting a system without a collector and one with, share of the traces: ${share}`)
        const systems: RunningSystem[] = []
        try {
          systems.push(await startSystem())
          systems.push(await startSystem({ OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, OTEL_TRACES_SAMPLER_ARG: String(share) }))
          await measure(systems, share, sink.bytes, options)
        } finally {
          for (const system of systems) await system.stop()
        }
      }
    } finally {
      await sink.stop()
    }
  },
}
