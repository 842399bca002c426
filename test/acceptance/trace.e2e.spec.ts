import { randomBytes } from 'node:crypto'
import { describe, expect, inject, it } from 'vitest'
import type { ReceivedSpan } from '../support/otlp-receiver.js'
import { assess, eventually, openCampus, propose, tokenFor } from './support/campus.js'

const spansOf = async (traceId: string): Promise<readonly ReceivedSpan[]> =>
  (await (await fetch(`${inject('otlpUrl')}/spans/${traceId}`)).json()) as readonly ReceivedSpan[]

describe('one trace', () => {
  it('holds gateway → service → ledger → store → relay → rules → staffing → projector, with parents and links', async () => {
    const campus = await openCampus({ firstDay: '2022-03-01' })
    await campus.hire('c1')
    await campus.publishScheme(2022)
    await campus.advance('2023-01-20')
    await assess(campus, 'c1', 2022, 'unqualified')
    await campus.exitCase('c1_2022_annualFail', 'opened')
    await campus.advance('2023-03-01')
    await campus.publishScheme(2023)
    await campus.advance('2024-01-20')
    await propose(campus, 'c1', 2023, 'unqualified')

    const traceId = randomBytes(16).toString('hex')
    const response = await fetch(new URL(`/api/${campus.campus}/assessment/FinalizeResult`, inject('baseUrl')), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await tokenFor({ campus: campus.campus, role: 'studentAffairs' })}`,
        'content-type': 'application/json',
        traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
      },
      body: JSON.stringify({ counselorId: 'c1', year: 2023, coSigners: campus.signed }),
    })
    expect(response.status, await response.clone().text()).toBe(200)

    const spans = await eventually(
      'every service has sent its spans of the trace',
      () => spansOf(traceId),
      (seen) => {
        const services = new Set(seen.map((span) => span.service))
        const named = (part: string) => seen.some((span) => span.name.includes(part))
        return (
          ['gateway', 'assessment', 'ledger', 'rules', 'staffing', 'projector'].every((service) => services.has(service)) &&
          named('process cmd.*.staffing.OpenExitCase') &&
          seen.some((span) => span.service === 'projector' && span.name.includes('staffing.ExitCaseOpened'))
        )
      },
      15_000,
    )
    const byId = new Map(spans.map((span) => [span.spanId, span]))
    const ancestors = (span: ReceivedSpan): readonly ReceivedSpan[] => {
      const parent = span.parentSpanId ? byId.get(span.parentSpanId) : undefined
      return parent ? [parent, ...ancestors(parent)] : []
    }
    const find = (service: string, part: string): ReceivedSpan => {
      const found = spans.find((span) => span.service === service && span.name.includes(part))
      return found ?? expect.fail(`no span of ${service} named ${part} among:\n${spans.map((s) => `${s.service}: ${s.name}`).join('\n')}`)
    }
    /** `descendant` runs under `ancestor`. */
    const under = (descendant: ReceivedSpan, ancestor: ReceivedSpan): void =>
      expect(
        ancestors(descendant).map((span) => span.spanId),
        `${descendant.name} is under ${ancestor.name}`,
      ).toContain(ancestor.spanId)

    const sent = find('gateway', 'send cmd.*.assessment.FinalizeResult')
    const decided = find('assessment', 'process cmd.*.assessment.FinalizeResult')
    under(decided, sent)
    const asked = find('assessment', 'send ledger.*.append')
    under(asked, decided)
    const appended = find('ledger', 'process ledger.*.append')
    under(appended, asked)
    const published = find('ledger', 'publish evt.')
    expect([...ancestors(published), ...published.links.map((link) => byId.get(link.spanId))].filter(Boolean).length).toBeGreaterThan(0)

    const reacted = find('rules', 'process assessment.AssessmentFinalized')
    expect(reacted.links.length, 'a consumer links to the span that produced the event').toBeGreaterThan(0)
    expect(reacted.links.every((link) => link.traceId === traceId)).toBe(true)
    const commanded = find('rules', 'send cmd.*.staffing.OpenExitCase')
    const opened = find('staffing', 'process cmd.*.staffing.OpenExitCase')
    under(opened, commanded)
    const shown = find('projector', 'staffing.ExitCaseOpened')
    expect(shown.links.length).toBeGreaterThan(0)
    for (const span of spans) expect(span.traceId).toBe(traceId)
  })
})
