import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { registerInstrumentations } from '@opentelemetry/instrumentation'
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http'
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg'
import { BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace'
import { register, supportsSyncHooks } from 'import-in-the-middle/register-hooks.mjs'
import { isUntraced } from './untraced.js'

/** Sends spans in batches to an OTLP/HTTP collector; spans are dropped, never waited for, when it does not keep up. */
export const exportTo = (endpoint: string): SpanProcessor =>
  new BatchSpanProcessor({
    exporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: 5_000 }),
    scheduledDelayMillis: 500,
    exportTimeoutMillis: 5_000,
    maxQueueSize: 8192,
  })

/** Spans of HTTP and PostgreSQL. The hooks must be in place before the libraries are loaded. */
export const instrumentLibraries = (): void => {
  if (supportsSyncHooks()) register({ include: ['pg', 'pg-pool', 'http', 'https', 'node:http', 'node:https'] })
  registerInstrumentations({
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: ({ url = '' }) => /^\/(healthz|readyz|metrics)/.test(url) || isUntraced(url),
        // the exporter's own requests
        ignoreOutgoingRequestHook: (request) => typeof request.path === 'string' && request.path.endsWith('/v1/traces'),
      }),
      new PgInstrumentation({ requireParentSpan: true }),
    ],
  })
}
