import pg from 'pg'
import { eventMetadata } from '../append/workload.js'
import { contractStream, eventsPerStream, storyEvent } from './loads.js'

/** Streams whose events stand among each other in the store, as those of aggregates that are alive at the same time. */
export const aliveTogether = 100
/** Events of those streams. */
export const block = aliveTogether * eventsPerStream

/** Which stream the n-th event of the history belongs to, and its revision there. */
export const placeOf = (n: number): { readonly contractId: string; readonly revision: number } => ({
  contractId: `h${Math.floor(n / block) * aliveTogether + (n % aliveTogether)}`,
  revision: Math.floor((n % block) / aliveTogether),
})

const chunk = 100_000
const quoted = (value: unknown): string => pg.escapeLiteral(JSON.stringify(value).replaceAll('KEY', '\u0001'))
/** JSON of an event of the story in SQL, its contract's id as an expression. */
const dataOf = (revision: number): string => `replace(${quoted(storyEvent('KEY', revision).data)}, '\u0001', u.contract)::json`

/**
 * Puts the history's events `from` to `to` behind what the ledger's table holds, in the shape the ledger writes: positions without a
 * gap, revisions without a gap in each stream, ids at random. Only while no ledger runs.
 */
export const fillStore = async (url: string, from: number, to: number, say: (text: string) => void): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const [first, later] = [storyEvent('', 0), storyEvent('', 1)]
  const stream = contractStream('\u0001')
  try {
    for (let at = from; at < to; at += chunk) {
      const end = Math.min(to, at + chunk)
      if (at % 1_000_000 === 0 && at > 0) say(`${at} events`)
      await client.query(
        `insert into fudao_ledger.event (position, recorded_at, revision, id, stream, type, data, metadata)
         select (select coalesce(max(position), 0) from fudao_ledger.event) + u.n - ${at} + 1, now(), u.revision, gen_random_uuid(),
                replace(${pg.escapeLiteral(stream)}, '\u0001', u.contract),
                case u.revision when 0 then ${pg.escapeLiteral(first.type)} else ${pg.escapeLiteral(later.type)} end,
                case u.revision when 0 then ${dataOf(0)} else ${dataOf(1)} end,
                $1::json
           from (select n, 'h' || (n / ${block} * ${aliveTogether} + n % ${aliveTogether}) as contract,
                        n % ${block} / ${aliveTogether} as revision
                   from generate_series(${at}::int, ${end - 1}::int) as n) as u`,
        [JSON.stringify(eventMetadata('bench'))],
      )
    }
    await client.query('vacuum analyze fudao_ledger.event')
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
}
