import { createHash, randomUUID } from 'node:crypto'
import { assessmentContext } from '@fudao/contracts/assessment'
import { DayStarted } from '@fudao/contracts/calendar'
import { type Actor, type CommandDefinition, type CommandReply, type EventDefinition, type EventOf, streamName } from '@fudao/contracts/kit'
import { PolicyParameterSet, PresetAdopted, presetValues } from '@fudao/contracts/policy'
import { ExitCase, fromExitCaseId, staffingContext } from '@fudao/contracts/staffing'
import { type AggregateDecider, Refusal } from '@fudao/domain-kit'
import { Engine, type OutgoingCommand, type Rule, type RuleEvent, replay, settle, Workspace } from '@fudao/rules'
import { accountabilityDecider } from '@fudao/service-assessment/domain/accountability-case/accountability-case'
import { assessmentDecider } from '@fudao/service-assessment/domain/counselor-assessment/counselor-assessment'
import { findingDecider } from '@fudao/service-assessment/domain/unsuitability-finding/finding'
import { contractDecider } from '@fudao/service-staffing/domain/contract/contract'
import { counselorDecider } from '@fudao/service-staffing/domain/counselor/counselor'
import { exitCaseDecider } from '@fudao/service-staffing/domain/exit-case/exit-case'
import { decisionContext, type PolicyOverrides } from '@fudao/testing'

interface DomainEvent {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}
interface Decider {
  readonly initialState: () => unknown
  readonly decide: (command: unknown, state: unknown) => readonly DomainEvent[]
  readonly evolve: (state: unknown, event: unknown) => unknown
}
const hosted = <S, C extends { readonly type: string }, E extends { readonly type: string }>({
  initialState,
  decide,
  evolve,
}: AggregateDecider<S, C, E>): Decider => ({
  initialState,
  decide: (command, state) => decide(command as C, state as S) as unknown as readonly DomainEvent[],
  evolve: (state, event) => evolve(state as S, event as E),
})
const deciders: Readonly<Record<string, Decider>> = {
  CounselorAssessment: hosted(assessmentDecider),
  UnsuitabilityFinding: hosted(findingDecider),
  AccountabilityCase: hosted(accountabilityDecider),
  ExitCase: hosted(exitCaseDecider),
  EmploymentContract: hosted(contractDecider),
  Counselor: hosted(counselorDecider),
}
const definitions = new Map([...assessmentContext.events, ...staffingContext.events].map((e) => [`${e.aggregate.name}/${e.name}`, e]))

const weights = { studentAffairs: 40, orgPersonnel: 20, deptBranch: 20, students: 20 }
const scheme = { status: 'published', terms: { weights, criteria: ['ethics'], thresholds: { excellent: 9000, qualified: 6000 } } }
const uuid = (text: string): string =>
  createHash('sha1')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-8$4-$5')

export const campus = 'aksu'

/**
 * One campus without servers: the services' own deciders on streams in memory, the rules fed as their runtime feeds them, their commands
 * waiting in lanes until a test lets them arrive.
 */
export class InMemorySystem {
  readonly journal: RuleEvent[] = []
  readonly #engine: Engine
  readonly #ws = new Workspace()
  readonly #states = new Map<string, unknown>()
  readonly #revisions = new Map<string, number>()
  readonly #answers = new Map<string, CommandReply>()
  readonly #lanes = new Map<string, OutgoingCommand[]>()
  readonly #stopped = new Set<string>()
  readonly #settled: OutgoingCommand[] = []
  readonly #policy: PolicyOverrides
  #seen = 0
  today: string

  constructor(
    readonly rules: readonly Rule[],
    { today, policy = {} }: { readonly today: string; readonly policy?: PolicyOverrides },
  ) {
    this.#engine = new Engine(rules)
    this.#policy = policy
    this.today = today
    const since = { effectiveFrom: '1990-01-01' }
    this.seed(PresetAdopted, { ...since, preset: 'aksu', contexts: ['staffing', 'assessment'], values: presetValues('aksu') })
    for (const [key, value] of Object.entries(policy))
      this.seed(PolicyParameterSet, { ...since, key: key as never, value: value as never, unit: '', basisDoc: 'test', reason: 'test' })
    this.advance(today)
  }

