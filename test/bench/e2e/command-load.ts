import { setTimeout as delay } from 'node:timers/promises'
import { closedLoop, type Measured } from '../closed-loop.js'
import { quantile } from '../statistics.js'
import type { EmmettPeer } from './emmett-peer.js'
import { followChanges, type HttpCaller } from './http.js'
import { openLoop } from './open-loop.js'
import { Seen } from './seen.js'
import type { Stage } from './stage.js'

export interface Latencies {
  readonly p50: number
  readonly p99: number
  readonly count: number
}
export const latenciesOf = (milliseconds: readonly number[]): Latencies => {
  const sorted = Float64Array.from(milliseconds).sort()
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), count: sorted.length }
}

/** One contract per command: a stream of its own, one event, one row of the view `contracts`, one instance of a rule. */
const draft = (contractId: string) => ({
  contractId,
  personId: `p_${contractId}`,
  counselorId: `c_${contractId}`,
  kind: 'employment',
  from: '2022-03-01',
  to: '2030-12-31',
})

let series = 0
/** Names of contracts that no other measurement uses. */
const names = (): ((n: number) => string) => {
  const prefix = `k${series++}`
  return (n) => `${prefix}_${n}`
}

const accepted = async (http: HttpCaller, campus: string, contractId: string): Promise<void> => {
  const answer = await http.post(`/api/${campus}/staffing/DraftContract`, JSON.stringify(draft(contractId)))
  if (answer.status !== 200) throw new Error(`DraftContract answered ${answer.status}: ${answer.body.slice(0, 300)}`)
}

/** How long a row may take before it counts as not seen. */
const patience = 10_000

/** Commands at a fixed rate through the gateway: until the answer, and until the row is told on the live changes. */
export const commandsAtRate = async (
  baseUrl: string,
  stage: Stage,
  http: HttpCaller,
  perSecond: number,
  ms: number,
): Promise<{ readonly reply: Latencies; readonly visible: Latencies; readonly unseen: number }> => {
  const seen = new Seen('contracts')
  const live = await followChanges(baseUrl, stage.campus, await stage.token('orgPersonnel'), seen.onChange)
  const name = names()
  const due: number[] = []
  const replies: number[] = []
  try {
    await openLoop(perSecond, ms, async (n, at) => {
      due[n] = at
      await accepted(http, stage.campus, name(n))
      replies.push(performance.now() - at)
    })
    const rows = await Promise.all(due.map(async (at, n) => ({ at, seen: await seen.wait(name(n), patience) })))
    const visible = rows.flatMap((row) => (row.seen === undefined ? [] : [row.seen - row.at]))
    return { reply: latenciesOf(replies), visible: latenciesOf(visible), unseen: rows.length - visible.length }
  } finally {
    live.close()
  }
}

/** The same load on Emmett: until `appendToStream` returns, and until its projector has committed the row. */
export const emmettAtRate = async (peer: EmmettPeer, seen: Map<string, number>, perSecond: number, ms: number) => {
  const name = names()
  const due: number[] = []
  const replies: number[] = []
  await openLoop(perSecond, ms, async (n, at) => {
    due[n] = at
    await peer.append(name(n), draft(name(n)))
    replies.push(performance.now() - at)
  })
  for (const deadline = performance.now() + patience; due.some((_, n) => !seen.has(name(n))) && performance.now() < deadline; )
    await delay(50)
  const visible = due.flatMap((at, n) => {
    const row = seen.get(name(n))
    return row === undefined ? [] : [row - at]
  })
  return { reply: latenciesOf(replies), visible: latenciesOf(visible), unseen: due.length - visible.length }
}

/** Commands as fast as `callers` callers get them answered. */
export const commandsAtMost = (http: HttpCaller, stage: Stage, callers: number, ms: number): Promise<Measured> => {
  const name = names()
  let n = 0
  return closedLoop(callers, ms, () => accepted(http, stage.campus, name(n++)))
}

export const emmettAtMost = (peer: EmmettPeer, callers: number, ms: number): Promise<Measured> => {
  const name = names()
  let n = 0
  return closedLoop(callers, ms, () => {
    const contractId = name(n++)
    return peer.append(contractId, draft(contractId))
  })
}

/** The same bodies over a bare HTTP server and one NATS round trip. */
export const rawAtMost = (http: HttpCaller, callers: number, ms: number): Promise<Measured> => {
  const name = names()
  let n = 0
  return closedLoop(callers, ms, async () => {
    const { status } = await http.post('/', JSON.stringify(draft(name(n++))))
    if (status !== 200) throw new Error(`the raw limit answered ${status}`)
  })
}
