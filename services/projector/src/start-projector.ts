import { durableName, HeadWatch } from '@fudao/messaging'
import { connectDatabase, ProjectionRunner, Rebuilds, type RunnerOptions, SharedFeed, STUCK_AFTER_MS } from '@fudao/projections'
import {
  type BootstrapOptions,
  bootstrapService,
  ConfigurationError,
  type HealthState,
  type RunningService,
  type ServiceContext,
  serveControllers,
} from '@fudao/service-kit'
import { sql } from 'kysely'
import { publishLive } from './live.js'
import { serveProjectorOps } from './ops.js'
import { projections } from './projections/index.js'
import { QueriesController } from './queries.controller.js'
import { QueryHost } from './query-host.js'
import { makePersonalShower } from './show-personal.js'

const SERVICE = 'projector'

interface ProjectorConfig {
  readonly databaseUrl: string
  /** As the role that serves queries; default the same login, which then acts as `fudao_reader`. */
  readonly readerUrl?: string
}

/** @throws ConfigurationError */
const readConfig = (env: NodeJS.ProcessEnv): ProjectorConfig => {
  const databaseUrl = env.DATABASE_URL
  if (!databaseUrl)
    throw new ConfigurationError(
      'DATABASE_URL is not set: give the PostgreSQL database of the read models, such as postgres://user:password@host/database.',
    )
  return { databaseUrl, ...(env.READER_DATABASE_URL ? { readerUrl: env.READER_DATABASE_URL } : {}) }
}

// Behind by more than this is lagging: answers are old, but they come.
const LAGGING_SECONDS = 10

const healthOf = (runner: ProjectionRunner): HealthState => {
  const { state, activity, lagEvents, lagSeconds, position, failure } = runner.status
  const detail = `${activity}, ${state}, ${lagEvents} events and ${Math.round(lagSeconds)} s behind, at ${position ?? 'the beginning'}`
  // the other read models are served: one that stands still must not take the process out of rotation
  if (failure) return { status: 'lagging', detail: `stands still before ${failure.type} ${failure.eventId}: ${failure.error}` }
  return { status: activity === 'stuck' || lagSeconds > LAGGING_SECONDS || state === 'gap' ? 'lagging' : 'ok', detail }
}

/** The second witness: a feed that has died knows of no lag, so the end of the stream is looked at apart from it. */
const healthOfHead = (head: HeadWatch, runners: readonly ProjectionRunner[]): HealthState => {
  const blind = Date.now() - head.lookedAt
  if (blind > STUCK_AFTER_MS)
    return { status: 'stuck', detail: `the end of the stream could not be looked at for ${Math.round(blind / 1_000)} s` }
  const stuck = runners.filter((runner) => runner.activity === 'stuck').map((runner) => runner.name)
  if (stuck.length === 0) return { status: 'ok', detail: `last event ${head.head?.position ?? 'none'}` }
  const all = stuck.length === runners.filter((runner) => !runner.stopped).length
  return { status: all ? 'stuck' : 'lagging', detail: `events are there but not projected: ${stuck.join(', ')}` }
}

const start = async (service: ServiceContext, config: ProjectorConfig): Promise<void> => {
  const { nc, logger, health, onStop } = service
  const db = connectDatabase(config.databaseUrl, { name: SERVICE, logger, keyed: true })
  onStop('close', 'PostgreSQL', () => db.destroy())
  const readerRole = config.readerUrl ? decodeURIComponent(new URL(config.readerUrl).username) : undefined
  const reader = connectDatabase(config.readerUrl ?? config.databaseUrl, { name: `${SERVICE}-reader`, logger })
  onStop('close', 'PostgreSQL reader', () => reader.destroy())

  // names stood there in plain (version 1 of the roster)
  await sql`drop schema if exists rm_roster_v1 cascade`.execute(db)
  const headWatch = new HeadWatch(nc)
  onStop('close', 'look at the end of the stream', () => Promise.resolve(headWatch.stop()))
  const feed = new SharedFeed({ nc, name: durableName(SERVICE, 'projections'), closed: true, logger })
  const rebuilds = projections.map((projection) => {
    const options: RunnerOptions = {
      db,
      nc,
      service: SERVICE,
      projection,
      logger,
      headWatch,
      feed,
      ...(readerRole === undefined ? {} : { readerRole }),
    }
    return new Rebuilds(options, new ProjectionRunner({ ...options, onCommitted: (batch) => publishLive(nc, batch) }))
  })
  const runners = rebuilds.map(({ served }) => served)
  for (const rebuild of rebuilds) {
    const runner = rebuild.served
    await runner.start()
    await rebuild.start()
    health.add(`projection ${runner.name}`, () => healthOf(runner))
    onStop('drain', `projection ${runner.name}`, async () => {
      await rebuild.stop()
      await runner.stop()
    })
  }
  feed.open()
  health.add('end of the stream', () => healthOfHead(headWatch, runners))
  const ops = serveProjectorOps(nc, rebuilds, logger)
  onStop('drain', 'operators', () => ops.close())
  const host = new QueryHost(reader, runners, makePersonalShower(service), readerRole)
  await serveControllers(service, { controllers: [QueriesController], providers: [{ provide: QueryHost, useValue: host }] })
}

/** Starts the projector in this process (tests stop it themselves with `signals: false`). */
export const startProjector = (options: Pick<BootstrapOptions, 'env' | 'signals' | 'logger'> = {}): Promise<RunningService> =>
  bootstrapService({ ...options, name: SERVICE, start: (service) => start(service, readConfig(options.env ?? process.env)) })
