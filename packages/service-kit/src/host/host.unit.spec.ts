import { createSecretKey } from 'node:crypto'
import type { CommandMessage, Role } from '@fudao/contracts/kit'
import { roles } from '@fudao/contracts/kit'
import { emptyPolicy, evolvePolicy } from '@fudao/contracts/policy'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BookShelved, Burn, EnrolReader, LendBook, libraryHandlers, ShelveBook, shelfDecider } from '../fixture/shelf.js'
import { authorize } from './authorize.js'
import { calendarFold, dateOf, todayIn } from './calendar.js'
import { hashCommand } from './command-hash.js'
import { createCommandHost } from './command-host.js'
import { aggregateHandlers, type Mode } from './handlers.js'
import { recordPolicy } from './policy.js'

const message = (role: Role, over: Partial<CommandMessage> = {}): CommandMessage => ({
  commandId: '00000000-0000-4000-8000-000000000001',
  payload: {},
  actor: { userId: 'li', role },
  ...over,
})
const outcome = (definition: Parameters<typeof authorize>[0], m: CommandMessage, payload = {}, mode: Mode = 'production') =>
  authorize(definition, payload, m, mode)?.status ?? 'allowed'

describe('who may send a command', () => {
  it.each(roles)('%s: only where the issuer column names the role', (role) => {
    for (const definition of [ShelveBook, LendBook, EnrolReader]) {
      const self = { readerId: 'r1' }
      const actor = { userId: role === 'system' ? 'clock' : 'li', role, counselorId: 'r1' }
      expect(outcome(definition, message(role, { actor }), self)).toBe(
        (definition.issuers as readonly Role[]).includes(role) ? 'allowed' : 'forbidden',
      )
    }
  })
  it.each<[string, string, string | undefined, Mode, string]>([
    ['rules', 'X-04', 'X-04', 'production', 'allowed'],
    ['rules', 'no rule', undefined, 'production', 'forbidden'],
    ['clock', 'X-04', 'X-04', 'production', 'forbidden'],
    ['somebody', 'X-04', 'X-04', 'production', 'forbidden'],
    ['somebody', 'X-04', 'X-04', 'test', 'forbidden'],
  ])('C-15: %s with %s in %s mode (%s) sends what no issuer column names: %s', (userId, _what, rule, mode, expected) => {
    const m = message('system', { actor: { userId, role: 'system' }, ...(rule === undefined ? {} : { rule }) })
    expect(outcome(ShelveBook, m, {}, mode)).toBe(expected)
  })
  it('C-15: in production only the rules and the clock are “system”', () => {
    const somebody = message('system', { actor: { userId: 'somebody', role: 'system' } })
    expect(outcome(EnrolReader, somebody, {}, 'production')).toBe('forbidden')
    expect(outcome(EnrolReader, somebody, {}, 'test')).toBe('allowed')
  })
  it('C-13: signatures are asked of people, not of rules', () => {
    expect(outcome(Burn, message('studentAffairs'))).toBe('refused')
    expect(outcome(Burn, message('system', { actor: { userId: 'rules', role: 'system' }, rule: 'X-01' }))).toBe('allowed')
  })
  it('R-AK-28: a department acts on its own department', () => {
    const m = message('deptBranch', { actor: { userId: 'li', role: 'deptBranch', departmentId: 'd1' } })
    expect(outcome(LendBook, m, { departmentId: 'd1' })).toBe('allowed')
    expect(outcome(LendBook, m, { departmentId: 'd2' })).toBe('forbidden')
    expect(outcome(LendBook, m, {})).toBe('allowed')
  })
})

describe('the date of a campus (A10)', () => {
  const tenant = { id: 'aksu', kind: 'campus', timeZone: 'Asia/Shanghai' } as const
  it('is the last day that started, else the first day, else today in its zone', () => {
    const now = new Date('2024-05-01T16:30:00Z')
    expect(dateOf(tenant, null, now)).toBe('2024-05-02')
    expect(dateOf({ ...tenant, timeZone: 'Asia/Urumqi' }, null, now)).toBe('2024-05-01')
    expect(dateOf({ ...tenant, firstDay: '2015-01-01' }, null, now)).toBe('2015-01-01')
    expect(dateOf({ ...tenant, firstDay: '2015-01-01' }, '2016-02-03', now)).toBe('2016-02-03')
    expect(todayIn('Asia/Shanghai', new Date('2024-12-31T15:59:59Z'))).toBe('2024-12-31')
  })
  it('folds days', () => {
    expect(calendarFold.evolve(null, { type: 'DayStarted', data: { on: '2024-01-01' } })).toBe('2024-01-01')
  })
})

describe('policy values a decision read (C-06)', () => {
  const key = 'staffing.exit.offerResponseDays'
  const state = evolvePolicy(
    emptyPolicy,
    { type: 'PolicyParameterSet', data: { key, value: 15, unit: 'days', effectiveFrom: '2024-01-01', basisDoc: 'd', reason: 'r' } },
    3,
  )
  it('are recorded with version and date; nothing read, nothing recorded', () => {
    const recording = recordPolicy(state, '2024-02-01')
    expect(recording.used()).toBeUndefined()
    expect(recording.view.value(key)).toBe(15)
    expect(recording.view.value(key, '2023-12-31')).toBeNull()
    expect(recording.view.value('assessment.failGap')).toBe('breaks')
    expect(recording.used()).toEqual({
      [key]: { value: 15, version: 3, effectiveFrom: '2024-01-01' },
      [`${key}@2023-12-31`]: { value: null, version: -1 },
      'assessment.failGap': { value: 'breaks', version: -1 },
    })
  })
})

describe('hash of a command', () => {
  it('property: the order of fields does not count, everything else does', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 }), (payload) => {
        const reversed = Object.fromEntries(Object.entries(payload).reverse())
        expect(hashCommand('A', payload, undefined)).toBe(hashCommand('A', reversed, undefined))
        expect(hashCommand('A', payload, undefined)).not.toBe(hashCommand('B', payload, undefined))
        expect(hashCommand('A', { ...payload, more: 1 }, undefined)).not.toBe(hashCommand('A', { ...payload, more: 2 }, undefined))
      }),
    )
  })
  it('a field that is undefined is a field left out; a key makes it unguessable', () => {
    expect(hashCommand('A', { a: 1, b: undefined }, undefined)).toBe(hashCommand('A', { a: 1 }, undefined))
    expect(hashCommand('A', {}, undefined)).toMatch(/^[0-9a-f]{16}$/)
    expect(hashCommand('A', {}, createSecretKey(Buffer.alloc(32)))).not.toBe(hashCommand('A', {}, undefined))
  })
})

describe('binding commands', () => {
  it('what cannot work is refused when the service starts', () => {
    expect(() => aggregateHandlers({ decider: shelfDecider, events: [], commands: [] })).toThrow('at least one command')
    expect(() => aggregateHandlers({ decider: shelfDecider, events: [], commands: [ShelveBook] })).toThrow('library.BookShelved')
    expect(() => aggregateHandlers({ decider: shelfDecider, events: [BookShelved], commands: [ShelveBook, EnrolReader] })).toThrow(
      'belongs to Reader',
    )
    const [handlers] = libraryHandlers
    if (!handlers) throw new Error('no handlers')
    const streams = undefined as never
    expect(() => createCommandHost({ streams, handlers: [handlers, handlers], mode: 'test' })).toThrow(
      'two handlers for library.ShelveBook',
    )
  })
})
