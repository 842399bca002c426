import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { clientConfig } from './connection.js'
import { wakeUpChannel } from './schema.js'

const retryMs = 250
const sessionName = 'fudao-ledger wake-up'
const othersListening = `select exists (select from pg_stat_activity
  where datname = current_database() and application_name = '${sessionName}' and pid <> pg_backend_pid())`

/**
 * Listens for appends of other instances on one connection, opened with the first listener and re-opened for ever. An instance that
 * listens and found no other tells nobody of its commits (it would only wake itself); each says hello when it has begun to
 * listen, so that none stays unheard.
 */
export class WakeUp {
  readonly #url: string
  readonly #listeners = new Set<() => void>()
  readonly #instance = randomBytes(6).toString('hex')
  #client: pg.Client | null = null
  #alone = false
  #connecting = false
  #closed = false
  #retry: NodeJS.Timeout | null = null

  constructor(url: string) {
    this.#url = url
  }

  /** What to tell the others of a commit; null while there are none. */
  get notice(): string | null {
    return this.#alone ? null : this.#instance
  }

  add(listener: () => void): () => void {
    const own = () => listener()
    this.#listeners.add(own)
    void this.#listen()
    return () => {
      this.#listeners.delete(own)
    }
  }

  /** Also called at once for appends of this instance. */
  wake(): void {
    for (const listener of this.#listeners) listener()
  }

  async #listen(): Promise<void> {
    if (this.#client !== null || this.#connecting || this.#closed) return
    this.#connecting = true
    const client = new pg.Client(clientConfig(this.#url, sessionName))
    let heard = false
    client.on('notification', ({ payload }) => {
      if (payload === this.#instance) return
      heard = true
      this.#alone = false
      this.wake()
    })
    client.on('error', () => this.#lost(client))
    client.on('end', () => this.#lost(client))
    try {
      await client.connect()
      await client.query(`listen ${wakeUpChannel}`)
      // In this order: who begins to listen after our question is heard, who did before is found.
      await client.query('select pg_notify($1, $2)', [wakeUpChannel, this.#instance])
      const { rows } = await client.query<{ exists: boolean }>(othersListening)
      this.#client = client
      this.#connecting = false
      this.#alone = !heard && rows[0]?.exists === false
      if (this.#closed) await this.close()
      // What was appended before we listened was not heard.
      else this.wake()
    } catch {
      this.#connecting = false
      void client.end().catch(() => undefined)
      this.#later()
    }
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return
    this.#client = null
    this.#alone = false
    void client.end().catch(() => undefined)
    this.#later()
  }

  #later(): void {
    if (this.#closed || this.#retry !== null) return
    this.#retry = setTimeout(() => {
      this.#retry = null
      void this.#listen()
    }, retryMs)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#alone = false
    if (this.#retry !== null) clearTimeout(this.#retry)
    const client = this.#client
    this.#client = null
    await client?.end().catch(() => undefined)
  }
}
