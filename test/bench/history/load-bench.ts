import type { Bench } from '../bench.js'
import { closedLoop, type Measured } from '../closed-loop.js'
import { watchOthers, watchOwnCpu } from '../other-load.js'
import { startServers } from '../servers.js'
import { median, round } from '../statistics.js'
import { emmettLoads, eventsPerStream, ledgerLoads } from './loads.js'

const callers = [1, 16] as const
interface Turn extends Measured {
  /** Of the bench and all it started. */
  readonly cpuMicroseconds: number
}
const middle = (all: readonly Turn[]) => ({
  perSecond: median(all.map((m) => m.perSecond)),
  cpuMicroseconds: all.reduce((sum, m) => sum + m.cpuMicroseconds, 0) / all.reduce((sum, m) => sum + m.count, 0),
  p50: median(all.map((m) => m.p50)),
  p99: median(all.map((m) => m.p99)),
})

/** An aggregate of a hundred events folded by the ledger client, cold and cached, beside Emmett on the same PostgreSQL. */
export const loadBench: Bench = {
  name: 'load',
  about: 'an aggregate of a hundred events folded from the ledger, cold and cached, beside Emmett-PostgreSQL',
  run: async ({ quick, print, say }) => {
    const [rounds, ms, streams] = quick ? [1, 500, 50] : [3, 1_500, 400]
    await using servers = await startServers()
    const [ledgerUrl, emmettUrl] = [await servers.database('ledger'), await servers.database('emmett')]
    await servers.service('ledger', { DATABASE_URL: ledgerUrl })
    const [ours, theirs] = [await ledgerLoads(servers.natsUrl), await emmettLoads(emmettUrl)]
    try {
      say(`${streams} streams of ${eventsPerStream} events`)
      for (let n = 0; n < streams; n++) await Promise.all([ours.seed(`k${n}`), theirs.seed(`k${n}`)])
      let turn = 0
      const some = (): string => `k${turn++ % streams}`
      const ways = [
        { name: 'cold', load: (): Promise<void> => ours.cold(some()) },
        { name: 'emmett', load: (): Promise<void> => theirs.cold(some()) },
        { name: 'cached', load: (): Promise<void> => ours.cached(some()) },
      ] as const
      for (const { load } of ways) await closedLoop(4, ms, load)
      const results = callers.map(() => ({ cold: [] as Turn[], emmett: [] as Turn[], cached: [] as Turn[] }))
      const others = watchOthers()
      for (let at = 0; at < rounds; at++)
        for (const [i, n] of callers.entries()) {
          say(`round ${at + 1} of ${rounds}: ${n} callers`)
          for (const { name, load } of ways) {
            const cpu = watchOwnCpu()
            const measured = await closedLoop(n, ms, load)
            results[i]?.[name].push({ ...measured, cpuMicroseconds: cpu() })
          }
        }
      const othersCpuPercent = others()
      for (const [i, n] of callers.entries()) {
        const peer = middle(results[i]?.emmett ?? [])
        for (const way of ['cold', 'cached'] as const) {
          const own = middle(results[i]?.[way] ?? [])
          print({
            name: `load/${eventsPerStream}-events${way === 'cached' ? '-cached' : ''}${n === 1 ? '-c1' : ''}`,
            value: round(own.perSecond, 0),
            unit: 'aggregates/s',
            p50: round(own.p50),
            p99: round(own.p99),
            vs: 'emmett-postgresql 0.42.0 aggregateStream',
            peer: round(peer.perSecond, 0),
            peerP50: round(peer.p50),
            peerP99: round(peer.p99),
            ratio: round(own.perSecond / peer.perSecond),
            cpuMicroseconds: Math.round(own.cpuMicroseconds),
            peerCpuMicroseconds: Math.round(peer.cpuMicroseconds),
            callers: n,
            eventsRead: way === 'cached' ? 0 : eventsPerStream,
            othersCpuPercent,
          })
        }
      }
    } finally {
      await Promise.all([ours.close(), theirs.close()])
    }
  },
}
