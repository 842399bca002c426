import { type CloudEvent, defineAggregate, personal } from '@fudao/contracts/kit'
import { CampusRegistered } from '@fudao/contracts/registry'
import { OfferAccepted } from '@fudao/contracts/staffing'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CheckLamp, CountLamp, LampLit, makeLampRule } from './fixtures/lamp-rules.js'
import { toCommandId, toTaskId } from './ids.js'
import { replay, toRuleEvent } from './replay.js'
import { defineRule, eventOf, type RuleEvent, ruleCommand } from './rule.js'

let count = 0
const event = (type: string, data: Record<string, unknown>, over: Partial<RuleEvent> = {}): RuleEvent => {
  count += 1
  const id = `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`
  const stream = `lamp-aksu.${String(data.lampId)}`
  const position = String(count).padStart(20, '0')
  return { id, type, campusId: 'aksu', stream, revision: 0, position, asOf: '2024-01-01', correlationId: id, data, ...over }
}
const lit = (lampId: string, on: string) => event(LampLit.type, { lampId, on })
const day = (on: string) => event('calendar.DayStarted', { on }, { stream: 'day-aksu.aksu', asOf: on })
const rule = makeLampRule({ broken: true })
const told = (events: readonly RuleEvent[]) =>
  replay(rule, events).commands.map((c) => [c.command, c.message.payload.lampId, c.message.asOf].join(' '))

describe('ids', () => {
  it('never change: a replay of old events must find its commands answered', () => {
    expect(toCommandId('X01:c1:2023', 'OpenExitCase', 'exit-aksu.c1-2023-annualFail', 'e1')).toBe('d02fd31f-fa60-50cf-ad51-ea47b986907b')
    expect(toTaskId('X-02', 'X02:c1:1', '2024-02-17')).toBe('X02_a34c501858195d598f79749fd93c220d')
  })
  it('differ by key, command, stream and cause', () => {
    const base = ['k', 'c', 's', 'e'] as const
    const ids = [base, ['K', 'c', 's', 'e'], ['k', 'C', 's', 'e'], ['k', 'c', 'S', 'e'], ['k', 'c', 's', 'E']].map(([a, b, c, d]) =>
      toCommandId(a ?? '', b ?? '', c ?? '', d ?? ''),
    )
    expect(new Set(ids).size).toBe(5)
    for (const id of ids) expect(z.uuid().safeParse(id).success).toBe(true)
  })
})

