import { type Attributes, type Context, context, type Link, type Span, type SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { attribute } from './names.js'

export interface SpanOptions {
  readonly kind?: SpanKind
  readonly attributes?: Attributes
  readonly links?: readonly Link[]
  /** Default: the active context. */
  readonly parent?: Context
}

const tracer = () => trace.getTracer('fudao')

const optionsOf = (options: SpanOptions) => ({
  ...(options.kind === undefined ? {} : { kind: options.kind }),
  ...(options.attributes === undefined ? {} : { attributes: options.attributes }),
  ...(options.links === undefined ? {} : { links: [...options.links] }),
})

/** Marks the span failed; the message of an error is not recorded when it could hold personal data, so only its type is. */
export const failSpan = (span: Span, error: unknown): void => {
  const type = error instanceof Error ? error.name : 'Error'
  span.setAttribute(attribute.errorType, type)
  span.setStatus({ code: SpanStatusCode.ERROR, message: type })
}

/** Starts a span that the caller ends; `context` has it active. */
export const startSpan = (name: string, options: SpanOptions = {}): { readonly span: Span; readonly context: Context } => {
  const parent = options.parent ?? context.active()
  const span = tracer().startSpan(name, optionsOf(options), parent)
  return { span, context: trace.setSpan(parent, span) }
}

/** Runs `fn` in a span and ends it when `fn` is done; a thrown error marks the span failed and passes on. */
export const withSpan = async <T>(name: string, options: SpanOptions, fn: (span: Span) => Promise<T> | T): Promise<T> => {
  const started = startSpan(name, options)
  try {
    return await context.with(started.context, () => fn(started.span))
  } catch (error) {
    failSpan(started.span, error)
    throw error
  } finally {
    started.span.end()
  }
}

/** A span of something that is over already (a committed batch), with its own times in epoch milliseconds. */
export const recordSpan = (name: string, options: SpanOptions & { readonly startTime: number; readonly endTime: number }): void => {
  const parent = options.parent ?? context.active()
  tracer()
    .startSpan(name, { ...optionsOf(options), startTime: options.startTime }, parent)
    .end(options.endTime)
}
