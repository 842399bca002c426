import type { CommandReply } from '@fudao/contracts/kit'
import { describe, expect, it } from 'vitest'
import type { Handling, OutgoingCommand } from './outgoing.js'
import { settle } from './settle.js'

const sent = (handling: Partial<Handling>): OutgoingCommand => ({
  commandId: 'c1',
  campusId: 'aksu',
  rule: 'X-90',
  key: 'a',
  lane: 'aksu/X-90:a',
  group: 'g',
  afterPrevious: false,
  slot: null,
  context: 'demo',
  command: 'CountLamp',
  stream: 'lamp-aksu.a',
  message: { commandId: 'c1', payload: {}, actor: { userId: 'rules', role: 'system' }, rule: 'X-90' },
  handling: { holds: [], moot: [], onRefused: {}, owner: 'studentAffairs', ...handling },
  traceparent: null,
})
const refused = (params: Readonly<Record<string, unknown>>): CommandReply => ({
  status: 'refused',
  code: 'Taken',
  rules: ['R-AK-01'],
  params,
})

describe('what a refusal means', () => {
  it('a goal that holds only with these params: about something else it is a refusal with its task', () => {
    const command = sent({ holdsWith: { Taken: { personId: 'p1' } } })
    expect(settle(command, refused({ personId: 'p1', status: 'active' }))).toMatchObject({ outcome: 'holds', task: null })
    for (const params of [{ personId: 'p2' }, {}])
      expect(settle(command, refused(params))).toMatchObject({ outcome: 'refused', task: { command: 'RaiseTask' } })
  })
  it('a goal that holds whatever is said, and one that never does', () => {
    expect(settle(sent({ holds: ['Taken'] }), refused({}))).toMatchObject({ outcome: 'holds' })
    expect(settle(sent({ moot: ['Taken'] }), refused({}))).toMatchObject({ outcome: 'moot', stops: true })
    expect(settle(sent({}), refused({}))).toMatchObject({ outcome: 'refused', stops: true })
  })
})
