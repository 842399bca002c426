import { randomBytes } from 'node:crypto'
import { defineAggregate, type EventMetadata, type ProposedEvent, personal } from '@fudao/contracts/kit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ReadEvent } from '../ledger.js'
import { keyOwner, wrapKey } from '../personal/cipher.js'
import { createKeyRing } from '../personal/key-ring.js'
import { createEventDecryptor } from './decrypt-event-data.js'
import { createEventCodec, type OutgoingEvent, UnreadableEvent } from './event-codec.js'

const Post = defineAggregate({ context: 'test', name: 'Post', category: 'post', key: ['postId'], title: { zh: '岗位', en: 'Post' } })
const Offered = Post.event('Offered', {
  title: { zh: '已提供', en: 'Offered' },
  version: 3,
  upcasters: { 1: (data) => ({ ...data, days: 15 }), 2: (data) => ({ ...data, kind: 'nonCounselor' }) },
  data: { postId: z.string(), days: z.int(), kind: z.string() },
})
const Filled = Post.event('Filled', {
  title: { zh: '已到岗', en: 'Filled' },
  subject: 'personId',
  data: { postId: z.string(), personId: z.string(), name: personal(z.string().max(20)) },
})
const masterKey = randomBytes(32)
const table = new Map<string, string>()
const keys = createKeyRing(masterKey, async (campus, { personIds }) => ({
  status: 'ok',
  keys: Object.fromEntries(
    personIds.map((id) => {
      const owner = keyOwner(campus, id)
      const wrapped = table.get(owner) ?? wrapKey(masterKey, randomBytes(32), owner)
      table.set(owner, wrapped)
      return [id, wrapped]
    }),
  ),
}))
const codec = createEventCodec({ events: [Offered, Filled], keys })

const metadata = (schemaversion: number): EventMetadata => ({
  campusid: 'aksu',
  schemaversion,
  actorid: 'u',
  actorrole: 'system',
  asof: '2024-01-01',
  policyversion: -1,
  correlationid: 'c',
  causationid: 'c',
  commandid: 'c',
  commandhash: 'h',
})
const stream = 'post-aksu.p1'
const recorded = (type: string, data: Readonly<Record<string, unknown>>, version: number, over: Partial<ReadEvent> = {}): ReadEvent => ({
  id: 'e1',
  type,
  data,
  metadata: metadata(version),
  stream,
  revision: 4,
  position: '00000000000000000009',
  recordedAt: '2024-01-01T00:00:00Z',
  ...over,
})
/** As it comes back from the ledger. */
const stored = (proposed: ProposedEvent | undefined): ReadEvent =>
  recorded(proposed?.type ?? '', JSON.parse(proposed?.data ?? '{}'), 1, { id: proposed?.id ?? '' })

describe('event codec: type map → upcast → decrypt → validate', () => {
  it.each([
    [1, { postId: 'p1' }],
    [2, { postId: 'p1', days: 15 }],
    [3, { postId: 'p1', days: 15, kind: 'nonCounselor' }],
  ])('version %i is upcast step by step', async (version, data) => {
    const [event] = await codec.decode([recorded('test.Offered', data, version)])
    expect(event).toMatchObject({ type: 'Offered', id: 'e1', data: { postId: 'p1', days: 15, kind: 'nonCounselor' } })
    expect(event?.metadata).toMatchObject({ revision: 4, stream, storedType: 'test.Offered', eventId: 'e1', schemaversion: version })
  })

  it('broken data is named, in whichever version it was stored', async () => {
    await expect(codec.decode([recorded('test.Offered', { postId: 1 }, 1)])).rejects.toThrow(UnreadableEvent)
    await expect(codec.decode([recorded('test.Offered', { postId: 1 }, 3)])).rejects.toThrow(/postId/)
  })

  it('a field added later by a newer writer is let be, a type nobody knows is passed on', async () => {
    expect(await codec.decode([recorded('test.Offered', { postId: 'p', days: 1, kind: 'k', later: 1 }, 3)])).toMatchObject([
      { type: 'Offered' },
    ])
    expect(await codec.decode([recorded('test.Unheard', { a: 1 }, 1)])).toMatchObject([{ type: 'Unheard', data: { a: 1 } }])
  })

  it('property: every event comes back as it was', async () => {
    const name = fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 10 }).filter((s) => s.length <= 20)
    await fc.assert(
      fc.asyncProperty(name, fc.uuid(), async (text, id) => {
        const data = { postId: 'p1', personId: 'x', name: text }
        const outgoing: OutgoingEvent = { id, definition: Filled, data, metadata: metadata(1) }
        const [proposed] = await codec.encode(stream, [outgoing])
        expect(proposed).toMatchObject({ id, type: 'test.Filled' })
        expect(JSON.parse(proposed?.data ?? '').name).toMatch(/^enc:1:/)
        const [decoded] = await codec.decode([stored(proposed)])
        expect(decoded?.data).toEqual(data)
      }),
    )
  })

  it('an append encoded twice is the same bytes', async () => {
    const outgoing: OutgoingEvent = {
      id: 'e',
      definition: Filled,
      data: { postId: 'p1', personId: 'x', name: '古丽' },
      metadata: metadata(1),
    }
    expect(await codec.encode(stream, [outgoing])).toEqual(await codec.encode(stream, [outgoing]))
  })

  it('without the master key personal fields stay hidden when read, and cannot be written', async () => {
    const outgoing: OutgoingEvent = {
      id: 'e',
      definition: Filled,
      data: { postId: 'p1', personId: 'x', name: '古丽' },
      metadata: metadata(1),
    }
    const [proposed] = await codec.encode(stream, [outgoing])
    const blind = createEventCodec({ events: [Filled] })
    const [decoded] = await blind.decode([stored(proposed)])
    expect(decoded?.data.name).toMatch(/^enc:1:/)
    await expect(blind.encode(stream, [outgoing])).rejects.toThrow('no master key')
  })

  it('data that breaks the contract is a defect of the writer', async () => {
    const outgoing: OutgoingEvent = { id: 'e', definition: Offered, data: { postId: 'p1' }, metadata: metadata(3) }
    await expect(codec.encode(stream, [outgoing])).rejects.toThrow('breaks its contract')
  })

  it('consumers show personal fields of a whole batch, whatever its campuses', async () => {
    const data = { postId: 'p1', personId: 'x', name: '古丽' }
    const hidden = await Promise.all(
      ['aksu', 'lanzhou'].map(async (campus) => {
        const [proposed] = await codec.encode(`post-${campus}.p1`, [{ id: campus, definition: Filled, data, metadata: metadata(1) }])
        return { id: campus, type: 'test.Filled', campus, data: JSON.parse(proposed?.data ?? '') }
      }),
    )
    const other = { id: 'o', type: 'test.Offered', campus: 'aksu', data: { postId: 'p1' } }
    const shown = await createEventDecryptor([Offered, Filled], keys)([...hidden, other])
    expect(shown).toEqual([data, data, other.data])
  })
})
