import { performance } from 'node:perf_hooks'
import type { CommandReply } from '@fudao/contracts/kit'
import { attribute, meter } from '@fudao/telemetry'
import { trace } from '@opentelemetry/api'

const seconds = meter().createHistogram('fudao_command_seconds', {
  description: 'Time to carry out a command, by context, command and outcome.',
  unit: 's',
  advice: { explicitBucketBoundaries: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] },
})
const refusals = meter().createCounter('fudao_command_refusals', { description: 'Commands refused, by code.' })
const retries = meter().createCounter('fudao_command_retries', {
  description: 'Rounds of a command lost to another append or to an unknown outcome.',
})

const outcomeOf = (reply: CommandReply): string => {
  if (reply.status === 'accepted' && reply.repeated) return 'repeated'
  return reply.status
}

/** Measures one command and describes it on the active span. Ids only, no payload. */
export const measured = async (
  at: { readonly campus: string; readonly context: string; readonly command: string; readonly message: unknown },
  run: () => Promise<CommandReply>,
): Promise<CommandReply> => {
  const started = performance.now()
  let outcome = 'defect'
  try {
    const reply = await run()
    outcome = outcomeOf(reply)
    const span = trace.getActiveSpan()
    const commandId = (at.message as { readonly commandId?: unknown } | null)?.commandId
    span?.setAttributes({
      [attribute.campus]: at.campus,
      [attribute.command]: at.command,
      [attribute.outcome]: outcome,
      ...(typeof commandId === 'string' ? { [attribute.commandId]: commandId } : {}),
      ...('code' in reply ? { [attribute.refusal]: reply.code } : {}),
      ...('stream' in reply ? { [attribute.stream]: reply.stream } : {}),
    })
    if (reply.status === 'refused') refusals.add(1, { context: at.context, command: at.command, code: reply.code })
    return reply
  } finally {
    seconds.record((performance.now() - started) / 1_000, { context: at.context, command: at.command, outcome })
  }
}
export const countRetry = (reason: string): void => retries.add(1, { reason })
