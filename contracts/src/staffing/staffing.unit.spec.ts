import { describe, expect, it } from 'vitest'
import { exitGrounds, fromExitCaseId, staffingContext, toExitCaseId } from './index.js'

describe('exit case id', () => {
  it('is a pure function of the key, and back', () => {
    for (const ground of exitGrounds)
      for (const counselorId of ['c1', 'c_0001', 'x_2023_annualFail', '2023'])
        expect(fromExitCaseId(toExitCaseId({ counselorId, year: 2023, ground }))).toEqual({ counselorId, year: 2023, ground })
  })
  it.each(['', 'c1', 'c1_2023', 'c1_23_annualFail', 'c1_2023_other', '_2023_annualFail', 'c-1_2023_annualFail'])('%s is none', (text) => {
    expect(fromExitCaseId(text)).toBeUndefined()
  })
})

describe('the published language of staffing', () => {
  const { commands, events, refusals } = staffingContext
  it('has each command and event once, and every event is emitted or a claim', () => {
    for (const list of [commands, events]) expect(new Set(list.map(({ name }) => name)).size).toBe(list.length)
    const emitted = new Set(commands.flatMap(({ emits }) => emits.map(({ name }) => name)))
    expect(events.map(({ name }) => name).filter((name) => !emitted.has(name))).toEqual([
      'StaffNumberTaken',
      'IdDocumentTaken',
      'ErasureAnnounced',
      'PersonEngaged',
      'EngagementClosed',
    ])
  })
  it.each(commands.map((command) => [command.name, command] as const))(
    '%s: its example passes and its refusals have a text',
    (_, command) => {
      expect(command.payload.safeParse(command.example).error).toBeUndefined()
      for (const code of command.refusals.filter((c) => c !== 'ApprovalMissing')) expect(Object.keys(refusals)).toContain(code)
    },
  )
  it('C-07: every payload carries each id of its stream key', () => {
    for (const { aggregate, payload } of commands) expect(Object.keys(payload.shape)).toEqual(expect.arrayContaining([...aggregate.key]))
    for (const { aggregate, data } of events) expect(Object.keys(data.shape)).toEqual(expect.arrayContaining([...aggregate.key]))
  })
  it('every refusal speaks Chinese and English, and says what to do', () => {
    for (const { title, action } of Object.values(refusals))
      for (const text of [title, action]) {
        expect(text.zh).toMatch(/\p{Script=Han}/u)
        expect(text.en).toMatch(/^[A-Z][^\p{Script=Han}]+$/u)
      }
  })
  it('no refusal is defined that no command can answer with', () => {
    const used = new Set(commands.flatMap((command) => command.refusals))
    expect(Object.keys(refusals).filter((code) => !used.has(code))).toEqual([])
  })
})
