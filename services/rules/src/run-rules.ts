import { connectRulesDatabase, type RulesStatus, serveRulesOps, startRules } from '@fudao/rules'
import { ConfigurationError, type DecidingService, type HealthState } from '@fudao/service-kit'
import { rules } from './rules/index.js'
import { serveSandbox } from './sandbox/serve-sandbox.js'

const healthOf = ({ feed, trouble, parkedInstances, pendingCommands, position }: RulesStatus): HealthState => {
  const detail = `position ${position ?? 'none'}, ${pendingCommands} commands pending, ${parkedInstances} instances parked`
  if (trouble !== null) return { status: 'lagging', detail: `${trouble}; ${detail}` }
  if (feed?.state === 'gap') return { status: 'lagging', detail: `events after ${feed.after ?? 'the start'} are missing; ${detail}` }
  return feed?.state === 'reading' || feed?.state === 'waiting' ? { status: 'ok', detail } : { status: 'lagging', detail }
}

/** Runs the rules beside the commands of this service, until it stops. @throws ConfigurationError without `DATABASE_URL` */
export const runRules = async (service: DecidingService, env: NodeJS.ProcessEnv = process.env): Promise<void> => {
  const url = env.DATABASE_URL
  if (!url) throw new ConfigurationError('DATABASE_URL is not set: give the PostgreSQL database in which the rules keep their record.')
  const { nc, logger, health, onStop } = service
  const db = connectRulesDatabase(url, { keyed: true })
  onStop('close', 'rules database', () => db.destroy())
  const runtime = await startRules({ nc, db, rules, service: service.name, logger })
  const ops = serveRulesOps(nc, runtime, { logger })
  onStop('intake', 'rules operations', ops.close)
  serveSandbox(service)
  onStop('drain', 'rules', runtime.stop)
  health.add('rules', async () => healthOf(await runtime.status()))
}
