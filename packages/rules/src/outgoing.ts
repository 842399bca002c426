import { type CommandDefinition, type CommandMessage, isEncrypted, streamName } from '@fudao/contracts/kit'
import { CancelTask, RaiseTask, taskActions } from '@fudao/contracts/tasks'
import { causeKey, type RecordingContext } from './context.js'
import { toCommandId, toTaskId } from './ids.js'
import { type Cause, type Reaction, type Rule, type RuleCommand, type TaskRequest, toEventRef } from './rule.js'

/** How the answers to a command are understood; stored with it, so that a restart understands them the same. */
export interface Handling {
  readonly holds: readonly string[]
  /** Params that must come with the code; absent in what was stored before there were any. */
  readonly holdsWith?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly moot: readonly string[]
  readonly onRefused: Readonly<Record<string, TaskRequest>>
  /** What is sent in its place, by the code of the refusal; absent in what was stored before there was any. */
  readonly instead?: Readonly<Record<string, readonly OutgoingCommand[]>>
  /** Owner of the general task. */
  readonly owner: string
}

/** A command on its way to its service. */
export interface OutgoingCommand {
  readonly commandId: string
  readonly campusId: string
  readonly rule: string
  readonly key: string
  readonly lane: string
  /** Commands of one reaction: where one fails, those that build on it are not sent. */
  readonly group: string
  readonly afterPrevious: boolean
  /** Replaces what waits in its lane under the same slot. */
  readonly slot: string | null
  readonly context: string
  readonly command: string
  readonly stream: string
  readonly message: CommandMessage
  readonly handling: Handling
  readonly traceparent: string | null
}

/**
 * The payload as the published schema reads it. A8: what is stored on its way holds names only as the ciphertext of the event they came
 * from; the service that decides opens it. A plain one is a defect of the rule, as is a payload the schema does not take.
 */
const checkedPayload = (rule: string, definition: CommandDefinition, payload: Readonly<Record<string, unknown>>) => {
  const fields = (definition.personal?.fields ?? []).filter((field) => payload[field] !== undefined)
  if (fields.length === 0) return definition.payload.parse(payload)
  for (const field of fields)
    if (!isEncrypted(payload[field])) throw new Error(`${rule} would store ${definition.name}.${field} in plain (A8)`)
  const hidden = Object.fromEntries(fields.map((field) => [field, true])) as Record<never, never>
  const ciphertexts = Object.fromEntries(fields.map((field) => [field, payload[field]]))
  const rest = Object.fromEntries(Object.entries(payload).filter(([field]) => !fields.includes(field)))
  return { ...definition.payload.omit(hidden).parse(rest), ...ciphertexts }
}

type Origin = Pick<OutgoingCommand, 'campusId' | 'rule' | 'key' | 'lane' | 'group' | 'traceparent'>
type Envelope = Pick<CommandMessage, 'asOf' | 'token' | 'correlationId' | 'causationId' | 'basis'>

const make = (
  origin: Origin,
  definition: CommandDefinition,
  payload: Readonly<Record<string, unknown>>,
  ids: { readonly key: string; readonly cause: string },
  envelope: Envelope,
  handling: Handling,
  afterPrevious = false,
  slot: string | null = null,
): OutgoingCommand => {
  const stream = streamName(definition.aggregate, origin.campusId, payload)
  const commandId = toCommandId(ids.key, definition.name, stream, ids.cause)
  return {
    ...origin,
    commandId,
    afterPrevious,
    slot,
    context: definition.aggregate.context,
    command: definition.name,
    stream,
    // a payload the published schema does not take is a defect of the rule: it parks the instance before anything is stored
    message: {
      commandId,
      payload: checkedPayload(origin.rule, definition, payload),
      actor: { userId: 'rules', role: 'system' },
      rule: origin.rule,
      ...envelope,
    },
    handling,
  }
}

const taskHandling = (owner: string): Handling => ({ holds: ['WrongState'], moot: [], onRefused: {}, owner })

/** The command that raises a task; a task that exists already is the goal. */
export const toRaiseTask = (origin: Origin, task: TaskRequest, cause: string, envelope: Envelope): OutgoingCommand => {
  const ownerRole = task.ownerRole ?? taskActions[task.action].owner
  const payload = {
    taskId: toTaskId(origin.rule, task.key, cause),
    ruleId: origin.rule,
    ownerRole,
    ...(task.departmentId === undefined ? {} : { departmentId: task.departmentId }),
    ...(task.counselorId === undefined ? {} : { counselorId: task.counselorId }),
    subject: task.subject,
    ...(task.dueOn === undefined ? {} : { dueOn: task.dueOn }),
    action: task.action,
    ...(task.params === undefined ? {} : { params: task.params }),
  }
  return make(origin, RaiseTask, payload, { key: task.key, cause }, envelope, taskHandling(ownerRole))
}

/** Commands of a reaction, in the order they are sent: its commands, then the tasks it raises, then those it settles. */
export const toOutgoing = (
  rule: Rule,
  key: string,
  cause: Cause,
  reaction: Reaction,
  context: RecordingContext,
  traceparent: string | null,
): OutgoingCommand[] => {
  const origin: Origin = {
    campusId: context.campusId,
    rule: rule.id,
    key,
    lane: `${context.campusId}/${rule.lane?.(key) ?? `${rule.id}:${key}`}`,
    group: `${rule.id}:${key}@${causeKey(cause)}`,
    traceparent,
  }
  const because = cause.kind === 'event' ? toEventRef(cause.event) : cause.timer.setBy
  const correlationId = cause.kind === 'event' ? cause.event.correlationId : cause.timer.correlationId
  const policy = context.policyUsed()
  const envelope = (rules: readonly string[], uses: RuleCommand['uses']): Envelope => ({
    asOf: context.asOf,
    // who decides has heard of what the rule has heard of: reference tables wait for it
    ...(cause.kind === 'event' ? { token: cause.event.position } : {}),
    correlationId,
    causationId: because.id,
    basis: {
      rules: [rule.id, ...rules.filter((r) => r !== rule.id)],
      events: [...(uses ?? [because])],
      ...(Object.keys(policy).length > 0 ? { policy } : {}),
    },
  })
  const at = causeKey(cause)
  const send = (c: RuleCommand): OutgoingCommand => {
    if (!rule.issues.includes(c.definition)) throw new Error(`${rule.id} may not issue ${c.definition.name} (C-15)`)
    const instead = Object.entries(c.instead ?? {}).map(([code, others]) => [code, others.map(send)])
    return make(
      origin,
      c.definition,
      c.payload,
      { key: c.key, cause: at },
      envelope(c.rules, c.uses),
      {
        holds: c.holds ?? [],
        ...(c.holdsWith ? { holdsWith: c.holdsWith } : {}),
        moot: c.moot ?? [],
        onRefused: c.onRefused ?? {},
        ...(instead.length > 0 ? { instead: Object.fromEntries(instead) } : {}),
        owner: rule.owner,
      },
      c.afterPrevious,
      c.slot,
    )
  }
  const commands = (reaction.commands ?? []).map(send)
  const tasks = (reaction.tasks ?? []).map((t) => toRaiseTask(origin, t, at, envelope(taskActions[t.action].rules, undefined)))
  const settled = (reaction.settledTasks ?? []).map((t) =>
    // completed by its owner meanwhile: nothing to cancel
    make(
      origin,
      CancelTask,
      { taskId: t.taskId, reason: t.reason },
      { key: t.taskId, cause: at },
      envelope([], undefined),
      taskHandling(rule.owner),
    ),
  )
  return [...commands, ...tasks, ...settled]
}
