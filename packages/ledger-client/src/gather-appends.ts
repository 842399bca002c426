import type { AppendRequest } from '@fudao/contracts/kit'
import { type Ledger, LedgerRefused, LedgerUnavailable, type SettledAppend } from './ledger.js'

interface Waiting {
  readonly request: AppendRequest
  readonly bytes: number
  readonly resolve: (reply: SettledAppend) => void
  readonly reject: (error: unknown) => void
}

/** Appends of one request, and their bytes: NATS takes a megabyte. */
const MOST_APPENDS = 100
const MOST_BYTES = 512 * 1024

const sizeOf = ({ events }: AppendRequest): number => events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0) * 3

/**
 * A ledger whose appends of one campus that are asked for in one turn of the event loop go as one request; each has its own outcome. For
 * work in bulk: what the ledger does for them shows in the trace of the first.
 */
export const gatherAppends = (ledger: Ledger): Ledger => {
  const waiting = new Map<string, Waiting[]>()

  const ask = async (campus: string, together: readonly Waiting[]): Promise<void> => {
    try {
      const replies = await ledger.appendAll(
        campus,
        together.map(({ request }) => request),
      )
      for (const [i, { resolve, reject }] of together.entries()) {
        const reply = replies[i]
        if (!reply) reject(new LedgerRefused('the ledger answered fewer appends than were asked for'))
        else if (reply.status === 'unavailable') reject(new LedgerUnavailable(reply.reason, true))
        else if (reply.status === 'invalid') reject(new LedgerRefused(reply.reason))
        else resolve(reply)
      }
    } catch (error) {
      for (const { reject } of together) reject(error)
    }
  }
  const flush = (campus: string): void => {
    let together: Waiting[] = []
    let bytes = 0
    for (const one of waiting.get(campus) ?? []) {
      if (together.length > 0 && (together.length === MOST_APPENDS || bytes + one.bytes > MOST_BYTES)) {
        void ask(campus, together)
        together = []
        bytes = 0
      }
      together.push(one)
      bytes += one.bytes
    }
    waiting.delete(campus)
    void ask(campus, together)
  }
  return {
    ...ledger,
    append: (campus, request) =>
      new Promise((resolve, reject) => {
        const one = { request, bytes: sizeOf(request), resolve, reject }
        const held = waiting.get(campus)
        if (held) held.push(one)
        else {
          waiting.set(campus, [one])
          setImmediate(flush, campus)
        }
      }),
  }
}
