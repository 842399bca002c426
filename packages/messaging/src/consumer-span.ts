import { attribute, contextOf, linksTo, recordSpan, type SpanOptions, spanName, withSpan } from '@fudao/telemetry'
import { type Span, SpanKind } from '@opentelemetry/api'
import type { EventMessage } from './event-message.js'
import { subjectTemplate } from './subjects.js'

// a rebuild reads millions of events whose traces nobody looks at any more
const MOST_SPANS_OF_A_BATCH = 100

const optionsFor = (message: EventMessage, processor: string): SpanOptions => ({
  kind: SpanKind.CONSUMER,
  parent: contextOf(message.traceparent),
  links: linksTo(message.traceparent),
  attributes: {
    [attribute.messagingSystem]: 'nats',
    [attribute.operationName]: 'process',
    [attribute.operationType]: 'process',
    [attribute.destination]: message.subject,
    [attribute.destinationTemplate]: subjectTemplate(message.subject),
    [attribute.consumerGroup]: processor,
    [attribute.messageId]: message.id,
    [attribute.campus]: message.campus,
    [attribute.position]: message.position,
  },
})

/** Runs `fn` in a CONSUMER span that continues the producer's trace and links to its span; commands sent inside belong to that trace. */
export const withConsumerSpan = <T>(message: EventMessage, processor: string, fn: (span: Span) => Promise<T> | T): Promise<T> =>
  withSpan(spanName.consume(processor, message.type), optionsFor(message, processor), fn)

/** CONSUMER spans of a batch that is committed: one per traced event, in the trace of its producer. */
export const recordConsumerSpans = (
  messages: readonly EventMessage[],
  processor: string,
  times: { readonly startTime: number; readonly endTime: number },
): void => {
  if (messages.length > MOST_SPANS_OF_A_BATCH) return
  for (const message of messages) {
    if (!message.traceparent) continue
    const options = optionsFor(message, processor)
    recordSpan(spanName.consume(processor, message.type), {
      ...options,
      attributes: { ...options.attributes, [attribute.batchCount]: messages.length },
      ...times,
    })
  }
}
