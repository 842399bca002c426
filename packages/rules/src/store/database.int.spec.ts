import { createDatabase, startTestPostgres } from '@fudao/testing'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, it } from 'vitest'
import { connectRulesDatabase } from './database.js'

it('a connection that breaks between two statements of a transaction fails the transaction, not the process', async () => {
  await using postgres = await startTestPostgres()
  await using database = await createDatabase({ serverUrl: postgres.url })
  const db = connectRulesDatabase(database.url)
  const witness = new pg.Client({ connectionString: database.url })
  witness.on('error', () => undefined)
  await witness.connect()
  const uncaught: unknown[] = []
  const note = (error: unknown): void => void uncaught.push(error)
  process.on('uncaughtException', note)
  try {
    const work = db.transaction().execute(async (tx) => {
      await sql`select 1`.execute(tx)
      // the connection is in use and nothing is asked of it while it breaks; another one tells when that was
      const gone = new Promise((resolve) => witness.once('end', resolve))
      await postgres.kill()
      await gone
      await sql`select 2`.execute(tx)
    })
    await expect(work).rejects.toThrow()
    expect(uncaught).toEqual([])
    await postgres.restart()
    expect((await sql<{ n: number }>`select 3 as n`.execute(db)).rows).toEqual([{ n: 3 }])
  } finally {
    process.off('uncaughtException', note)
    await db.destroy()
  }
})
