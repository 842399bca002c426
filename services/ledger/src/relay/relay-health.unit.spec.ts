import { describe, expect, it } from 'vitest'
import { relayHealth } from './relay-health.js'

describe('health of the relay', () => {
  it('tells lagging from stuck', () => {
    expect(relayHealth('publishing', 1).status).toBe('ok')
    expect(relayHealth('standby', 0).status).toBe('ok')
    expect(relayHealth('publishing', 60)).toEqual({ status: 'lagging', detail: '60 s behind' })
    expect(relayHealth('waiting', 0).status).toBe('lagging')
    expect(relayHealth('diverged', 0).status).toBe('stuck')
    expect(relayHealth('stopped', 0).status).toBe('stuck')
  })
})
