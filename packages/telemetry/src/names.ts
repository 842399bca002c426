/** Every span name and attribute Fudao writes itself, in one place (OpenTelemetry semantic conventions for messaging and database). */
export const attribute = {
  messagingSystem: 'messaging.system',
  operationName: 'messaging.operation.name',
  operationType: 'messaging.operation.type',
  destination: 'messaging.destination.name',
  destinationTemplate: 'messaging.destination.template',
  consumerGroup: 'messaging.consumer.group.name',
  messageId: 'messaging.message.id',
  batchCount: 'messaging.batch.message_count',
  errorType: 'error.type',
  campus: 'fudao.campus',
  command: 'fudao.command',
  commandId: 'fudao.command.id',
  outcome: 'fudao.outcome',
  refusal: 'fudao.refusal',
  rule: 'fudao.rule',
  stream: 'fudao.stream',
  position: 'fudao.position',
  eventType: 'fudao.event.type',
  projection: 'fudao.projection',
} as const

/** `<operation> <low-cardinality destination>`: `send cmd.*.staffing.RegisterCounselor`. */
export const spanName = {
  send: (template: string): string => `send ${template}`,
  process: (template: string): string => `process ${template}`,
  publish: (template: string): string => `publish ${template}`,
  /** A consumer of events names itself, so that two processors of one event are told apart. */
  consume: (processor: string, eventType: string): string => `process ${eventType} ${processor}`,
  batch: (processor: string): string => `process batch ${processor}`,
  /** A command that a service carries out without a request of its own. */
  command: (name: string): string => `command ${name}`,
} as const

export const metricName = {
  projectorLagEvents: 'fudao_projection_lag_events',
  projectorLagSeconds: 'fudao_projection_lag_seconds',
  projectorStopped: 'fudao_projection_stopped',
  projectorBatchSize: 'fudao_projection_batch_events',
  projectorBatchSeconds: 'fudao_projection_batch_seconds',
  feedGaps: 'fudao_event_feed_gaps_total',
  feedResubscriptions: 'fudao_event_feed_resubscriptions_total',
  ruleCommands: 'fudao_rules_commands_total',
  rulesLagEvents: 'fudao_rules_lag_events',
  rulesParked: 'fudao_rules_parked_instances',
  rulesPending: 'fudao_rules_pending_commands',
} as const
