import { createInbox, errors, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core'

interface Waiting {
  readonly subject: string
  readonly resolve: (reply: Msg) => void
  readonly reject: (error: Error) => void
  readonly timer: NodeJS.Timeout
}

/** Where the user of a connection may receive; the client does not say. */
export const inboxPrefixOfConnection = (nc: NatsConnection): string | undefined =>
  (nc as unknown as { readonly options?: { readonly inboxPrefix?: string } }).options?.inboxPrefix

/**
 * Requests over one subscription of the connection, with the errors of the client's own `request`. The client's makes an error with its
 * stack for every request that is answered, which was an eighth of a service's CPU.
 */
class RequestInbox {
  readonly #nc: NatsConnection
  readonly #prefix: string
  readonly #waiting = new Map<string, Waiting>()
  #next = 0

  constructor(nc: NatsConnection) {
    this.#nc = nc
    this.#prefix = `${createInbox(inboxPrefixOfConnection(nc))}.`
    nc.subscribe(`${this.#prefix}*`, {
      callback: (error, message) => {
        if (error) this.#failAll(error)
        else this.#receive(message)
      },
    })
    void this.#watch()
  }

  request(subject: string, body: string, headers: MsgHdrs | undefined, timeoutMs: number): Promise<Msg> {
    return new Promise((resolve, reject) => {
      const token = (this.#next++).toString(36)
      const timer = setTimeout(() => this.#settle(token)?.reject(new errors.TimeoutError()), timeoutMs)
      this.#waiting.set(token, { subject, resolve, reject, timer })
      try {
        this.#nc.publish(subject, body, { ...(headers ? { headers } : {}), reply: this.#prefix + token })
      } catch (error) {
        this.#settle(token)
        reject(error instanceof Error ? error : new Error(String(error)))
      }
    })
  }

  #receive(message: Msg): void {
    const waiting = this.#settle(message.subject.slice(this.#prefix.length))
    // late: its caller has given up
    if (waiting === undefined) return
    if (message.data.length === 0 && message.headers?.code === 503) waiting.reject(new errors.NoRespondersError(waiting.subject))
    else waiting.resolve(message)
  }

  #settle(token: string): Waiting | undefined {
    const waiting = this.#waiting.get(token)
    if (waiting !== undefined) {
      this.#waiting.delete(token)
      clearTimeout(waiting.timer)
    }
    return waiting
  }

  #failAll(error: Error, subject?: string): void {
    for (const [token, waiting] of this.#waiting)
      if (subject === undefined || waiting.subject === subject) this.#settle(token)?.reject(error)
  }

  /** Replies under way when the connection breaks do not come; a request that is not permitted has none. */
  async #watch(): Promise<void> {
    for await (const status of this.#nc.status()) {
      if (status.type === 'disconnect' || status.type === 'close') this.#failAll(new errors.RequestError('connection disconnected'))
      if (status.type === 'error' && status.error instanceof errors.PermissionViolationError && status.error.operation === 'publish')
        this.#failAll(status.error, status.error.subject)
    }
    this.#failAll(new errors.ClosedConnectionError())
  }
}

const inboxes = new WeakMap<NatsConnection, RequestInbox>()

/** One request; the inbox is made at the first. @throws as `NatsConnection.request` */
export const requestOver = (
  nc: NatsConnection,
  subject: string,
  body: string,
  headers: MsgHdrs | undefined,
  timeoutMs: number,
): Promise<Msg> => {
  let inbox = inboxes.get(nc)
  if (inbox === undefined) {
    if (nc.isClosed()) return Promise.reject(new errors.ClosedConnectionError())
    inbox = new RequestInbox(nc)
    inboxes.set(nc, inbox)
  }
  return inbox.request(subject, body, headers, timeoutMs)
}
