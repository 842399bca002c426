import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { createDatabase } from './test-database.js'
import { startTestNats, startTestPostgres } from './test-servers.js'

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('a database is copied from a template and gone after drop', async () => {
  const template = await createDatabase()
  await query(template.url, 'create table t as select 42 as answer')
  const copy = await createDatabase({ template: template.name })
  expect(await query(copy.url, 'select answer from t')).toEqual([{ answer: 42 }])
  await copy.drop()
  await template.drop()
  await expect(query(copy.url, 'select 1')).rejects.toThrow('does not exist')
})

test('a NATS of one’s own shares nothing with the run’s NATS', async () => {
  await using own = await startTestNats()
  const [shared, mine] = await Promise.all([connect({ servers: inject('natsUrl') }), connect({ servers: own.url })])
  const heard: string[] = []
  shared.subscribe('>', { callback: (_, m) => void heard.push(m.subject) })
  await shared.flush()
  mine.publish('secret')
  await mine.flush()
  await shared.flush()
  expect(heard).not.toContain('secret')
  await Promise.all([shared.close(), mine.close()])
})

test('JetStream survives a crash of the server, and is empty when its store is lost', async () => {
  await using server = await startTestNats()
  const count = async () => {
    const nc = await connect({ servers: server.url, noAsyncTraces: true })
    const streams = await (await jetstreamManager(nc)).streams.list().next()
    await nc.close()
    return streams.length
  }
  const nc = await connect({ servers: server.url })
  await (await jetstreamManager(nc)).streams.add({ name: 'S', subjects: ['s.>'] })
  await nc.close()
  await server.kill()
  await server.restart()
  expect(await count()).toBe(1)
  await server.restart({ lost: true })
  expect(await count()).toBe(0)
})

test('a PostgreSQL of one’s own comes back after a power cut with what was committed', async () => {
  await using server = await startTestPostgres({ durable: true })
  await query(server.url, 'create table t as select 1 as kept')
  await server.kill()
  await expect(query(server.url, 'select 1')).rejects.toThrow('ECONNREFUSED')
  await server.restart()
  expect(await query(server.url, 'select kept from t')).toEqual([{ kept: 1 }])
})
