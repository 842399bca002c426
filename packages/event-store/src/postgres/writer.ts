import type { AppendRequest } from '@fudao/contracts/kit'
import pg from 'pg'
import { intArray, jsonArray, textArray, uuidArray } from './binary-arrays.js'
import { clientConfig, isServerAnswer, rawTypes, toInstant } from './connection.js'
import { expectedCode } from './schema.js'

/** What became of each request of a group: the stream's revision before it, and the position before its first event (-1: refused). */
export interface GroupOutcome {
  readonly actual: readonly number[]
  readonly before: readonly number[]
  /** RFC 3339. */
  readonly recordedAt: string
}

/** A session of the server that can be told from a later one with the same process id. */
export interface Session {
  readonly processId: number
  readonly startedAt: string
}

/**
 * The connection was lost while a group was on its way: it may or may not have been committed. Without a session there was no connection
 * to begin with, and it was not.
 */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
  constructor(
    readonly session: Session | null,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

const appendGroup = `select actual, before, written from fudao_ledger.append_events(
  $1::text[], $2::int[], $3::int[], $4::int[], $5::int[], $6::int[], $7::uuid[], $8::text[], $9::text[], $10::json[], $11::json[], $12::text)`

const encode = (group: readonly AppendRequest[]): Buffer[] => {
  const [streams, expected, first, size]: [string[], number[], number[], number[]] = [[], [], [], []]
  const [owner, nth]: [number[], number[]] = [[], []]
  const [ids, eventStreams, types, data, metadata]: [string[], string[], string[], string[], string[]] = [[], [], [], [], []]
  for (const [i, request] of group.entries()) {
    streams.push(request.stream)
    expected.push(typeof request.expectedRevision === 'number' ? request.expectedRevision : expectedCode[request.expectedRevision])
    first.push(ids.length + 1)
    size.push(request.events.length)
    for (const [k, event] of request.events.entries()) {
      owner.push(i + 1)
      nth.push(k + 1)
      ids.push(event.id)
      eventStreams.push(request.stream)
      types.push(event.type)
      data.push(event.data)
      metadata.push(event.metadata)
    }
  }
  return [
    textArray(streams),
    intArray(expected),
    intArray(first),
    intArray(size),
    intArray(owner),
    intArray(nth),
    uuidArray(ids),
    textArray(eventStreams),
    textArray(types),
    jsonArray(data),
    jsonArray(metadata),
  ]
}

const elements = (array: string): readonly string[] => array.slice(1, -1).split(',')

/** One connection that commits groups, each in a single statement: no lock is ever held while the server waits for us. */
export class Writer {
  readonly #url: string
  readonly #notice: () => string | null
  #client: pg.Client | null = null
  #session: Session | null = null

  /** `notice`: what other instances are told of a commit, null while there are none. */
  constructor(url: string, notice: () => string | null) {
    this.#url = url
    this.#notice = notice
  }

  /** Connects ahead of the first group. */
  async connect(): Promise<void> {
    await this.#connected()
  }

  /** @throws ConnectionLost if the outcome is open, pg.DatabaseError if the server refused the whole group. */
  async append(group: readonly AppendRequest[]): Promise<GroupOutcome> {
    const values = encode(group)
    try {
      const client = await this.#connected()
      const result = await client.query<[string, string, string]>({
        name: 'append_events',
        text: appendGroup,
        values: [...values, this.#notice()],
        rowMode: 'array',
        types: rawTypes,
      })
      const [actual, before, written] = result.rows[0] ?? ['', '', '']
      return { actual: elements(actual).map(Number), before: elements(before).map(Number), recordedAt: toInstant(written) }
    } catch (error) {
      if (isServerAnswer(error)) throw error
      const session = this.#session
      this.#drop()
      throw new ConnectionLost(session, error)
    }
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client !== null) return this.#client
    const client = new pg.Client(clientConfig(this.#url, 'fudao-ledger writer'))
    // An idle connection that breaks is replaced at the next group; one in use rejects its query as well.
    client.on('error', () => {
      if (this.#client === client) this.#drop()
    })
    await client.connect()
    const { rows } = await client.query<[string, string]>({
      text: 'select pid, backend_start::text from pg_stat_activity where pid = pg_backend_pid()',
      rowMode: 'array',
      types: rawTypes,
    })
    const [processId, startedAt] = rows[0] ?? ['0', '']
    this.#session = { processId: Number(processId), startedAt }
    this.#client = client
    return client
  }

  #drop(): void {
    const client = this.#client
    this.#client = null
    this.#session = null
    // Ends the socket at once; what the server still does is fenced by whoever resolves the outcome.
    if (client !== null) void client.end().catch(() => undefined)
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = null
    await client?.end().catch(() => undefined)
  }
}
