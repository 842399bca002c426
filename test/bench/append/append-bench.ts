import type { Bench } from '../bench.js'
import { closedLoop, type Measured } from '../closed-loop.js'
import { watchOthers } from '../other-load.js'
import { startServers } from '../servers.js'
import { median, round } from '../statistics.js'
import { batchInsert } from './batch-insert.js'
import { emmett, ledgerOverNats } from './contestants.js'

const callers = [1, 16, 64, 256] as const
const peer = 'emmett-postgresql 0.42.0'

const middle = (all: readonly Measured[]): Measured => ({
  perSecond: median(all.map((m) => m.perSecond)),
  p50: median(all.map((m) => m.p50)),
  p99: median(all.map((m) => m.p99)),
  count: all.reduce((sum, m) => sum + m.count, 0),
})

/** Appends of one event: the ledger over NATS beside Emmett on the same PostgreSQL, in turns, and the limit of batch inserts. */
export const appendBench: Bench = {
  name: 'append',
  about: 'appends of one event through NATS, beside Emmett-PostgreSQL and the raw batch-insert limit',
  run: async ({ quick, print, say }) => {
    const rounds = quick ? 1 : 3
    const ms = quick ? 1_000 : 2_000
    await using servers = await startServers()
    const [ledgerUrl, emmettUrl, rawUrl] = [
      await servers.database('ledger'),
      await servers.database('emmett'),
      await servers.database('raw'),
    ]
    await servers.service('ledger', { DATABASE_URL: ledgerUrl })
    const [ours, theirs, raw] = [await ledgerOverNats(servers.natsUrl), await emmett(emmettUrl), await batchInsert(rawUrl)]
    try {
      say('warming up')
      for (const contestant of [ours, theirs]) for (const n of [1, 64, 256]) await closedLoop(n, ms / 2, contestant.append)
      await raw.measure(ms / 4)
      const results = callers.map(() => ({ ours: [] as Measured[], theirs: [] as Measured[] }))
      const limits: number[] = []
      const others = watchOthers()
      for (let turn = 0; turn < rounds; turn++) {
        for (const [i, n] of callers.entries()) {
          say(`round ${turn + 1} of ${rounds}: ${n} callers`)
          const result = results[i]
          result?.ours.push(await closedLoop(n, ms, ours.append))
          result?.theirs.push(await closedLoop(n, ms, theirs.append))
        }
        limits.push(await raw.measure(ms / 2))
      }
      const [limit, taken] = [median(limits), others()]
      for (const [i, n] of callers.entries()) {
        const [own, other] = [middle(results[i]?.ours ?? []), middle(results[i]?.theirs ?? [])]
        print({
          name: `append-${n}`,
          value: round(own.perSecond, 0),
          unit: 'appends/s',
          p50: round(own.p50),
          p99: round(own.p99),
          vs: peer,
          peer: round(other.perSecond, 0),
          peerP50: round(other.p50),
          peerP99: round(other.p99),
          ratio: round(own.perSecond / other.perSecond),
          othersCpuPercent: taken,
        })
      }
      const best = Math.max(...results.map((r) => middle(r.ours).perSecond))
      print({
        name: 'append-limit',
        value: round(best, 0),
        unit: 'appends/s',
        vs: 'raw multi-row insert, 500 per transaction',
        peer: round(limit, 0),
        ratio: round(best / limit),
      })
    } finally {
      await Promise.all([ours.close(), theirs.close(), raw.close()])
    }
  },
}
