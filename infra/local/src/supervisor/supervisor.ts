import { setTimeout as delay } from 'node:timers/promises'
import type { ProcessIdentity } from '@fudao/local-servers'
import { makeBackOff } from './back-off.js'
import { removePidFile, writePidFile } from './pid-files.js'

/** A process while it runs. */
export interface RunningUnit {
  readonly identity: ProcessIdentity
  /** Resolves with the reason when the process has ended, wanted or not. */
  readonly ended: Promise<string>
  readonly stop: () => Promise<void>
}
/** Something to keep running. */
export interface Unit {
  readonly name: string
  /** Resolves when it is ready; rejects if it ended before, or when `signal` says that it is no longer wanted (then nothing is left running). */
  readonly start: (onSpawn: (identity: ProcessIdentity) => void, signal: AbortSignal) => Promise<RunningUnit>
}
export interface SupervisorOptions {
  /** Directory of the pid files. */
  readonly runDirectory: string
  readonly log: (line: string) => void
  /** Attempts to get a unit ready the first time; later it is restarted for ever. */
  readonly firstAttempts?: number
  readonly backOff?: Parameters<typeof makeBackOff>[0]
}

interface Kept {
  readonly unit: Unit
  running: RunningUnit | null
  /** Settles when the keeper has seen the unit end for good. */
  done: Promise<void>
}

/** Starts units in order, keeps them running, and stops them in the opposite order. */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #kept: Kept[] = []
  readonly #starting = new Set<Promise<void>>()
  readonly #stopping = new AbortController()

  constructor(options: SupervisorOptions) {
    this.#options = options
  }

  /** Starts these units at once and resolves when all are ready. Rejects with what the unit said if one cannot be brought up. */
  async start(units: readonly Unit[]): Promise<void> {
    const all = units.map((unit) => {
      const starting = this.#startFirst(unit)
      this.#starting.add(starting)
      void starting.then(
        () => this.#starting.delete(starting),
        () => this.#starting.delete(starting),
      )
      return starting
    })
    const results = await Promise.allSettled(all)
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }

  /** Stops everything, the last started first. Rejects if a process cannot be stopped; the others are stopped all the same. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('stopped while starting'))
    await Promise.allSettled(this.#starting)
    const failures: unknown[] = []
    for (const kept of [...this.#kept].reverse()) {
      try {
        await kept.running?.stop()
        await kept.done
        removePidFile(this.#options.runDirectory, kept.unit.name)
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, `not everything stopped: ${failures.map(String).join('; ')}`)
  }

  /** Process of a unit, for tests and the status line. */
  identityOf(name: string): ProcessIdentity | null {
    return this.#kept.find((k) => k.unit.name === name)?.running?.identity ?? null
  }

  async #startFirst(unit: Unit): Promise<void> {
    const { firstAttempts = 3 } = this.#options
    const backOff = makeBackOff(this.#options.backOff)
    for (let attempt = 1; ; attempt++) {
      this.#stopping.signal.throwIfAborted()
      try {
        const running = await this.#spawn(unit)
        // Also when it is to stop again: what is kept is stopped in order.
        const kept: Kept = { unit, running, done: Promise.resolve() }
        this.#kept.push(kept)
        kept.done = this.#keep(kept, backOff)
        return
      } catch (error) {
        removePidFile(this.#options.runDirectory, unit.name)
        if (attempt >= firstAttempts || this.#stopping.signal.aborted) throw error
        this.#options.log(`${unit.name}: ${error instanceof Error ? error.message : String(error)}; trying again`)
        await this.#pause(backOff.after(0))
      }
    }
  }

  #spawn(unit: Unit): Promise<RunningUnit> {
    return unit.start((identity) => writePidFile(this.#options.runDirectory, unit.name, identity), this.#stopping.signal)
  }

  /** Waits a while, less when everything is to stop. */
  async #pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.#stopping.signal }).catch(() => undefined) // Aborted: go on at once.
  }

  async #keep(kept: Kept, backOff: ReturnType<typeof makeBackOff>): Promise<void> {
    const { name } = kept.unit
    const { signal } = this.#stopping
    for (;;) {
      let startedAt = Date.now()
      if (kept.running) {
        const reason = await kept.running.ended
        kept.running = null
        if (signal.aborted) return
        this.#options.log(`${name} ended (${reason})`)
      }
      for (;;) {
        const wait = backOff.after(Date.now() - startedAt)
        await this.#pause(wait)
        if (signal.aborted) return
        startedAt = Date.now()
        try {
          const running = await this.#spawn(kept.unit)
          if (signal.aborted) {
            await running.stop()
            return
          }
          kept.running = running
          this.#options.log(`${name} runs again (${Date.now() - startedAt} ms)`)
          break
        } catch (error) {
          this.#options.log(`${name} did not come back: ${error instanceof Error ? error.message : String(error)}`)
        }
      }
    }
  }
}
