import type { ReadRequest } from '@fudao/contracts/kit'
import type { ReadSlice } from './ledger.js'

type StreamRequest = ReadRequest['streams'][number]
type ReadStreams = (campus: string, streams: readonly StreamRequest[]) => Promise<readonly ReadSlice[]>

interface Waiting {
  readonly streams: readonly StreamRequest[]
  readonly resolve: (slices: readonly ReadSlice[]) => void
  readonly reject: (error: unknown) => void
}

/** Weight of one request that was gathered; a reply holds what NATS takes, and the rest is asked for page by page. */
const MOST = 100
/**
 * A stream read from its first event may be long: few of those go together, or large replies would be put together, carried and parsed
 * one after the other while everybody waits. What is new in a stream that is known is little.
 */
const weightOf = ({ from = 0, limit }: StreamRequest): number => (from === 0 && limit === undefined ? 20 : 1)

/**
 * Reads of one campus that are asked for in one turn of the event loop go as one request, each stream in it once: commands side by side all
 * read policy and calendar. A read alone goes as it came. All of one request fail together, which reads can be repeated for.
 */
export const gatherReads = (read: ReadStreams): ReadStreams => {
  const waiting = new Map<string, Waiting[]>()

  const ask = async (campus: string, together: readonly Waiting[]): Promise<void> => {
    const [only] = together
    const wanted = new Map(together.flatMap(({ streams }) => streams.map((request) => [JSON.stringify(request), request] as const)))
    try {
      if (only && together.length === 1) {
        only.resolve(await read(campus, only.streams))
        return
      }
      const slices = await read(campus, [...wanted.values()])
      const byRequest = new Map([...wanted.keys()].map((key, i) => [key, slices[i]]))
      for (const { streams, resolve } of together)
        resolve(streams.map((request) => byRequest.get(JSON.stringify(request))).filter((slice) => slice !== undefined))
    } catch (error) {
      for (const { reject } of together) reject(error)
    }
  }
  const flush = (campus: string): void => {
    const all = waiting.get(campus) ?? []
    waiting.delete(campus)
    let together: Waiting[] = []
    let weight = 0
    for (const one of all) {
      const its = one.streams.reduce((sum, request) => sum + weightOf(request), 0)
      if (together.length > 0 && weight + its > MOST) {
        void ask(campus, together)
        together = []
        weight = 0
      }
      together.push(one)
      weight += its
    }
    void ask(campus, together)
  }
  return (campus, streams) =>
    new Promise((resolve, reject) => {
      const held = waiting.get(campus)
      if (held) held.push({ streams, resolve, reject })
      else {
        waiting.set(campus, [{ streams, resolve, reject }])
        setImmediate(flush, campus)
      }
    })
}
