import type { RecordedEvent } from '@fudao/contracts/kit'

const text = (value: string): string => JSON.stringify(value)

/**
 * CloudEvents 1.0, structured JSON mode, by splicing texts: what is stored is never parsed. The stored metadata stand first, so that
 * an attribute written here is the last of its name whatever they hold.
 */
export const toCloudEvent = (event: RecordedEvent): string => {
  const inner = event.metadata.slice(event.metadata.indexOf('{') + 1, event.metadata.lastIndexOf('}')).trim()
  const context = event.type.slice(0, event.type.indexOf('.'))
  return `{${inner}${inner === '' ? '' : ','}"specversion":"1.0","id":"${event.id}","source":"/fudao/${context}","type":${text(event.type)},"subject":${text(event.stream)},"time":"${event.recordedAt}","datacontenttype":"application/json","position":"${event.position}","revision":${event.revision},"data":${event.data}}`
}

const traceparent = /"traceparent"\s*:\s*"(00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})"/

/** W3C trace context of the request that made the event, absent when it was not traced. */
export const traceparentOf = (event: RecordedEvent): string | undefined => traceparent.exec(event.metadata)?.[1]
