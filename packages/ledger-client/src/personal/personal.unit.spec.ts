import { randomBytes } from 'node:crypto'
import { defineAggregate, personal } from '@fudao/contracts/kit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { masterKeyFrom } from '../master-key.js'
import { blindIndex } from './blind-index.js'
import { decryptText, encryptText, isEncrypted, keyOwner, unwrapKey, wrapKey } from './cipher.js'
import { createKeyRing, type KeyRing } from './key-ring.js'
import { decryptEvents, ERASED, encryptEvents, isErased, PersonErased } from './personal-data.js'

const masterKey = randomBytes(32)
const dataKey = randomBytes(32)
const place = { owner: keyOwner('aksu', 'p1'), field: 'name', eventId: 'e1' }

describe('A8: texts encrypted per person', () => {
  it('every text comes back, and is not to be seen in the ciphertext', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const encrypted = encryptText(dataKey, text, place)
        expect(isEncrypted(encrypted)).toBe(true)
        expect(encrypted).toMatch(/^enc:1:[A-Za-z0-9_-]+$/)
        if (text.length > 3) expect(encrypted).not.toContain(text)
        expect(decryptText(dataKey, encrypted, place)).toBe(text)
      }),
    )
  })
  it('the same event encrypted twice is the same bytes; another event with the same text is not', () => {
    expect(encryptText(dataKey, '古丽', place)).toBe(encryptText(dataKey, '古丽', place))
    expect(encryptText(dataKey, '古丽', place)).not.toBe(encryptText(dataKey, '古丽', { ...place, eventId: 'e2' }))
  })
  it.each([
    ['another key', randomBytes(32), place],
    ['another field', dataKey, { ...place, field: 'phone' }],
    ['another person', dataKey, { ...place, owner: keyOwner('aksu', 'p2') }],
    ['another campus', dataKey, { ...place, owner: keyOwner('lanzhou', 'p1') }],
  ])('opens nowhere else: %s', (_what, key, other) => {
    expect(() => decryptText(key, encryptText(dataKey, '古丽', place), other)).toThrow()
  })
  it('a changed ciphertext is noticed', () => {
    const encrypted = encryptText(dataKey, '古丽', place)
    expect(() => decryptText(dataKey, `${encrypted.slice(0, -2)}${encrypted.endsWith('AA') ? 'BB' : 'AA'}`, place)).toThrow()
    expect(() => decryptText(dataKey, 'enc:1:AAAA', place)).toThrow('too short')
  })
  it('a data key is wrapped for one person of one campus: base64(iv | tag | ciphertext)', () => {
    const wrapped = wrapKey(masterKey, dataKey, 'aksu/p1')
    expect(Buffer.from(wrapped, 'base64')).toHaveLength(12 + 16 + 32)
    expect(unwrapKey(masterKey, wrapped, 'aksu/p1')).toEqual(dataKey)
    expect(() => unwrapKey(masterKey, wrapped, 'aksu/p2')).toThrow()
    expect(() => unwrapKey(randomBytes(32), wrapped, 'aksu/p1')).toThrow()
  })
  it('FUDAO_MASTER_KEY must be 32 bytes', () => {
    expect(masterKeyFrom(masterKey.toString('base64'))).toEqual(masterKey)
    expect(() => masterKeyFrom('c2hvcnQ=')).toThrow('FUDAO_MASTER_KEY must be 32 bytes in base64, but it has 5')
  })
})

describe('blind index', () => {
  it('equal values of a campus meet; nothing of the value shows', () => {
    const index = blindIndex(masterKey, 'aksu', 'staffing', ' A1001 ')
    expect(index).toBe(blindIndex(masterKey, 'aksu', 'staffing', 'a1001'))
    expect(index).toMatch(/^[0-9a-f]{32}$/)
    const others = [
      blindIndex(masterKey, 'lanzhou', 'staffing', 'a1001'),
      blindIndex(masterKey, 'aksu', 'phone', 'a1001'),
      blindIndex(masterKey, 'aksu', 'staffing', 'a1002'),
      blindIndex(randomBytes(32), 'aksu', 'staffing', 'a1001'),
    ]
    expect(new Set([index, ...others]).size).toBe(5)
  })
})

