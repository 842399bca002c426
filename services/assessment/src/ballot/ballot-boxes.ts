import { hkdfSync } from 'node:crypto'
import { refuse } from '@fudao/domain-kit'
import type { Pool, PoolClient } from 'pg'
import { type Box, emptyBox, type Paper } from '../domain/student-evaluation/box.js'
import { ballotRules, type Terms } from '../domain/student-evaluation/student-evaluation.js'
import { markOf, newBoxKey, openBox, openBytes, sealBox, sealBytes } from './box-seal.js'

/** Where the ballots lie until they are counted; `ballot` is the name of a stream. */
export interface BallotBoxes {
  /** Makes the table; safe to repeat. */
  readonly prepare: () => Promise<void>
  /**
   * Puts what `act` gives into the box; durable when it returns. `act` may run again, and gets a function that stands for a value in this
   * ballot alone. @throws what `act` throws, and Refusal BallotClosed
   */
  readonly put: (ballot: string, terms: Terms, act: (box: Box, mark: (value: string) => string) => Box) => Promise<void>
  readonly count: (ballot: string) => Promise<number>
  /** Takes nothing more, and gives all that is in it; null when it has been emptied. Safe to repeat. */
  readonly close: (ballot: string) => Promise<readonly Paper[] | null>
  /** Destroys content and key. Safe to repeat. */
  readonly empty: (ballot: string) => Promise<void>
}

/** One row per ballot, written over as a whole: no time, no order, no number of ballots. */
const table = `create table if not exists ballot_boxes (ballot text primary key, key bytea, content bytea, open boolean not null)`
const select = 'select key, content, open from ballot_boxes where ballot = $1 for update'
const update = 'update ballot_boxes set content = $2 where ballot = $1'

interface StoredBox {
  readonly key: Buffer | null
  readonly content: Buffer | null
  readonly open: boolean
}
interface Waiting {
  readonly terms: Terms
  readonly act: (box: Box, mark: (value: string) => string) => Box
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

const inTransaction = async <T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    client.release(error instanceof Error ? error : true)
    throw error
  }
}

/** Boxes in a database of the service's own, each under a key of its own, which is wrapped under the master key. */
export const createBallotBoxes = (pool: Pool, masterKey: Buffer): BallotBoxes => {
  const wrapping = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), 'fudao/assessment/ballot-box/v1', 32))
  const waiting = new Map<string, Waiting[]>()

  const read = async (client: PoolClient, ballot: string): Promise<StoredBox | undefined> =>
    (await client.query<StoredBox>({ name: 'read box', text: select, values: [ballot] })).rows[0]
  const made = async (client: PoolClient, ballot: string): Promise<StoredBox | undefined> => {
    const key = sealBytes(wrapping, ballot, newBoxKey())
    await client.query('insert into ballot_boxes (ballot, key, open) values ($1, $2, true) on conflict do nothing', [ballot, key])
    return read(client, ballot)
  }
  const unwrap = (ballot: string, { key }: StoredBox): Buffer | null => (key ? openBytes(wrapping, ballot, key) : null)
  const contentOf = (ballot: string, key: Buffer, { content }: StoredBox): Box => (content ? openBox(key, ballot, content) : emptyBox)

  /** Everything that waits for this box goes in with one write, so that a group is one durable change and its order is nowhere. */
  const putGroup = (ballot: string, group: readonly Waiting[]): Promise<readonly (() => void)[]> =>
    inTransaction(pool, async (client) => {
      const stored = (await read(client, ballot)) ?? (await made(client, ballot))
      const key = stored?.open ? unwrap(ballot, stored) : null
      if (!stored || !key)
        return group.map(({ failed, terms: { from, to } }) => () => {
          try {
            refuse('BallotClosed', ballotRules, { from, to })
          } catch (refusal) {
            failed(refusal)
          }
        })
      const before = contentOf(ballot, key, stored)
      let box = before
      const answers = group.map(({ act, done, failed }) => {
        try {
          box = act(box, (value) => markOf(key, value))
          return done
        } catch (error) {
          return () => failed(error)
        }
      })
      const [first] = group
      if (box !== before && first)
        await client.query({ name: 'write box', text: update, values: [ballot, sealBox(key, ballot, box, first.terms.eligible)] })
      return answers
    })

  const drain = async (ballot: string): Promise<void> => {
    for (let group = waiting.get(ballot) ?? []; group.length > 0; group = waiting.get(ballot) ?? []) {
      waiting.set(ballot, [])
      try {
        for (const answer of await putGroup(ballot, group)) answer()
      } catch (error) {
        for (const { failed } of group) failed(error)
      }
    }
    waiting.delete(ballot)
  }

  return {
    prepare: async () => {
      await pool.query(table)
    },
    put: (ballot, terms, act) =>
      new Promise((done, failed) => {
        const queue = waiting.get(ballot)
        if (queue) queue.push({ terms, act, done, failed })
        else {
          waiting.set(ballot, [{ terms, act, done, failed }])
          void drain(ballot)
        }
      }),
    count: (ballot) =>
      inTransaction(pool, async (client) => {
        const stored = await read(client, ballot)
        const key = stored && unwrap(ballot, stored)
        return key ? contentOf(ballot, key, stored).papers.size : 0
      }),
    close: (ballot) =>
      inTransaction(pool, async (client) => {
        await client.query(
          'insert into ballot_boxes (ballot, key, open) values ($1, $2, false) on conflict (ballot) do update set open = false',
          [ballot, sealBytes(wrapping, ballot, newBoxKey())],
        )
        const stored = await read(client, ballot)
        const key = stored && unwrap(ballot, stored)
        return key ? [...contentOf(ballot, key, stored).papers] : null
      }),
    empty: async (ballot) => {
      const { rowCount } = await pool.query(
        'update ballot_boxes set key = null, content = null, open = false where ballot = $1 and key is not null',
        [ballot],
      )
      // the file is written anew, without the earlier versions of the row
      if (rowCount) await pool.query('vacuum full ballot_boxes')
    },
  }
}
