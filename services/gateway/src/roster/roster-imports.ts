import { meter } from '@fudao/telemetry'
import { problem } from '../problems/problem.js'
import type { RosterImport, SendRoster } from './roster-job.js'

/** Imports that run at one gateway, whatever the campus. */
const MOST_RUNNING = 4
const MOST_KEPT = 40
/** A finished import and its faulty rows are forgotten after an hour. */
const KEPT_MS = 60 * 60_000

const rows = meter().createCounter('fudao_roster_rows', { description: 'Rows of roster files, by outcome.' })
const seconds = meter().createHistogram('fudao_roster_import_seconds', {
  description: 'Time to import a roster file.',
  unit: 's',
  advice: { explicitBucketBoundaries: [0.5, 1, 2, 5, 10, 20, 40, 80, 160] },
})

/** The imports of this gateway, in memory: a restart forgets them, and the same file again completes what was begun. */
export class RosterImports {
  readonly #kept = new Map<string, RosterImport>()

  /** @throws Problem RosterBusy */
  start(job: RosterImport, send: SendRoster): Promise<void> {
    const running = [...this.#kept.values()].filter((other) => other.running)
    if (running.length >= MOST_RUNNING || running.some(({ campus }) => campus === job.campus))
      throw problem('RosterBusy', { headers: { 'retry-after': '5' } })
    for (const [id, other] of this.#kept) if (this.#kept.size >= MOST_KEPT && !other.running) this.#kept.delete(id)
    this.#kept.set(job.id, job)
    return this.#follow(job, send)
  }

  /** An import of the same user at the campus. @throws Problem RosterJobUnknown */
  find(jobId: string, campus: string, userId: string): RosterImport {
    const job = this.#kept.get(jobId)
    if (job?.campus !== campus || job.actor.userId !== userId) throw problem('RosterJobUnknown')
    return job
  }

  async #follow(job: RosterImport, send: SendRoster): Promise<void> {
    await job.run(send)
    const { state, dryRun, accepted, unchanged, failed, seconds: took } = job.report
    for (const [outcome, count] of Object.entries({ accepted, unchanged, failed })) rows.add(count, { outcome, dryRun })
    seconds.record(took, { state, dryRun })
    setTimeout(() => this.#kept.delete(job.id), KEPT_MS).unref()
  }
}
