import { attribute, extractHeaders, spanName, startSpan } from '@fudao/telemetry'
import type { Msg } from '@nats-io/nats-core'
import { type Context, type Span, SpanKind } from '@opentelemetry/api'
import { campusOfSubject, subjectTemplate } from './subjects.js'

/** Starts the SERVER span of a request, a child of the sender's span. */
export const startServerSpan = (message: Msg, queue: string | undefined): { readonly span: Span; readonly context: Context } => {
  const template = subjectTemplate(message.subject)
  return startSpan(spanName.process(template), {
    kind: SpanKind.SERVER,
    parent: extractHeaders(message.headers),
    attributes: {
      [attribute.messagingSystem]: 'nats',
      [attribute.operationName]: 'process',
      [attribute.operationType]: 'process',
      [attribute.destination]: message.subject,
      [attribute.destinationTemplate]: template,
      [attribute.campus]: campusOfSubject(message.subject),
      ...(queue === undefined ? {} : { [attribute.consumerGroup]: queue }),
    },
  })
}
