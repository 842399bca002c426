import pg from 'pg'
import { clientConfig } from './connection.js'
import { wakeUpChannel } from './schema.js'

const retryMs = 250

/** Listens for appends of all instances on one connection, opened with the first listener and re-opened for ever. */
export class WakeUp {
  readonly #url: string
  readonly #listeners = new Set<() => void>()
  #client: pg.Client | null = null
  #connecting = false
  #closed = false
  #retry: NodeJS.Timeout | null = null

  constructor(url: string) {
    this.#url = url
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
    const client = new pg.Client(clientConfig(this.#url, 'fudao-ledger wake-up'))
    client.on('notification', () => this.wake())
    client.on('error', () => this.#lost(client))
    client.on('end', () => this.#lost(client))
    try {
      await client.connect()
      await client.query(`listen ${wakeUpChannel}`)
      this.#client = client
      this.#connecting = false
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
    if (this.#retry !== null) clearTimeout(this.#retry)
    const client = this.#client
    this.#client = null
    await client?.end().catch(() => undefined)
  }
}
