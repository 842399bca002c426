import { meter, metricName } from '@fudao/telemetry'

const commands = meter().createCounter(metricName.ruleCommands, { description: 'commands of rules by how they ended' })
const lag = meter().createGauge(metricName.rulesLagEvents, { description: 'events of the feed not yet applied by the rules' })
const parked = meter().createGauge(metricName.rulesParked, { description: 'instances of rules that wait for an operator' })
const pending = meter().createGauge(metricName.rulesPending, { description: 'commands of rules not yet answered' })

export const countOutcome = (rule: string, command: string, outcome: string): void => commands.add(1, { rule, command, outcome })
export const recordLag = (events: number): void => lag.record(events)
export const recordBacklog = (status: { readonly parkedInstances: number; readonly pendingCommands: number }): void => {
  parked.record(status.parkedInstances)
  pending.record(status.pendingCommands)
}
