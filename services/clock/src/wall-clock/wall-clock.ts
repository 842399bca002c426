import type { LocalDate } from '@fudao/domain-kit'
import type { LedgerStreams } from '@fudao/ledger-client'
import { type HealthState, todayIn } from '@fudao/service-kit'
import { errorText, type Logger } from '@fudao/telemetry'
import { startDays } from './start-days.js'
import type { WallTenant } from './tenants.js'

export interface WallClockOptions {
  readonly streams: LedgerStreams
  readonly logger: Logger
  readonly now?: () => Date
}

/** Starts each tenant's day at its local midnight, and the days missed while no clock was running. */
export class WallClock {
  readonly #options: WallClockOptions
  readonly #now: () => Date
  readonly #tenants = new Map<string, WallTenant>()
  /** Last day known to have started. */
  readonly #started = new Map<string, LocalDate>()
  readonly #failing = new Map<string, string>()
  #ticking: Promise<void> | undefined

  constructor(options: WallClockOptions) {
    this.#options = options
    this.#now = options.now ?? (() => new Date())
  }

  add(tenant: WallTenant): void {
    this.#tenants.set(tenant.id, tenant)
  }

  /** Looks at the wall clock once; a tick that is still at work is not overtaken. */
  tick(): Promise<void> {
    this.#ticking ??= this.#tick().finally(() => {
      this.#ticking = undefined
    })
    return this.#ticking
  }

  /** Waits for a tick at work. */
  async idle(): Promise<void> {
    await this.#ticking
  }

  health(): HealthState {
    const [first] = this.#failing
    if (!first) return { status: 'ok', detail: `${this.#tenants.size} calendars follow the wall clock` }
    return { status: 'lagging', detail: `${this.#failing.size} calendars are behind; ${first[0]}: ${first[1]}` }
  }

  async #tick(): Promise<void> {
    const now = this.#now()
    const todays = new Map<string, LocalDate>()
    for (const tenant of this.#tenants.values()) {
      const today = todays.get(tenant.timeZone) ?? todayIn(tenant.timeZone, now)
      todays.set(tenant.timeZone, today)
      if ((this.#started.get(tenant.id) ?? '') >= today) continue
      try {
        this.#started.set(tenant.id, await startDays(this.#options.streams, tenant.id, tenant.since, today))
        this.#failing.delete(tenant.id)
        this.#options.logger.info('a day started', { campus: tenant.id, on: today })
      } catch (error) {
        // the next tick tries again; no day is lost, they are all caught up in order
        this.#failing.set(tenant.id, errorText(error))
        this.#options.logger.warn('a day could not be started', { campus: tenant.id, on: today, error: errorText(error) })
      }
    }
  }
}
