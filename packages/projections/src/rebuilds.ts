import { type Comparison, compareGenerations } from './compare.js'
import { createNext, dropGeneration, exchange, type Generation, indexNext, readGeneration, readGenerations } from './generations.js'
import { ProjectionRunner, type RunnerOptions } from './projection-runner.js'
import type { GenerationRole } from './schema.js'

type Beside = Exclude<GenerationRole, 'served'>

/** Progress of tables that are filled; `secondsLeft` is `null` while nothing can be said. */
export interface RebuildProgress {
  readonly state: 'filling' | 'ready' | 'failed'
  readonly eventsDone: number
  readonly eventsToDo: number
  readonly eventsPerSecond: number
  readonly secondsLeft: number | null
  readonly generation: Generation
}

const progressOf = (generation: Generation): RebuildProgress => {
  const seconds = (generation.updatedAt.getTime() - generation.startedAt.getTime()) / 1_000
  const perSecond = seconds > 0 ? generation.passed / seconds : 0
  return {
    state: generation.failure ? 'failed' : generation.ready ? 'ready' : 'filling',
    eventsDone: generation.passed,
    eventsToDo: generation.pending,
    eventsPerSecond: Math.round(perSecond),
    secondsLeft: generation.failure || perSecond === 0 ? null : Math.ceil(generation.pending / perSecond),
    generation,
  }
}

/** What an order came to; `waiting`: the tables still lack events that are served, ask again. */
export type SwapResult = 'done' | 'waiting' | 'failed' | 'none'

/** Who fills which tables: another instance may have swapped or dropped those it began with. */
interface Filling {
  readonly runner: ProjectionRunner
  readonly tables: string
}
const identityOf = ({ generation, startedAt }: Generation): string => `${generation} of ${startedAt.toISOString()}`

/**
 * Rebuilds one projection beside the tables that are served, compares, swaps and rolls back. What is at work is written in the
 * database: a restart goes on with it, and any instance may be asked.
 */
export class Rebuilds {
  readonly #options: RunnerOptions
  readonly #served: ProjectionRunner
  readonly #runners = new Map<Beside, Filling>()

  constructor(options: RunnerOptions, served: ProjectionRunner) {
    const { onCommitted: _, ...rest } = options
    this.#options = rest
    this.#served = served
  }

  get name(): string {
    return this.#served.name
  }
  get served(): ProjectionRunner {
    return this.#served
  }

  /** Goes on with a rebuild that was at work before a restart. */
  async start(): Promise<void> {
    const next = await this.#find('next')
    if (next) await this.#fill('next', next)
  }

  /** Starts a rebuild; one that is at work is told instead. */
  async rebuild(): Promise<RebuildProgress> {
    const { db, projection, readerRole } = this.#options
    const next = await createNext(db, projection, readerRole)
    await this.#fill('next', next)
    return (await this.progress()) ?? progressOf(next)
  }

  /** How far the rebuild is; `null` when there is none. */
  async progress(): Promise<RebuildProgress | null> {
    const next = await this.#find('next')
    return next ? progressOf(next) : null
  }

  generations(): Promise<readonly Generation[]> {
    return readGenerations(this.#options.db, this.#options.projection)
  }

  /** Rows that differ between what is served and the rebuild; `null` without a rebuild that has caught up. */
  async compare(signal?: AbortSignal): Promise<Comparison | null> {
    await this.#indexIfThere()
    const next = await this.#find('next')
    return next?.ready ? compareGenerations(this.#options.db, this.#options.projection, signal) : null
  }

  /** Serves the rebuilt tables, once they hold all that is served; waits at most `timeoutMs` for that. */
  swap(timeoutMs: number): Promise<SwapResult> {
    return this.#exchange('next', timeoutMs)
  }
  /** Serves the tables of before the last swap again, once they hold all that is served; a second time undoes the first. */
  rollback(timeoutMs: number): Promise<SwapResult> {
    return this.#exchange('previous', timeoutMs)
  }

  /** Goes on with whatever stands still at an event. */
  async resume(): Promise<void> {
    for (const runner of [this.#served, ...[...this.#runners.values()].map((filling) => filling.runner)]) await runner.resume()
  }

  /** Ends a rebuild and drops its tables. */
  async cancel(): Promise<boolean> {
    await this.#end('next')
    return dropGeneration(this.#options.db, this.#options.projection, 'next')
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#runners.keys()].map((role) => this.#end(role)))
  }

  #find(role: Beside): Promise<Generation | null> {
    return readGeneration(this.#options.db, this.#options.projection, role)
  }

  async #fill(role: Beside, wanted: Generation): Promise<void> {
    const known = this.#runners.get(role)
    const tables = identityOf(wanted)
    if (known?.tables === tables) return
    const { db, projection } = this.#options
    const onCaughtUp = role === 'next' ? () => indexNext(db, projection) : undefined
    const runner = new ProjectionRunner({ ...this.#options, role, ...(onCaughtUp ? { onCaughtUp } : {}) })
    this.#runners.set(role, { runner, tables })
    await known?.runner.stop()
    await runner.start()
  }

  async #end(role: Beside): Promise<void> {
    const filling = this.#runners.get(role)
    this.#runners.delete(role)
    await filling?.runner.stop()
  }

  /** After a restart just before its indexes, no event need come that would tell it that it has caught up. */
  async #indexIfThere(): Promise<void> {
    const { db, projection } = this.#options
    const all = await this.generations()
    const [next, served] = [all.find(({ role }) => role === 'next'), all.find(({ role }) => role === 'served')]
    if (!next || next.ready || !served) return
    if (served.applied === null || (next.position !== null && next.position >= served.applied)) await indexNext(db, projection)
  }

  async #exchange(role: Beside, timeoutMs: number): Promise<SwapResult> {
    const wanted = await this.#find(role)
    if (!wanted) return 'none'
    await this.#fill(role, wanted)
    for (const until = Date.now() + timeoutMs; ; ) {
      const result = await exchange(this.#options.db, this.#options.projection, role)
      if (result === 'done') {
        await this.#end(role)
        return 'done'
      }
      if (result === 'none') return 'none'
      if (role === 'next') await this.#indexIfThere()
      if (this.#runners.get(role)?.runner.stopped) return 'failed'
      if (Date.now() > until) return 'waiting'
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
