import { randomUUID } from 'node:crypto'
import { SQL } from '@event-driven-io/dumbo'
import type { Event } from '@event-driven-io/emmett'
import { getPostgreSQLEventStore, postgreSQLEventStoreConsumer, postgreSQLRawSQLProjection } from '@event-driven-io/emmett-postgresql'
import pg from 'pg'

type Drafted = Event<'ContractDrafted', { readonly contractId: string } & Readonly<Record<string, unknown>>>

export interface EmmettPeer {
  /** One event to a new stream, as `DraftContract` writes it. */
  readonly append: (contractId: string, data: Readonly<Record<string, unknown>>) => Promise<void>
  /** Starts its projector, which keeps one row per contract; `onRow` is called when the row is committed. Returns the end of it. */
  readonly project: (onRow: (contractId: string) => void) => Promise<() => Promise<void>>
  readonly close: () => Promise<void>
}

/** Emmett-PostgreSQL through its public API with its defaults, on a database of its own of the same server. */
export const emmettPeer = async (url: string): Promise<EmmettPeer> => {
  const store = getPostgreSQLEventStore(url)
  await store.schema.migrate()
  const listener = new pg.Client({ connectionString: url })
  await listener.connect()
  await listener.query('create table contract_row (contract_id text primary key, data jsonb not null)')
  return {
    append: async (contractId, data) => {
      const event: Drafted & { metadata: Record<string, unknown> } = {
        type: 'ContractDrafted',
        data: { contractId, ...data },
        metadata: { campusid: 'bench', actorid: 'u1', actorrole: 'orgPersonnel', commandid: randomUUID() },
      }
      await store.appendToStream(`contract-bench.${contractId}`, [event], { expectedStreamVersion: 'STREAM_DOES_NOT_EXIST' })
    },
    project: async (onRow) => {
      listener.on('notification', ({ payload }) => onRow(payload ?? ''))
      await listener.query('listen contract_row')
      // not the store's own consumer, whose end closes the store's pool
      const consumer = postgreSQLEventStoreConsumer<Drafted>({ connectionString: url })
      consumer.projector({
        // what is there already would keep it busy while it is measured
        startFrom: 'END',
        projection: postgreSQLRawSQLProjection<Drafted>({
          name: 'contract_row',
          canHandle: ['ContractDrafted'],
          // told at the commit of the row, no sooner
          evolve: ({ data }) => [
            SQL`insert into contract_row values (${data.contractId}, ${JSON.stringify(data)}::jsonb) on conflict do nothing`,
            SQL`select pg_notify('contract_row', ${data.contractId})`,
          ],
        }),
      })
      const running = consumer.start()
      return async () => {
        await consumer.close()
        await running
      }
    },
    close: async () => {
      await Promise.all([store.close(), listener.end()])
    },
  }
}
