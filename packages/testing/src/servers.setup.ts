import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startNats, startPostgres } from '@fudao/local-servers'
import type { TestProject } from 'vitest/node'
import './vitest-context.js'

/** vitest globalSetup: one throw-away PostgreSQL and NATS for the whole run (about a second). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'fudao-test-'))
  const [postgres, nats] = await Promise.all([
    startPostgres({ dataDir: join(directory, 'postgres'), durable: false }),
    startNats({ directory: join(directory, 'nats') }),
  ])
  project.provide('pgUrl', postgres.url('postgres'))
  project.provide('natsUrl', nats.url)
  return async () => {
    await Promise.all([postgres.stop('immediate'), nats.stop()])
    await rm(directory, { recursive: true, force: true })
  }
}
