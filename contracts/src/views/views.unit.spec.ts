import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { eventsFilter, views, whyAnswer, whyFilter } from './index.js'

describe('views', () => {
  it.each(views.map((view) => [view.name, view] as const))('%s can be described as JSON Schema, filter and row', (_, view) => {
    expect(z.toJSONSchema(view.filter, { io: 'input' })).toMatchObject({ type: 'object', additionalProperties: false })
    expect(z.toJSONSchema(view.row)).toMatchObject({ type: 'object' })
  })
  it('have names of their own, and roles that may read them', () => {
    expect(new Set(views.map((view) => view.name)).size).toBe(views.length)
    for (const view of views) expect(view.scope.campus.length).toBeGreaterThan(0)
  })
  it('never show personal data to analysts, nor to the operator of the platform', () => {
    for (const { scope } of views)
      for (const role of ['analyst', 'platformAdmin'] as const) expect([...scope.campus, ...scope.department]).not.toContain(role)
  })
  it('take at most 500 rows a page', () => {
    for (const view of views) {
      expect(view.filter.safeParse({ limit: '500' }).success).toBe(true)
      for (const limit of ['0', '501', '-1', '1.5', 'x', '']) expect(view.filter.safeParse({ limit }).success).toBe(false)
    }
  })
})
it('the journal query and why can be described as JSON Schema', () => {
  for (const schema of [eventsFilter, whyFilter]) expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({ type: 'object' })
  expect(z.toJSONSchema(whyAnswer)).toMatchObject({ type: 'object' })
})
