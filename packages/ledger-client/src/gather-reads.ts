import type { ReadRequest, StreamSlice } from '@fudao/contracts/kit'

type StreamRequest = ReadRequest['streams'][number]
type ReadStreams = (campus: string, streams: readonly StreamRequest[]) => Promise<readonly StreamSlice[]>

interface Waiting {
  readonly streams: readonly StreamRequest[]
  readonly resolve: (slices: readonly StreamSlice[]) => void
  readonly reject: (error: unknown) => void
}

/** Streams of one request that was gathered; a reply holds what NATS takes, and the rest is asked for page by page. */
const MOST_STREAMS = 100

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
    let streams = 0
    for (const one of all) {
      if (together.length > 0 && streams + one.streams.length > MOST_STREAMS) {
        void ask(campus, together)
        together = []
        streams = 0
      }
      together.push(one)
      streams += one.streams.length
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
