import type { Bench, Result } from '../bench.js'
import { closedLoop, type Measured } from '../closed-loop.js'
import { memoryOf } from '../memory.js'
import { watchOthers } from '../other-load.js'
import { startServers } from '../servers.js'
import { median, round } from '../statistics.js'
import { batchInsert } from './batch-insert.js'
import { type Contestant, emmett, ledgerOverNats } from './contestants.js'
import { hotStreams } from './workload.js'

const peer = 'emmett-postgresql 0.42.0'

interface Kind {
  readonly name: string
  readonly callers: number
  readonly more?: Readonly<Record<string, unknown>>
  /** Tries it took. */
  readonly append: (contestant: Contestant, caller: number) => Promise<number>
}
const own =
  (events: number): Kind['append'] =>
  async (contestant, caller) => {
    await contestant.append(caller, events)
    return 1
  }
const kinds: readonly Kind[] = [
  ...[1, 16, 64, 256].map((callers) => ({ name: `append/c${callers}`, callers, append: own(1) })),
  ...[1, 64].map((callers) => ({ name: `append3/c${callers}`, callers, append: own(3), more: { eventsPerAppend: 3 } })),
  {
    name: 'append-hot/c64',
    callers: 64,
    append: (contestant, caller) => contestant.appendHot(caller),
    more: { streams: hotStreams.count },
  },
]

interface Turn extends Measured {
  readonly tries: number
}
const middle = (all: readonly Turn[]) => ({
  perSecond: median(all.map((m) => m.perSecond)),
  p50: median(all.map((m) => m.p50)),
  p99: median(all.map((m) => m.p99)),
  triesPerAppend: all.reduce((sum, m) => sum + m.tries, 0) / all.reduce((sum, m) => sum + m.count, 0),
})

const measure = async ({ callers, append }: Kind, contestant: Contestant, ms: number): Promise<Turn> => {
  let tries = 0
  const measured = await closedLoop(callers, ms, async (caller) => {
    // not `tries += await …`, which would add to what it was before
    const needed = await append(contestant, caller)
    tries += needed
  })
  return { ...measured, tries }
}

const lineOf = (kind: Kind, ours: readonly Turn[], theirs: readonly Turn[]): Result => {
  const [mine, other] = [middle(ours), middle(theirs)]
  const retried = mine.triesPerAppend > 1 || other.triesPerAppend > 1
  return {
    name: kind.name,
    value: round(mine.perSecond, 0),
    unit: 'appends/s',
    p50: round(mine.p50),
    p99: round(mine.p99),
    vs: peer,
    peer: round(other.perSecond, 0),
    peerP50: round(other.p50),
    peerP99: round(other.p99),
    ratio: round(mine.perSecond / other.perSecond),
    ...kind.more,
    ...(retried ? { triesPerAppend: round(mine.triesPerAppend), peerTriesPerAppend: round(other.triesPerAppend) } : {}),
  }
}

/** Appends: the ledger over NATS beside Emmett on the same PostgreSQL, in turns, and the limit of batch inserts. */
export const appendBench: Bench = {
  name: 'append',
  about: 'appends of one and three events through NATS, own and hot streams, beside Emmett-PostgreSQL and the raw batch-insert limit',
  run: async ({ quick, print, say }) => {
    const rounds = quick ? 1 : 3
    const ms = quick ? 1_000 : 2_000
    await using servers = await startServers()
    const [ledgerUrl, emmettUrl, rawUrl] = [
      await servers.database('ledger'),
      await servers.database('emmett'),
      await servers.database('raw'),
    ]
    const ledger = await servers.service('ledger', { DATABASE_URL: ledgerUrl })
    const [ours, theirs, raw] = [await ledgerOverNats(servers.natsUrl), await emmett(emmettUrl), await batchInsert(rawUrl)]
    try {
      say('warming up')
      for (const contestant of [ours, theirs])
        for (const n of [1, 64, 256]) await closedLoop(n, ms / 2, (caller) => contestant.append(caller, 1))
      await raw.measure(ms / 4)
      const results = kinds.map(() => ({ ours: [] as Turn[], theirs: [] as Turn[] }))
      const limits: number[] = []
      const others = watchOthers()
      for (let turn = 0; turn < rounds; turn++) {
        for (const [i, kind] of kinds.entries()) {
          say(`round ${turn + 1} of ${rounds}: ${kind.name}`)
          results[i]?.ours.push(await measure(kind, ours, ms))
          results[i]?.theirs.push(await measure(kind, theirs, ms))
        }
        limits.push(await raw.measure(ms / 2))
      }
      const [limit, othersCpuPercent] = [median(limits), others()]
      const lines = kinds.map((kind, i) => lineOf(kind, results[i]?.ours ?? [], results[i]?.theirs ?? []))
      for (const line of lines) print({ ...line, othersCpuPercent })
      const best = Math.max(...lines.filter(({ name }) => name.startsWith('append/')).map(({ value }) => value))
      print({
        name: 'append/limit',
        value: best,
        unit: 'appends/s',
        vs: 'raw multi-row insert, 500 per transaction',
        peer: round(limit, 0),
        ratio: round(best / limit),
        othersCpuPercent,
      })
      const memory = memoryOf(ledger.pid)
      if (memory) print({ name: 'memory/ledger-under-append', value: memory.rssMb, unit: 'MB', ...memory })
    } finally {
      await Promise.all([ours.close(), theirs.close(), raw.close()])
    }
  },
}
