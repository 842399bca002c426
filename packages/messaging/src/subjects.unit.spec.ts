import { describe, expect, it } from 'vitest'
import * as s from './subjects.js'

describe('subjects', () => {
  it('spell commands, queries, ledger requests, events and live changes', () => {
    expect(s.commandSubject('aksu', 'staffing', 'RegisterCounselor')).toBe('cmd.aksu.staffing.RegisterCounselor')
    expect(s.commandPattern('staffing')).toBe('cmd.*.staffing.*')
    expect(s.querySubject('aksu', 'views.exit-watch')).toBe('qry.aksu.views.exit-watch')
    expect(s.ledgerSubject('aksu', 'append')).toBe('ledger.aksu.append')
    expect(s.ledgerPattern('keys')).toBe('ledger.*.keys')
    expect(s.eventSubject('aksu', 'staffing', 'Counselor', 'CounselorRegistered')).toBe('evt.aksu.staffing.Counselor.CounselorRegistered')
    expect(s.campusEvents('aksu')).toBe('evt.aksu.>')
    expect(s.liveSubject('aksu')).toBe('live.aksu')
    expect(s.inboxPrefixOf('staffing')).toBe('_INBOX_staffing')
    expect(s.durableName('projector', 'exit-watch.v1')).toBe('projector__exit-watch_v1')
  })
  it('refuse what would be another subject', () => {
    for (const bad of ['', 'a.b', '*', '>', 'a b', '阿克苏']) expect(() => s.commandSubject(bad, 'staffing', 'X')).toThrow(TypeError)
    expect(() => s.querySubject('aksu', 'views.>')).toThrow(TypeError)
  })
  it('give back the parts of an event subject', () => {
    expect(s.parseEventSubject('evt.aksu.staffing.Counselor.CounselorRegistered')).toEqual({
      campus: 'aksu',
      context: 'staffing',
      aggregate: 'Counselor',
      event: 'CounselorRegistered',
    })
    expect(() => s.parseEventSubject('evt.aksu')).toThrow(TypeError)
  })
  it('have a low-cardinality form without the campus', () => {
    expect(s.subjectTemplate('cmd.aksu.staffing.RegisterCounselor')).toBe('cmd.*.staffing.RegisterCounselor')
    expect(s.subjectTemplate('ledger.aksu.append')).toBe('ledger.*.append')
    expect(s.campusOfSubject('ledger.aksu.append')).toBe('aksu')
  })
})
