import { findNatsServer } from '@fudao/local-servers'
import { connect } from '@nats-io/transport-node'
import { BilingualError } from './bilingual-error.js'
import { choosePorts } from './choose-ports.js'
import { prefixLine, summariseLine } from './console-log.js'
import { type DataDirectory, makeDataDirectory } from './data-directory.js'
import { prepareDatabases } from './databases.js'
import { type Mode, type Surroundings } from './environment.js'
import { passwordOf } from './passwords.js'
import type { Ports } from './ports.js'
import { removeRunning, writeRunning } from './running.js'
import { loadSecrets, type Secrets } from './secrets.js'
import { natsUnit, postgresAdminUrl, postgresUnit } from './servers.js'
import { unitsOfStage } from './service-units.js'
import { serviceNames, stages } from './services.js'
import { stopLeftovers, takeLauncherLock } from './supervisor/pid-files.js'
import { Supervisor } from './supervisor/supervisor.js'

export interface LaunchOptions {
  readonly dataPath: string
  readonly basePort: number | undefined
  readonly mode: Mode
  readonly verbose: boolean
  readonly env: NodeJS.ProcessEnv
  readonly log: (line: string) => void
  /** Ends the launch wherever it is. */
  readonly signal: AbortSignal
}
export interface Launched {
  readonly baseUrl: string
  readonly secrets: Secrets
  readonly ports: Ports
  readonly data: DataDirectory
  readonly stop: () => Promise<void>
}

/** Services stop first, then the broker, then the database. */
const stopOrder = [...[...serviceNames].reverse(), 'nats', 'postgres']

const checkNats = async (url: string, user: string | undefined, pass: string | undefined): Promise<void> => {
  const wrong = (zh: string, en: string, cause?: unknown) =>
    new BilingualError(
      `NATS_URL 不可用（${zh}）：请检查地址和凭据。`,
      `NATS_URL cannot be used (${en}): check the address and credentials.`,
      1,
      { cause },
    )
  const nc = await connect({
    servers: url.split(','),
    timeout: 5_000,
    maxReconnectAttempts: 0,
    ...(user ? { user } : {}),
    ...(pass ? { pass } : {}),
  }).catch((error: unknown) => {
    throw wrong(String(error), String(error), error)
  })
  const jetStream = nc.info?.jetstream === true
  await nc.close()
  if (!jetStream) throw wrong('未启用 JetStream', 'JetStream is not enabled')
}

const cannotStart = (error: unknown, logs: string): BilingualError => {
  const why = error instanceof Error ? error.message : String(error)
  return new BilingualError(
    `有服务无法启动（${why}）：日志在 ${logs}。`,
    `A service could not be started (${why}): its log is in ${logs}.`,
    1,
    { cause: error },
  )
}

/** Brings everything up in order and keeps it running until `stop`. What cannot start is undone before the promise rejects. */
export const launch = async (options: LaunchOptions): Promise<Launched> => {
  const { env, log, signal } = options
  const data = makeDataDirectory(options.dataPath)
  const lock = takeLauncherLock(data.run)
  if (!lock.taken)
    throw new BilingualError(
      `${data.root} 已有系统在运行（进程 ${lock.pid}）：请先停止它，或用 --data 和 --port 另起一套。`,
      `A Fudao already runs on ${data.root} (process ${lock.pid}): stop it first, or start another with --data and --port.`,
    )
  const supervisor = new Supervisor({ runDirectory: data.run, log: (line) => log(prefixLine('launcher', line)) })
  let stopped: Promise<void> | undefined
  let releasePorts = (): void => undefined
  const stop = (): Promise<void> => {
    stopped ??= (async () => {
      removeRunning(data.root)
      try {
        await supervisor.stop()
      } finally {
        releasePorts()
        lock.release()
      }
    })()
    return stopped
  }
  // Also while something is still starting. What goes wrong is told to whoever awaits `stop`.
  signal.addEventListener('abort', () => void stop().catch(() => undefined), { once: true })
  try {
    const left = await stopLeftovers(data.run, stopOrder)
    if (left.length > 0) log(`已清理上次异常退出留下的进程 / stopped what the last run left behind: ${left.join(', ')}`)
    const secrets = loadSecrets(data)
    const databaseUrl = env.DATABASE_URL
    const externalNats = env.NATS_URL
    const chosen = await choosePorts(options.basePort, { postgres: databaseUrl !== undefined, nats: externalNats !== undefined })
    releasePorts = chosen.release
    const { ports } = chosen
    if (externalNats) await checkNats(externalNats, env.NATS_USER, env.NATS_PASSWORD)
    else if (!findNatsServer())
      throw new BilingualError(
        '没有找到 nats-server：请安装它（例如 apt-get install nats-server），或设置 NATS_URL。',
        'nats-server was not found: install it (for example apt-get install nats-server), or set NATS_URL.',
      )
    const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      signal.throwIfAborted()
      const started = Date.now()
      const result = await work()
      log(`  ✓ ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
      return result
    }
    const databases = await step('PostgreSQL, NATS', async () => {
      await supervisor.start([
        ...(databaseUrl ? [] : [postgresUnit(data, ports, secrets.passwordKey)]),
        ...(externalNats ? [] : [natsUnit(data, ports, secrets.passwordKey)]),
      ])
      return prepareDatabases(databaseUrl ?? postgresAdminUrl(ports, secrets.passwordKey), (role) =>
        passwordOf(secrets.passwordKey, 'postgres', role),
      )
    })
    const external = env.NATS_USER ? { user: env.NATS_USER, password: env.NATS_PASSWORD ?? '' } : undefined
    const around: Surroundings = {
      mode: options.mode,
      ports,
      secrets,
      databases,
      natsUrl: externalNats ?? `nats://127.0.0.1:${ports.nats}`,
      natsUser: (service) => (externalNats ? external : { user: service, password: passwordOf(secrets.passwordKey, 'nats', service) }),
    }
    const onLine = (name: string, line: string) => {
      const text = options.verbose ? prefixLine(name, line) : summariseLine(name, line)
      if (text !== null) log(text)
    }
    for (const stage of stages) {
      const units = unitsOfStage(stage, { around, logs: data.logs, onLine, env })
      await step(units.map((u) => u.name).join(', '), () => supervisor.start(units)).catch((error: unknown) => {
        signal.throwIfAborted()
        throw cannotStart(error, data.logs)
      })
    }
    signal.throwIfAborted()
    const baseUrl = `http://127.0.0.1:${ports.gateway}`
    writeRunning(data.root, { baseUrl, mode: options.mode, natsUrl: around.natsUrl })
    return { baseUrl, secrets, ports, data, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
