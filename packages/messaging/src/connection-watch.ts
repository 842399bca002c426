import type { NatsConnection } from '@nats-io/nats-core'

/** The connection broke while something was under way: whether it arrived is not known, and no answer will come. */
export class ConnectionBroken extends Error {
  override readonly name = 'ConnectionBroken'
  constructor() {
    super('the connection to NATS broke')
  }
}

/** What a connection's status says: the client itself drops what is sent while it reconnects and lets requests run into their time-out. */
class ConnectionWatch {
  #connected = true
  readonly #listeners = new Set<() => void>()

  constructor(nc: NatsConnection) {
    void this.#follow(nc)
  }

  get connected(): boolean {
    return this.#connected
  }
  /** Called at each change; returns the way to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #set(connected: boolean): void {
    this.#connected = connected
    for (const listener of this.#listeners) listener()
  }
  async #follow(nc: NatsConnection): Promise<void> {
    for await (const { type } of nc.status()) {
      if (type === 'disconnect') this.#set(false)
      else if (type === 'reconnect') this.#set(true)
    }
    this.#set(false)
  }
}

const watches = new WeakMap<NatsConnection, ConnectionWatch>()

/** The watch of a connection, begun at the first call: `connectNats` calls it, so that nothing is missed. */
export const watchConnection = (nc: NatsConnection): ConnectionWatch => {
  const known = watches.get(nc)
  if (known) return known
  const made = new ConnectionWatch(nc)
  watches.set(nc, made)
  return made
}

/** Whether the connection stands within `ms`; at once while it does. */
export const untilConnected = (nc: NatsConnection, ms: number): Promise<boolean> => {
  const watch = watchConnection(nc)
  if (watch.connected || nc.isClosed()) return Promise.resolve(watch.connected)
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      forget()
      resolve(watch.connected)
    }
    const timer = setTimeout(end, ms)
    const forget = watch.onChange(end)
  })
}

/**
 * Runs work that needs answers: begins when the connection stands and ends as soon as it breaks, instead of at the time-out of a request
 * that was dropped on the way.
 * @throws ConnectionBroken when it does not stand within `ms`, or breaks
 */
export const whileConnected = async <T>(nc: NatsConnection, ms: number, work: () => Promise<T>): Promise<T> => {
  if (!(await untilConnected(nc, ms))) throw new ConnectionBroken()
  const watch = watchConnection(nc)
  let forget = (): void => undefined
  const broken = new Promise<never>((_, reject) => {
    forget = watch.onChange(() => reject(new ConnectionBroken()))
  })
  try {
    return await Promise.race([work(), broken])
  } finally {
    forget()
  }
}
