import { meter } from '@fudao/telemetry'

const ledger = meter('fudao-ledger')
const latency = { advice: { explicitBucketBoundaries: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5] } }

/** Instruments of the ledger; times in seconds. */
export const ledgerMetrics = {
  /** From the request's arrival to its answer. */
  append: ledger.createHistogram('fudao_ledger_append_seconds', { description: 'From the arrival of an append to its answer', ...latency }),
  group: ledger.createHistogram('fudao_ledger_group_seconds', { description: 'Time a group took to become durable', ...latency }),
  groupSize: ledger.createHistogram('fudao_ledger_group_appends', {
    description: 'Appends committed together',
    advice: { explicitBucketBoundaries: [1, 2, 5, 10, 25, 50, 100, 250] },
  }),
  read: ledger.createCounter('fudao_ledger_events_read_total', { description: 'Events handed out by reads' }),
  relayed: ledger.createCounter('fudao_relay_events_total', { description: 'Events JetStream has acknowledged' }),
  resynced: ledger.createCounter('fudao_relay_resyncs_total', {
    description: 'Times the relay started over from the last message, by reason',
  }),
}

/** Gauges that are asked when metrics are read. */
export const observeLedger = (probe: {
  readonly waiting: () => number
  readonly relayLagSeconds: () => number
  readonly answered: () => Readonly<Record<string, number>>
}): void => {
  ledger
    .createObservableGauge('fudao_ledger_appends_waiting', { description: 'Appends not answered yet' })
    .addCallback((result) => result.observe(probe.waiting()))
  ledger
    .createObservableGauge('fudao_relay_lag_seconds', {
      description: 'Age of the oldest event that JetStream has not acknowledged; 0 when it has all',
    })
    .addCallback((result) => result.observe(probe.relayLagSeconds()))
  // Counted by hand: a counter with attributes costs a microsecond per append.
  ledger.createObservableCounter('fudao_ledger_appends_total', { description: 'Appends answered, by outcome' }).addCallback((result) => {
    for (const [status, count] of Object.entries(probe.answered())) result.observe(count, { status })
  })
}