const Person = defineAggregate({
  context: 'test',
  name: 'Person',
  category: 'person',
  key: ['personId'],
  title: { zh: '人', en: 'Person' },
})
const Named = Person.event('Named', {
  title: { zh: '已命名', en: 'Named' },
  subject: 'personId',
  data: { personId: z.string(), name: personal(z.string().max(20)), phone: personal(z.string()).optional(), rank: z.string() },
})
const Ranked = Person.event('Ranked', { title: { zh: '已定级', en: 'Ranked' }, data: { personId: z.string(), rank: z.string() } })

/** A ledger's key table in memory. */
const keyTable = () => {
  const table = new Map<string, string | null>()
  const asked: (readonly string[])[] = []
  const ring = createKeyRing(masterKey, async (campus, { personIds, create }) => {
    asked.push(personIds)
    for (const id of personIds)
      if (create && !table.has(keyOwner(campus, id)))
        table.set(keyOwner(campus, id), wrapKey(masterKey, randomBytes(32), keyOwner(campus, id)))
    return {
      status: 'ok',
      keys: Object.fromEntries(
        personIds.flatMap((id) => (table.has(keyOwner(campus, id)) ? [[id, table.get(keyOwner(campus, id)) ?? null]] : [])),
      ),
    }
  })
  return { table, asked, ring }
}
const named = (personId: string, data: object = {}) => ({
  id: `e-${personId}`,
  definition: Named,
  campus: 'aksu',
  data: { personId, name: '古丽', rank: 'senior', ...data },
})

describe('personal fields of events', () => {
  it('only the marked fields are hidden; a field left out stays out', async () => {
    const { ring } = keyTable()
    const [hidden] = await encryptEvents(ring, [named('p1')])
    expect(hidden).toMatchObject({ personId: 'p1', rank: 'senior', name: expect.stringMatching(/^enc:1:/) })
    expect(hidden).not.toHaveProperty('phone')
    expect(await decryptEvents(ring, [{ ...named('p1'), data: hidden ?? {} }])).toEqual([named('p1').data])
  })
  it('several persons cost one key request, and none when their keys are held', async () => {
    const { ring, asked } = keyTable()
    await encryptEvents(ring, [named('p1'), named('p2'), named('p1')])
    await encryptEvents(ring, [named('p2')])
    expect(asked).toEqual([['p1', 'p2']])
  })
  it('an event without personal fields asks for no key', async () => {
    const { ring, asked } = keyTable()
    const event = { id: 'e', definition: Ranked, campus: 'aksu', data: { personId: 'p1', rank: 'senior' } }
    expect(await decryptEvents(ring, await encryptEvents(ring, [event]).then(([data]) => [{ ...event, data: data ?? {} }]))).toEqual([
      event.data,
    ])
    expect(asked).toEqual([])
  })
  it('an erased person reads 已删除, and nothing new can be written about them', async () => {
    const { ring, table } = keyTable()
    const [hidden] = await encryptEvents(ring, [named('p1', { phone: '139' })])
    table.set('aksu/p1', null)
    ring.forget('aksu', 'p1')
    const [shown] = await decryptEvents(ring, [{ ...named('p1'), data: hidden ?? {} }])
    expect(shown).toEqual({ personId: 'p1', name: ERASED, phone: ERASED, rank: 'senior' })
    expect(isErased(shown?.name)).toBe(true)
    await expect(encryptEvents(ring, [named('p1')])).rejects.toThrow(PersonErased)
  })
  it('a key that is forgotten while the answer with it is under way is not held', async () => {
    let held = 0
    const wrapped = wrapKey(masterKey, randomBytes(32), keyOwner('aksu', 'p1'))
    const ring: KeyRing = createKeyRing(masterKey, async () => {
      held += 1
      if (held === 1) ring.forget('aksu', 'p1')
      return { status: 'ok', keys: { p1: held === 1 ? wrapped : null } }
    })
    await ring.keysOf('aksu', ['p1'], false)
    expect((await ring.keysOf('aksu', ['p1'], false)).get('p1')).toBeNull()
  })
  it('a person whose key is unknown reads as erased', async () => {
    const [hidden] = await encryptEvents(keyTable().ring, [named('p1')])
    expect(await decryptEvents(keyTable().ring, [{ ...named('p1'), data: hidden ?? {} }])).toMatchObject([{ name: ERASED }])
  })
})
