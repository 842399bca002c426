import pg from 'pg'
import { clientConfig } from './connection.js'
import type { Session } from './writer.js'

/**
 * Makes sure that a lost session does nothing any more: it is terminated and waited for, so that what is asked afterwards stays true.
 * `with` runs on the new connection. Rejects if the server cannot be reached or the session does not end.
 */
export const afterFencing = async <T>(url: string, session: Session | null, ask: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client(clientConfig(url, 'fudao-ledger resolver'))
  client.on('error', () => undefined) // Rejects the query that is waiting, too.
  await client.connect()
  try {
    if (session !== null) {
      const { rows } = await client.query<{ ended: boolean }>(
        'select pg_terminate_backend(pid, 5000) as ended from pg_stat_activity where pid = $1 and backend_start = $2::timestamptz',
        [session.processId, session.startedAt],
      )
      if (rows[0]?.ended === false) throw new Error('the lost session does not end')
    }
    return await ask(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}
