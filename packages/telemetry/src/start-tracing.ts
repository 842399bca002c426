import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  AlwaysOffSampler,
  ParentBasedSampler,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'

export interface TracingOptions {
  readonly service: string
  /** Where spans go. With none, spans carry ids through logs and messages but are recorded nowhere. */
  readonly processors: readonly SpanProcessor[]
  /** Share of the traces that are recorded, 0 to 1; default all. A parent that is sampled is always followed. */
  readonly share?: number
}

export interface Tracing {
  /** Sends what is waiting, then stops. */
  readonly stop: () => Promise<void>
}

/** Starts tracing for this process. */
export const startTracing = ({ service, processors, share = 1 }: TracingOptions): Tracing => {
  // by the trace's id, so that every process decides alike and a trace is whole or not there
  const byId = new TraceIdRatioBasedSampler(share)
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'fudao' }),
    // an unsampled span still has ids, so logs and event metadata can be joined; it costs almost nothing.
    // A remote parent without the sampled flag may come from a process that exports nowhere: this one decides for itself.
    sampler: processors.length === 0 ? new AlwaysOffSampler() : new ParentBasedSampler({ root: byId, remoteParentNotSampled: byId }),
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