describe('replay', () => {
  it('fires timers in due order, each with its own date, however far the calendar jumps', () => {
    expect(told([day('2024-01-01'), lit('b', '2024-01-10'), lit('a', '2024-01-02'), day('2025-01-01')])).toEqual([
      'CountLamp b 2024-01-01',
      'CountLamp a 2024-01-01',
      'CheckLamp a 2024-01-05',
      'PutOut a 2024-01-05',
      'CheckLamp b 2024-01-13',
      'PutOut b 2024-01-13',
    ])
  })

  it('a timer set again moves; one that is due when set fires at once', () => {
    expect(told([day('2024-01-01'), lit('a', '2024-01-02'), lit('a', '2024-02-01'), day('2024-01-31')])).toEqual([
      'CountLamp a 2024-01-01',
      'CountLamp a 2024-01-01',
    ])
    expect(told([day('2024-03-01'), lit('a', '2024-01-02')])).toEqual([
      'CountLamp a 2024-01-01',
      'CheckLamp a 2024-01-05',
      'PutOut a 2024-01-05',
    ])
  })

  it('the first day of a campus with a held calendar counts before its first DayStarted', () => {
    const registered = event(
      CampusRegistered.type,
      { campusId: 'aksu', name: 'x', schoolCode: '1', provinceId: 'p', timeZone: 'Asia/Shanghai', firstDay: '2024-03-01' },
      { campusId: 'platform', stream: 'campus-platform.aksu' },
    )
    expect(told([registered, lit('a', '2024-01-02')])).toContain('CheckLamp a 2024-01-05')
  })

  it('the same list gives the same replay; a prefix delivered again adds nothing', () => {
    const events = [day('2024-01-01'), lit('a', '2024-01-02'), lit('b', '2024-01-03'), day('2024-01-20')]
    const once = replay(rule, events)
    expect(replay(rule, events)).toEqual(once)
    for (let n = 1; n <= events.length; n += 1)
      expect(replay(rule, [...events.slice(0, n), ...events]).commands.map((c) => c.commandId)).toEqual(
        once.commands.map((c) => c.commandId),
      )
  })

  it('an alias finds the instance of an event that does not name it, in the same list and in order', () => {
    const Named = { type: 'demo.Named', data: z.object({ lampId: z.string(), serial: z.string() }) }
    const Serviced = { type: 'demo.Serviced', data: z.object({ serial: z.string() }) }
    const aliased = defineRule<number>({
      id: 'X-91',
      title: { zh: '灯', en: 'lamps' },
      owner: 'studentAffairs',
      handles: [Named, Serviced],
      issues: [CountLamp],
      route: (e) => [typeof e.data.lampId === 'string' ? e.data.lampId : { alias: String(e.data.serial) }],
      aliases: (e) => (e.type === Named.type ? [{ alias: String(e.data.serial), key: String(e.data.lampId) }] : []),
      initial: () => 0,
      evolve: (n) => n + 1,
      react: (n, cause) =>
        eventOf(cause, Serviced) ? { commands: [ruleCommand(CountLamp, { lampId: 'x', n }, { key: 'k', rules: [] })] } : {},
    })
    const serviced = (serial: string) => event(Serviced.type, { serial })
    const { commands, instances } = replay(aliased, [
      serviced('s1'),
      event(Named.type, { lampId: 'a', serial: 's1' }),
      serviced('s1'),
      serviced('s2'),
    ])
    expect(commands.map((c) => c.message.payload.n)).toEqual([2])
    expect(instances.map((i) => i.key)).toEqual(['a'])
  })

  it('a payload its published schema does not take parks the instance and sends nothing of that reaction', () => {
    const wrong = defineRule<null>({
      id: 'X-92',
      title: { zh: '灯', en: 'lamps' },
      owner: 'studentAffairs',
      handles: [LampLit],
      issues: [CheckLamp, CountLamp],
      route: () => ['one'],
      initial: () => null,
      evolve: () => null,
      react: () => ({
        commands: [
          ruleCommand(CheckLamp, { lampId: 'a' }, { key: 'k', rules: [] }),
          { definition: CountLamp, payload: { lampId: 7 }, key: 'k', rules: [] },
        ],
      }),
    })
    const result = replay([wrong, rule], [lit('a', '2024-01-01')])
    expect(result.parked.map((i) => [i.rule, i.key])).toEqual([['X-92', 'one']])
    expect(result.commands.map((c) => c.rule)).toEqual(['X-90'])
  })

  it('C-15: a command the rule does not name parks the instance', () => {
    const bold = { ...rule, id: 'X-93', issues: [CheckLamp] }
    const result = replay(bold, [lit('a', '2024-01-01')])
    expect(result.commands).toEqual([])
    expect(result.parked[0]?.parked?.error).toContain('X-93 may not issue CountLamp (C-15)')
  })

  it('two rules of one id are a mistake', () => {
    expect(() => replay([rule, rule], [])).toThrow('two rules have the same id')
  })
})

describe('A8: names on their way', () => {
  const guest = defineAggregate({ context: 'demo', name: 'Guest', category: 'guest', key: ['lampId'], title: { zh: '客', en: 'guest' } })
  const Greet = guest.command('Greet', {
    subject: 'lampId',
    payload: { lampId: z.string(), name: personal(z.string().max(20)) },
    issuers: ['system'],
    rules: ['R-AK-01'],
    emits: [],
    title: { zh: '问候', en: 'greet' },
    example: { lampId: 'l1', name: '古丽' },
  })
  const greeting = (name: string) =>
    defineRule<null>({
      id: 'X-91',
      title: { zh: '问候', en: 'greetings' },
      owner: 'studentAffairs',
      handles: [LampLit],
      issues: [Greet],
      route: () => ['g'],
      initial: () => null,
      evolve: () => null,
      react: () => ({ commands: [ruleCommand(Greet, { lampId: 'l1', name }, { key: 'X91', rules: [] })] }),
    })
  it('a command is stored with the ciphertext of the event, longer than any name may be', () => {
    const name = `enc:1:${'A'.repeat(60)}`
    expect(replay(greeting(name), [lit('l1', '2024-01-02')]).commands[0]?.message.payload).toEqual({ lampId: 'l1', name })
  })
  it('a name in plain is never stored: the instance is parked', () => {
    const { commands, parked } = replay(greeting('古丽'), [lit('l1', '2024-01-02')])
    expect(commands).toEqual([])
    expect(parked).toHaveLength(1)
    expect(JSON.stringify(parked)).toContain('in plain (A8)')
    expect(JSON.stringify(parked)).not.toContain('古丽')
  })
})

it('rules see an event of an earlier version as the present one (R-AK-83)', () => {
  const data = { exitCaseId: 'c1_2023_annualFail', counselorId: 'c1', year: 2023, ground: 'annualFail', offerNo: 1, on: '2024-02-10' }
  const stored = { type: OfferAccepted.type, campusid: 'aksu', schemaversion: 1, commandid: 'k1', data } as unknown as CloudEvent
  expect(toRuleEvent(stored).data).toEqual({ ...data, statementRef: 'command:k1' })
})
