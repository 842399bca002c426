import { describe, expect, it } from 'vitest'
import { toCloudEvent, traceparentOf } from './event-envelope.js'

const event = {
  id: '0b8f0f5a-7c7b-4e0e-9a7c-0e5f5f0a1b2c',
  type: 'staffing.CounselorRegistered',
  stream: 'counselor-aksu.c1',
  revision: 3,
  position: '00000000000000000042',
  recordedAt: '2026-11-21T05:30:43.123456Z',
  data: '{ "name":"阿依古丽", "n": 1.50 }',
  metadata: '{ "campusid":"aksu" }',
}

describe('CloudEvent of a stored event (A7)', () => {
  it('holds the stored texts as they are', () => {
    const text = toCloudEvent(event)
    expect(text).toContain(`"data":${event.data}}`)
    expect(JSON.parse(text)).toEqual({
      campusid: 'aksu',
      specversion: '1.0',
      id: event.id,
      source: '/fudao/staffing',
      type: event.type,
      subject: event.stream,
      time: event.recordedAt,
      datacontenttype: 'application/json',
      position: event.position,
      revision: 3,
      data: { name: '阿依古丽', n: 1.5 },
    })
  })

  it.each(['{}', ' { } ', '{\n}'])('is whole without metadata (%j)', (metadata) => {
    expect(JSON.parse(toCloudEvent({ ...event, metadata }))).toMatchObject({ specversion: '1.0', revision: 3 })
  })

  it('lets no stored metadata pose as the envelope', () => {
    const posing = { ...event, metadata: '{"id":"x","position":"9","subject":"counselor-hz.c1","data":{}}' }
    expect(JSON.parse(toCloudEvent(posing))).toMatchObject({
      id: event.id,
      position: event.position,
      subject: event.stream,
      data: { n: 1.5 },
    })
  })

  it('finds the trace of the request, and only a well-formed one', () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    expect(traceparentOf({ ...event, metadata: `{"traceparent": "${traceparent}"}` })).toBe(traceparent)
    expect(traceparentOf({ ...event, metadata: '{"traceparent":"00-xyz"}' })).toBe(undefined)
    expect(traceparentOf(event)).toBe(undefined)
  })
})
