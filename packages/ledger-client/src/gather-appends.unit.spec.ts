import type { AppendReply, AppendRequest } from '@fudao/contracts/kit'
import { expect, test } from 'vitest'
import { gatherAppends } from './gather-appends.js'
import type { Ledger } from './ledger.js'

const requestOf = (stream: string, data = '{}'): AppendRequest => ({
  stream,
  expectedRevision: 'none',
  events: [{ id: stream, type: 'test.Counted', data, metadata: '{}' }],
})
const recording = (answer: (request: AppendRequest) => AppendReply) => {
  const asked: string[] = []
  const appendAll: Ledger['appendAll'] = (campus, requests) => {
    asked.push(`${campus}: ${requests.map(({ stream }) => stream).join(' ')}`)
    return campus === 'away' ? Promise.reject(new Error('away')) : Promise.resolve(requests.map(answer))
  }
  return { asked, ledger: gatherAppends({ appendAll } as Ledger) }
}
const appended = ({ stream }: AppendRequest): AppendReply => ({ status: 'appended', revision: 0, position: stream, repeated: false })

test('appends of one turn go as one request per campus, and each gets its own outcome', async () => {
  const { asked, ledger } = recording((request) =>
    request.stream === 'b'
      ? { status: 'conflict', actual: 3 }
      : request.stream === 'c'
        ? { status: 'unavailable', reason: 'x' }
        : appended(request),
  )
  const outcomes = await Promise.allSettled([
    ...['a', 'b', 'c'].map((stream) => ledger.append('aksu', requestOf(stream))),
    ledger.append('hznu', requestOf('d')),
  ])
  expect(asked).toEqual(['aksu: a b c', 'hznu: d'])
  expect(outcomes).toMatchObject([
    { value: { status: 'appended', position: 'a' } },
    { value: { status: 'conflict', actual: 3 } },
    { reason: { name: 'LedgerUnavailable', outcomeUnknown: true } },
    { value: { position: 'd' } },
  ])
})
test('a later turn is another request, and whoever was gathered fails together', async () => {
  const { asked, ledger } = recording(appended)
  await ledger.append('aksu', requestOf('a'))
  await ledger.append('aksu', requestOf('b'))
  expect(asked).toEqual(['aksu: a', 'aksu: b'])
  const outcomes = await Promise.allSettled([ledger.append('away', requestOf('a')), ledger.append('away', requestOf('b'))])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
test('many appends, or large ones, are several requests', async () => {
  const { asked, ledger } = recording(appended)
  await Promise.all(Array.from({ length: 250 }, (_, i) => ledger.append('aksu', requestOf(`s${i}`))))
  expect(asked).toHaveLength(3)
  await Promise.all(Array.from({ length: 4 }, (_, i) => ledger.append('aksu', requestOf(`l${i}`, 'x'.repeat(100_000)))))
  expect(asked).toHaveLength(7)
})
