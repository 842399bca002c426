import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { AlwaysOffSampler, AlwaysOnSampler, ParentBasedSampler, type SpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'

export interface TracingOptions {
  readonly service: string
  /** Where spans go. With none, spans carry ids through logs and messages but are recorded nowhere. */
  readonly processors: readonly SpanProcessor[]
}

export interface Tracing {
  /** Sends what is waiting, then stops. */
  readonly stop: () => Promise<void>
}

/** Starts tracing for this process. */
export const startTracing = ({ service, processors }: TracingOptions): Tracing => {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'fudao' }),
    // an unsampled span still has ids, so logs and event metadata can be joined; it costs almost nothing.
    // A remote parent without the sampled flag comes from a process that exports nowhere: what this one does is kept all the same.
    sampler:
      processors.length === 0
        ? new AlwaysOffSampler()
        : new ParentBasedSampler({ root: new AlwaysOnSampler(), remoteParentNotSampled: new AlwaysOnSampler() }),
    spanProcessors: [...processors],
  })
  const manager = new AsyncLocalStorageContextManager()
  manager.enable()
  context.setGlobalContextManager(manager)
  trace.setGlobalTracerProvider(provider)
  return {
    stop: async () => {
      await provider.shutdown()
      trace.disable()
      context.disable()
    },
  }
}
