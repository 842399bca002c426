import { randomUUID } from 'node:crypto'
import type { AppendReply } from '@fudao/contracts/kit'
import { connectNats, ledgerSubject } from '@fudao/messaging'
import { createLogger } from '@fudao/telemetry'
import type { HttpCaller } from './http.js'

interface ChainOptions {
  readonly nats: { readonly url: string; readonly user: string; readonly pass: string }
  readonly campus: string
  readonly http: HttpCaller
  readonly events: number
  readonly callers: number
}
export interface ChainRate {
  /** Events per second until the slowest read model had the last of them. */
  readonly perSecond: number
  /** Until the last was appended. */
  readonly appendedPerSecond: number
}

/** One event of a contract's story: three contracts of four are drafted and signed, so that half of the rows change twice. */
const eventOf = (campus: string, stream: number, size: number) => {
  const contractId = `m${stream}`
  const data =
    size === 0
      ? {
          contractId,
          personId: `p_${contractId}`,
          counselorId: `c_${contractId}`,
          kind: 'employment',
          from: '2022-03-01',
          to: '2030-12-31',
          basis: {
            rules: ['R-AK-34', 'R-AK-35'],
            policy: { 'staffing.contract.forbiddenKinds': { value: ['labourDispatch'], version: 7 } },
          },
        }
      : { contractId, signedOn: '2022-03-01', basis: { rules: ['R-AK-34'] } }
  const commandid = randomUUID()
  const metadata = {
    campusid: campus,
    schemaversion: 1,
    actorid: 'u_bench',
    actorrole: 'orgPersonnel',
    asof: '2022-03-01',
    policyversion: 7,
    correlationid: commandid,
    causationid: commandid,
    commandid,
    commandhash: '0123456789abcdef',
  }
  return {
    stream: `contract-${campus}.${contractId}`,
    expectedRevision: size === 0 ? 'none' : size - 1,
    events: [
      {
        id: randomUUID(),
        type: size === 0 ? 'staffing.ContractDrafted' : 'staffing.ContractSigned',
        data: JSON.stringify(data),
        metadata: JSON.stringify(metadata),
      },
    ],
  }
}

let run = 0

/** Appends over NATS as a service does, one event each, and waits until the read models have shown the last of them. */
export const chainAtMost = async ({ nats, campus, http, events, callers }: ChainOptions): Promise<ChainRate> => {
  const nc = await connectNats({ ...nats, name: 'bench', logger: createLogger('bench', { level: 'error' }) })
  try {
    const subject = ledgerSubject(campus, 'append')
    const base = run++ * 1_000_000
    let next = 0
    let last = ''
    const caller = async (): Promise<void> => {
      for (let n = next++; n < events; n = next++) {
        // pairs of callers' turns: the stream of the draft is signed `callers` events later, when its answer is long there
        const block = Math.floor(n / (2 * callers))
        const at = n % (2 * callers)
        const stream = base + block * callers + (at % callers)
        const body = eventOf(campus, stream, at < callers ? 0 : 1)
        for (;;) {
          const reply = (await nc.request(subject, JSON.stringify(body), { timeout: 10_000 })).json<AppendReply>()
          if (reply.status === 'appended') {
            if (reply.position > last) last = reply.position
            break
          }
          // the draft is still on its way
          if (reply.status !== 'conflict') throw new Error(`the ledger answered ${JSON.stringify(reply)}`)
        }
      }
    }
    const started = performance.now()
    await Promise.all(Array.from({ length: callers }, caller))
    const appended = performance.now()
    const reached = async (path: string): Promise<void> => {
      for (const deadline = Date.now() + 60_000; ; ) {
        const page = JSON.parse((await http.get(`${path}&token=${last}`)).body) as { readonly stale?: boolean; readonly position?: string }
        if (page.stale === false) return
        if (Date.now() > deadline) throw new Error(`${path} did not reach ${last} within 60 s, only ${page.position}`)
      }
    }
    await Promise.all([reached(`/api/${campus}/views/contracts?limit=1`), reached(`/api/${campus}/events?limit=1`)])
    const done = performance.now()
    return { perSecond: (events / (done - started)) * 1_000, appendedPerSecond: (events / (appended - started)) * 1_000 }
  } finally {
    await nc.close()
  }
}