  /** Appends an event as a fact. */
  seed<D extends EventDefinition>(definition: D, data: EventOf<D>['data']): void {
    this.#append(definition, streamName(definition.aggregate, campus, data), { type: definition.name, data })
  }
  advance(to: string): void {
    this.today = to
    this.seed(DayStarted, { on: to })
  }
  state<S>({ initialState }: { readonly initialState: () => S }, stream: string): S {
    return (this.#states.get(stream) ?? initialState()) as S
  }

  /** Decides as the service would; a refusal is an answer like any other. */
  send(
    definition: CommandDefinition,
    payload: Readonly<Record<string, unknown>>,
    actor: Partial<Actor> = { role: 'system' },
    { commandId = randomUUID() as string, asOf = this.today } = {},
  ): CommandReply {
    const known = this.#answers.get(commandId)
    if (known) return known
    const reply = this.#decide(definition, payload, actor, commandId, asOf)
    this.#answers.set(commandId, reply)
    return reply
  }
  #decide(
    definition: CommandDefinition,
    payload: Readonly<Record<string, unknown>>,
    actor: Partial<Actor>,
    commandId: string,
    asOf: string,
  ): CommandReply {
    const decider = deciders[definition.aggregate.name]
    if (!decider) throw new Error(`no decider for ${definition.aggregate.name}`)
    const stream = streamName(definition.aggregate, campus, payload)
    const facts = this.#facts(definition.name, payload)
    const settings = { campusId: campus, commandId, asOf, preset: 'aksu' as const, policy: this.#policy, actor, facts }
    const command = { type: definition.name, data: definition.payload.parse(payload), metadata: decisionContext(settings) }
    try {
      const events = decider.decide(command, this.#states.get(stream) ?? decider.initialState())
      for (const event of events) {
        const of = definitions.get(`${definition.aggregate.name}/${event.type}`)
        if (!of) throw new Error(`${event.type} is not published`)
        this.#append(of, stream, event, asOf)
      }
      return {
        status: 'accepted',
        commandId,
        stream,
        revision: this.#revisions.get(stream) ?? -1,
        events: [],
        token: null,
        repeated: false,
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { status: 'refused', code: error.code, rules: error.rules, params: error.params }
    }
  }
  #facts(command: string, { exitCaseId, counselorId }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const key = typeof exitCaseId === 'string' ? fromExitCaseId(exitCaseId) : undefined
    if (key) return { exitCase: this.#states.get(streamName(ExitCase, campus, { ...key })) }
    if (command === 'OpenAssessment') return { scheme }
    return command === 'OpenCase' ? { personId: `p_${String(counselorId)}` } : {}
  }
  #append({ type, aggregate }: EventDefinition, stream: string, event: DomainEvent, asOf = this.today): void {
    const revision = (this.#revisions.get(stream) ?? -1) + 1
    const id = uuid(`${stream}|${revision}`)
    this.#revisions.set(stream, revision)
    const decider = deciders[aggregate.name]
    if (decider) this.#states.set(stream, decider.evolve(this.#states.get(stream) ?? decider.initialState(), { ...event, id }))
    const position = String(this.journal.length + 1).padStart(20, '0')
    // the rules read what was stored
    const data = JSON.parse(JSON.stringify(event.data)) as DomainEvent['data']
    this.journal.push({ id, type, campusId: campus, stream, revision, position, asOf, correlationId: id, data })
    this.redeliver(this.journal.length - 1)
  }

  /** The rules get an event of the journal, for the first time or once more. */
  redeliver(at: number): void {
    const event = this.journal[at]
    if (!event) return
    this.#engine.apply(this.#ws, event)
    this.#enqueue(this.#ws.outgoing.slice(this.#seen))
    this.#seen = this.#ws.outgoing.length
  }
  #enqueue(commands: readonly OutgoingCommand[]): void {
    for (const command of commands) {
      const lane = this.#lanes.get(command.lane) ?? []
      const known = this.#settled.some((c) => c.commandId === command.commandId) || lane.some((c) => c.commandId === command.commandId)
      if (!known) this.#lanes.set(command.lane, [...lane, command])
    }
  }

  /** The first command of a lane arrives; `false` when none waits. */
  deliver(pick: number): boolean {
    const waiting = [...this.#lanes].filter(([, commands]) => commands.length > 0)
    const [lane, [command, ...rest]] = waiting[pick % Math.max(1, waiting.length)] ?? ['', []]
    if (!command) return false
    this.#lanes.set(lane, rest)
    this.#settled.push(command)
    if (command.afterPrevious && this.#stopped.has(command.group)) return true
    this.#arrive(command)
    return true
  }
  drain(): void {
    while (this.deliver(0));
  }
  /** A command that was answered is sent again: its first answer was lost. */
  resend(pick: number): void {
    const command = this.#settled[pick % Math.max(1, this.#settled.length)]
    if (command && this.#answers.has(command.commandId)) this.#arrive(command)
  }
  #arrive(command: OutgoingCommand): void {
    // tasks are open until they are cancelled; nobody completes one here
    if (command.context === 'tasks') return
    const definition = [...assessmentContext.commands, ...staffingContext.commands].find((c) => c.name === command.command)
    if (!definition) throw new Error(`${command.command} is not published`)
    const { payload, actor, asOf } = command.message
    const reply = this.send(definition, payload, actor, { commandId: command.commandId, ...(asOf === undefined ? {} : { asOf }) })
    const settlement = settle(command, reply)
    if (settlement.kind === 'retry') throw new Error('there is always an answer')
    if (settlement.stops) this.#stopped.add(command.group)
    this.#enqueue([...settlement.instead, ...(settlement.task ? [settlement.task] : [])])
  }

  /** Payloads of the tasks that were raised and not taken back. */
  get openTasks(): readonly Readonly<Record<string, unknown>>[] {
    const sent = this.#settled.filter((c) => c.context === 'tasks')
    const cancelled = new Set(sent.filter((c) => c.command === 'CancelTask').map((c) => c.message.payload.taskId))
    return sent.filter((c) => c.command === 'RaiseTask' && !cancelled.has(c.message.payload.taskId)).map((c) => c.message.payload)
  }
  /** What the rules hold and have asked for, after all that came in whatever way. */
  get live() {
    return ended({
      outgoing: this.#ws.outgoing,
      instances: [...this.#ws.instances.values()],
      parts: this.#ws.allParts(),
      timers: timersOf(this.#ws),
    })
  }
  /** The same after one reading of the journal. */
  get replayed() {
    const { commands, instances, parts, timers } = replay(this.rules, this.journal)
    return ended({ outgoing: commands, instances, parts, timers })
  }
}

const timersOf = (ws: Workspace) => [...ws.timers.values()].flatMap((timers) => [...timers.values()])
type Replay = ReturnType<typeof replay>
interface Held extends Pick<Replay, 'instances' | 'parts' | 'timers'> {
  readonly outgoing: readonly OutgoingCommand[]
}
const by = <T>(items: readonly T[], key: (item: T) => string): T[] => items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))

const ended = ({ outgoing, instances, parts, timers }: Held) => ({
  // a command id goes out once, however often it was decided
  commands: [...new Map(outgoing.toReversed().map((c) => [c.commandId, c])).values()].toReversed(),
  instances: by(instances, (i) => `${i.rule} ${i.key}`),
  parts: by(parts, (p) => `${p.rule} ${p.key} ${p.field} ${p.part}`),
  timers: by(timers, (t) => `${t.rule} ${t.key} ${t.name}`),
})
