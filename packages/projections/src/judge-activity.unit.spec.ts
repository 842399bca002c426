import { describe, expect, it } from 'vitest'
import { judgeActivity, type Signs, STUCK_AFTER_MS } from './judge-activity.js'

const now = 1_000_000_000
const signs = (more: Partial<Signs> = {}): Signs => ({
  failure: null,
  head: { position: '07', publishedAt: now - 5 },
  position: '07',
  pending: 0,
  progressAt: now - 1_000,
  now,
  ...more,
})

describe('judgeActivity', () => {
  it('idle: has all there is, however long ago that was', () => {
    expect(judgeActivity(signs({ progressAt: 0 }))).toBe('idle')
    expect(judgeActivity(signs({ head: null, position: null }))).toBe('idle')
  })
  it('behind: has not all, and moves', () => {
    expect(judgeActivity(signs({ pending: 50 }))).toBe('behind')
    expect(judgeActivity(signs({ position: '05' }))).toBe('behind')
    expect(judgeActivity(signs({ position: null }))).toBe('behind')
  })
  it('stuck: has not all and does not move, even where its feed knows of no lag', () => {
    const progressAt = now - STUCK_AFTER_MS - 1
    expect(judgeActivity(signs({ pending: 50, progressAt }))).toBe('stuck')
    expect(judgeActivity(signs({ position: '05', progressAt }))).toBe('stuck')
  })
  it('failed: stands still at an event, which is neither', () => {
    expect(judgeActivity(signs({ failure: { eventId: 'e' }, pending: 50, progressAt: 0 }))).toBe('failed')
  })
})
