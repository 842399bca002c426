import type { EventOf, Role } from '@fudao/contracts/kit'
import {
  type CancelTask,
  type CompleteTask,
  type DelegateTask,
  type RaiseTask,
  TaskCancelled,
  TaskCompleted,
  TaskDelegated,
  TaskRaised,
} from '@fudao/contracts/tasks'
import { type AggregateDecider, type CommandOf, type DecisionContext, happened, refuse } from '@fudao/domain-kit'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type TaskEvent = EventOf<typeof TaskRaised | typeof TaskCompleted | typeof TaskCancelled | typeof TaskDelegated>

// --- State -----------------------------------------------------------------------------------------------------------

export interface OpenTask {
  readonly status: 'open' | 'done' | 'cancelled'
  readonly raised: Omit<EventOf<typeof TaskRaised>['data'], 'basis' | 'coSigners' | 'approvalRef'>
  /** Whoever it was handed on to may act as well. */
  readonly delegatedTo: string | undefined
}
export type Task = { readonly status: 'none' } | OpenTask

// --- Evolve ----------------------------------------------------------------------------------------------------------

const evolve = (state: Task, event: TaskEvent): Task => {
  if (event.type === 'TaskRaised') {
    const { basis: _, coSigners: __, approvalRef: ___, ...raised } = event.data
    return { status: 'open', raised, delegatedTo: undefined }
  }
  if (state.status === 'none') return state
  switch (event.type) {
    case 'TaskCompleted':
      return { ...state, status: 'done' }
    case 'TaskCancelled':
      return { ...state, status: 'cancelled' }
    case 'TaskDelegated':
      return { ...state, delegatedTo: event.data.toUserId }
  }
}

// --- Decide ----------------------------------------------------------------------------------------------------------

type Raise = CommandOf<typeof RaiseTask>
type Complete = CommandOf<typeof CompleteTask>
type Cancel = CommandOf<typeof CancelTask>
type Delegate = CommandOf<typeof DelegateTask>
export type TaskCommand = Raise | Complete | Cancel | Delegate

/** JSON text with sorted keys: the order in which a caller writes fields is no difference. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) =>
    typeof v === 'object' && v !== null && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  )

const wrongState = (state: Task): never => refuse('WrongState', ['C-15'], { state: state.status })

/** Acts of people: the owner role within its department or its own person, or the person it was delegated to. */
const mustOwn = ({ actor }: DecisionContext, { raised, delegatedTo }: OpenTask): void => {
  if (delegatedTo !== undefined && actor.userId === delegatedTo) return
  const scopes: readonly (readonly [string | undefined, string | undefined])[] = [
    [
      raised.departmentId,
      (['deptBranch', 'departmentOffice'] as readonly Role[]).includes(actor.role) ? (actor.departmentId ?? '') : raised.departmentId,
    ],
    [raised.counselorId, actor.role === 'counselor' ? (actor.counselorId ?? '') : raised.counselorId],
  ]
  if (actor.role !== raised.ownerRole || scopes.some(([wanted, own]) => wanted !== undefined && wanted !== own))
    refuse('NotAuthorized', ['C-15'], { ownerRole: raised.ownerRole })
}

/** `∅ → open`. */
const raiseTask = ({ data }: Raise, state: Task): TaskEvent[] => {
  const { coSigners: _, approvalRef: __, ...own } = data
  if (state.status === 'none') return [happened(TaskRaised, own)]
  return state.status === 'open' && canonical(state.raised) === canonical(own) ? [] : wrongState(state)
}
/** `open → done`. */
const completeTask = ({ data, metadata }: Complete, state: Task): TaskEvent[] => {
  if (state.status === 'none') return wrongState(state)
  mustOwn(metadata, state)
  if (state.status === 'done') return []
  return state.status === 'open' ? [happened(TaskCompleted, { taskId: data.taskId, on: metadata.asOf })] : wrongState(state)
}
/** `open → cancelled`, by the rule whose reason for it has gone. */
const cancelTask = ({ data }: Cancel, state: Task): TaskEvent[] => {
  if (state.status === 'cancelled') return []
  return state.status === 'open' ? [happened(TaskCancelled, { taskId: data.taskId, reason: data.reason })] : wrongState(state)
}
/** Stays open; the one it is handed to may act as well. */
const delegateTask = ({ data, metadata }: Delegate, state: Task): TaskEvent[] => {
  if (state.status === 'none') return wrongState(state)
  mustOwn(metadata, state)
  if (state.status !== 'open') return wrongState(state)
  return state.delegatedTo === data.toUserId ? [] : [happened(TaskDelegated, { taskId: data.taskId, toUserId: data.toUserId })]
}

const decide = (command: TaskCommand, state: Task): TaskEvent[] => {
  switch (command.type) {
    case 'RaiseTask':
      return raiseTask(command, state)
    case 'CompleteTask':
      return completeTask(command, state)
    case 'CancelTask':
      return cancelTask(command, state)
    case 'DelegateTask':
      return delegateTask(command, state)
  }
}

/** A matter a rule hands to a person (domain/40); only its owner settles it, only rules raise and cancel it. */
export const taskDecider: AggregateDecider<Task, TaskCommand, TaskEvent> = {
  initialState: () => ({ status: 'none' }),
  decide,
  evolve,
}
