import { describe, expect, it } from 'vitest'
import { aliveTogether, placeOf } from './fill-store.js'
import { eventsPerStream } from './loads.js'

describe('events of a long history', () => {
  const places = Array.from({ length: 3 * aliveTogether * eventsPerStream }, (_, n) => placeOf(n))
  it('give each stream a hundred revisions in order, without a gap', () => {
    const next = new Map<string, number>()
    for (const { contractId, revision } of places) {
      expect(revision).toBe(next.get(contractId) ?? 0)
      next.set(contractId, revision + 1)
    }
    expect(next.size).toBe(3 * aliveTogether)
    expect(new Set(next.values())).toEqual(new Set([eventsPerStream]))
  })
  it('lie among those of the other streams of their time', () => {
    expect([places[0], places[1], places[aliveTogether]]).toEqual([
      { contractId: 'h0', revision: 0 },
      { contractId: 'h1', revision: 0 },
      { contractId: 'h0', revision: 1 },
    ])
    expect(places[aliveTogether * eventsPerStream]).toEqual({ contractId: `h${aliveTogether}`, revision: 0 })
  })
})
