import { describe, expect, it } from 'vitest'
import { streamName } from '../kit/index.js'
import { assessmentContext } from './index.js'

describe('published language of assessment', () => {
  it.each(assessmentContext.commands.map((c) => [c.name, c] as const))('%s: the example is a valid payload', (_name, command) => {
    expect(command.payload.safeParse(command.example).error).toBeUndefined()
  })

  it.each(assessmentContext.commands.map((c) => [c.name, c] as const))(
    '%s: every refusal has its own text, or the generic one',
    (_name, command) => {
      const generic = ['SignatureMissing', 'ApprovalMissing']
      for (const code of command.refusals) expect([...Object.keys(assessmentContext.refusals), ...generic]).toContain(code)
    },
  )

  it.each(assessmentContext.commands.map((c) => [c.name, c] as const))(
    '%s: a co-signed command can be refused for its signature',
    (_name, command) => {
      expect(command.refusals.includes('SignatureMissing')).toBe(command.coSigners.length > 0)
    },
  )

  it.each(assessmentContext.events.map((e) => [e.type, e] as const))('%s carries the key of its stream (C-07)', (_type, event) => {
    expect(Object.keys(event.data.shape)).toEqual(expect.arrayContaining([...event.aggregate.key]))
  })

  it('streams are named by the words of the domain', () => {
    const payload = {
      counselorId: 'c_1',
      year: 2024,
      findingId: 'f_1',
      incidentId: 'i_1',
      achievementId: 'a_1',
      kind: 'topTen',
      grade: 'excellent',
      caseId: 'k_1',
      month: '2024-03',
      isoWeek: '2024-W10',
      termId: 't1',
    }
    expect(assessmentContext.aggregates.map((a) => streamName(a, 'aksu', payload))).toEqual([
      'assessscheme-aksu.2024',
      'assessment-aksu.c_1-2024',
      'gradeplaces-aksu.excellent-2024',
      'studenteval-aksu.c_1-2024',
      'unsuitable-aksu.f_1',
      'incident-aksu.i_1',
      'achievement-aksu.a_1',
      'award-aksu.topTen-2024',
      'accountability-aksu.k_1',
      'worklog-aksu.c_1-2024-03',
      'journal-aksu.c_1-2024-W10',
      'filereport-aksu.c_1-t1',
    ])
  })

  it('C-12: no command, event or text field names a student', () => {
    const fields = [
      ...assessmentContext.commands.map((c) => c.payload.shape),
      ...assessmentContext.events.map((e) => e.data.shape),
    ].flatMap((shape) => Object.keys(shape))
    // a person here is staff: who is honoured, or whose key encrypts a case
    const staff = ['personId', 'personIds', 'personCategory']
    // how many, and how they are in general
    const counts = ['students', 'studentCount', 'studentsInGeneral']
    expect(fields.filter((f) => /student|voter|person/i.test(f) && ![...staff, ...counts].includes(f))).toEqual([])
  })
})
