import { connectNats } from '@fudao/messaging'
import type { ProjectionDefinition } from '@fudao/projections'
import { projections } from '@fudao/service-projector/projections'
import { createLogger } from '@fudao/telemetry'
import type { Bench } from '../bench.js'
import { startServers } from '../servers.js'
import { quantile, round } from '../statistics.js'
import { emmettRebuild } from './emmett-rebuild.js'
import { deleteStream, fillStream } from './fill-stream.js'
import { rebuildInWorker } from './rebuild.js'
import { rowByRow } from './row-by-row.js'
import { readSamples } from './samples.js'
import { eventAt, positionOf, samplesFor } from './view-events.js'

/** Events that Emmett pulls at once; its default is 100. */
const emmettBatch = 1_000
const megabytes = (bytes: number): number => Math.round(bytes / 1_048_576)

/** `simple`: a table; `joined`: several that a batch must read and write together; `journal`: every event as a row of its own. */
const kindOf = ({ tables, every }: ProjectionDefinition) => (every ? 'journal' : tables.length === 1 ? 'simple' : 'joined')

/** Every read model rebuilt beside its served tables, beside folding row by row and Emmett's rebuild of the same rows. */
export const rebuildBench: Bench = {
  name: 'rebuild',
  about: 'each read model rebuilt from its events, beside folding row by row and the rebuild of Emmett-PostgreSQL',
  run: async ({ quick, print, say }) => {
    const [count, plain, peers] = quick ? [20_000, 1_000, 500] : [100_000, 10_000, 5_000]
    const samples = readSamples()
    await using servers = await startServers()
    const nc = await connectNats({ url: servers.natsUrl, name: 'bench', logger: createLogger('bench', { level: 'error' }) })
    try {
      for (const projection of projections) {
        say(`${projection.name}: ${count} events`)
        const mine = samplesFor(projection, samples)
        const database = (suffix: string) => servers.database(`${projection.name}-${suffix}`)
        const rebuilt = await rebuildInWorker(
          { view: projection.name, databaseUrl: await database('ours'), natsUrl: servers.natsUrl, execArgv: [] },
          async () => {
            await fillStream(nc, count, (n) => eventAt(mine, n))
            return positionOf(count - 1)
          },
        )
        await deleteStream(nc)
        const first = Array.from({ length: plain }, (_, n) => eventAt(mine, n))
        const rows = await rowByRow(await database('rows'), projection, first)
        const emmett = await emmettRebuild(await database('emmett'), projection, first.slice(0, peers), emmettBatch)
        const perSecond = count / rebuilt.seconds
        const sorted = rebuilt.batches.toSorted((a, b) => a - b)
        print({
          name: `rebuild/${projection.name}`,
          value: round(perSecond, 0),
          unit: 'events/s',
          p50: round(quantile(sorted, 0.5), 1),
          p99: round(quantile(sorted, 0.99), 1),
          vs: `emmett-postgresql 0.42.0 rebuildPostgreSQLProjections, batches of ${emmettBatch}`,
          peer: round(emmett, 0),
          ratio: round(perSecond / emmett, 1),
          rowByRow: round(rows.perSecond, 0),
          ratioRowByRow: round(perSecond / rows.perSecond, 1),
          kind: kindOf(projection),
          events: count,
          peerEvents: peers,
          rowByRowEvents: plain,
          cpuMicroseconds: round(rebuilt.cpuMicroseconds / count, 1),
          rssBeforeMb: megabytes(rebuilt.rssBefore),
          rssPeakMb: megabytes(rebuilt.rssPeak),
          othersCpuPercent: rebuilt.othersCpuPercent,
        })
      }
    } finally {
      await nc.close()
    }
  },
}
