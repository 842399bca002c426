import { describe, expect, it } from 'vitest'
import { eventIdOf, uuidV5 } from './uuid-v5.js'

describe('name-based ids', () => {
  it('A4: the same name gives the same id, and it is a version-5 UUID', () => {
    expect(uuidV5('a')).toBe(uuidV5('a'))
    expect(uuidV5('a')).not.toBe(uuidV5('b'))
    expect(uuidV5('古丽')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
  it('A4: ids of events are kept: a change would make every repeated command a new one', () => {
    expect(eventIdOf('5b0c1f7e-0000-4000-8000-000000000001', 'counselor-aksu.c1', 0)).toBe('44e915c8-220b-5447-bebe-fa6c8085c12c')
  })
  it('command, stream and index each tell events apart', () => {
    const ids = [eventIdOf('c', 's', 0), eventIdOf('c', 's', 1), eventIdOf('c', 't', 0), eventIdOf('d', 's', 0)]
    expect(new Set(ids).size).toBe(4)
  })
})
