import { setTimeout as delay } from 'node:timers/promises'
import { connectNats, HeadWatch } from '@fudao/messaging'
import { connectDatabase, ProjectionRunner, Rebuilds } from '@fudao/projections'
import { projections } from '@fudao/service-projector/projections'
import { createLogger } from '@fudao/telemetry'
import type { FromWorker, ToWorker } from './rebuild.js'

/**
 * A projector with one read model: serves its tables, and rebuilds them beside when told to, as `npm run ops -- rebuild` does. Started
 * by `rebuild.ts`.
 */
const [view = '', databaseUrl = '', natsUrl = ''] = process.argv.slice(2)
const found = projections.find(({ name }) => name === view)
if (!found) throw new Error(`there is no read model ${view}`)
const logger = createLogger('bench', { level: 'error' })
const nc = await connectNats({ url: natsUrl, name: 'bench-rebuild', logger })
const db = connectDatabase(databaseUrl, { name: 'bench-rebuild', logger, keyed: true })

const batches: number[] = []
let began = 0
// the hook before the fold of a batch tells when each begins, without a change to what is measured
const projection: typeof found = {
  ...found,
  prepare: (events) => {
    const now = performance.now()
    if (began > 0) batches.push(now - began)
    began = now
    return found.prepare?.(events) ?? Promise.resolve(events)
  },
}
const options = { db, nc, service: 'bench', projection, logger, headWatch: new HeadWatch(nc) }
const served = new ProjectionRunner(options)
const rebuilds = new Rebuilds(options, served)
await served.start()

const tell = (message: FromWorker): void => void process.send?.(message)
const rebuild = async (last: string): Promise<void> => {
  if (!(await served.waitFor(last, 120_000))) throw new Error(`the served tables of ${view} did not reach ${last}`)
  const rssBefore = process.memoryUsage().rss
  tell({ kind: 'begun' })
  batches.length = 0
  began = 0
  const cpu = process.cpuUsage()
  const started = performance.now()
  await rebuilds.rebuild()
  let most = rssBefore
  for (;;) {
    const progress = await rebuilds.progress()
    most = Math.max(most, process.memoryUsage().rss)
    if (progress?.state === 'failed') throw new Error(JSON.stringify(progress.generation.failure))
    if (progress?.state === 'ready') break
    await delay(10)
  }
  const seconds = (performance.now() - started) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  const compared = await rebuilds.compare()
  const cpuMicroseconds = user + system
  tell({ kind: 'rebuilt', seconds, batches, cpuMicroseconds, rssBefore, rssPeak: most, equal: compared?.equal ?? false })
}
process.on('message', ({ last }: ToWorker) => {
  rebuild(last).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`)
    process.exit(1)
  })
})
process.once('disconnect', () => process.exit(0))
tell({ kind: 'ready' })
