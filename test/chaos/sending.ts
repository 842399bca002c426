import { setTimeout as delay } from 'node:timers/promises'
import { type Accepted, ProblemError } from '@fudao/api-client'
import type { Call, Outcome } from './history.js'
import type { World } from './world.js'

/** Answers that say nothing about what happened: the system was away, or did not answer in time. */
const uncertain = (error: unknown): boolean =>
  !(error instanceof ProblemError) || error.problem.status >= 500 || error.problem.status === 429

const actualOf = ({ problem }: ProblemError): number | null => {
  const actual = problem.params?.actual
  return typeof actual === 'number' ? actual : null
}

/** One attempt. */
export const attempt = async (world: World, call: Call): Promise<Outcome> => {
  const { campus, context, command, payload, key, role, ifMatch } = call
  try {
    const client = await world.client(campus, role)
    const options = { key, ...(ifMatch === undefined ? {} : { ifMatch }) }
    return { kind: 'accepted', reply: await client.command(campus, context, command, { ...payload }, options) }
  } catch (error) {
    if (uncertain(error)) return { kind: 'unknown', reason: error instanceof Error ? error.message : String(error) }
    const refused = error as ProblemError
    return { kind: 'refused', status: refused.problem.status, code: refused.problem.code ?? '', actual: actualOf(refused) }
  }
}

/** Sends with the same key until an answer is certain, at most `attempts` times. */
export const send = async (world: World, call: Call, attempts: number, pauseMs: number): Promise<Outcome> => {
  for (let n = 0; n < attempts; n++) {
    if (n > 0) await delay(pauseMs)
    call.attempts++
    call.outcome = await attempt(world, call)
    if (call.outcome.kind !== 'unknown') break
    call.unsure = true
  }
  call.endedAt = performance.now()
  return call.outcome
}

/** The same command again, after its answer is known: the answer must be the first one. */
export const repeat = async (world: World, call: Call): Promise<Accepted | null> => {
  const outcome = await attempt(world, call)
  if (outcome.kind !== 'accepted') return null
  call.repeats.push(outcome.reply)
  return outcome.reply
}
