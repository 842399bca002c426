import { setTimeout as delay } from 'node:timers/promises'
import { followChanges, type HttpCaller } from './http.js'
import { finalizeBody, type Stage } from './stage.js'

interface Page {
  readonly items: readonly Readonly<Record<string, unknown>>[]
}

/**
 * The main job at idle, one counselor after the other: from the POST of `FinalizeResult` until a GET has shown both the contract held
 * and the exit case that permits termination. The views are asked when the live changes name them, as the console does, so that nothing
 * polls beside what is measured. Milliseconds, one per counselor.
 */
export const chainSingle = async (
  baseUrl: string,
  stage: Stage,
  http: HttpCaller,
  counselors: readonly string[],
  year: number,
): Promise<number[]> => {
  let wake = (): void => undefined
  const live = await followChanges(baseUrl, stage.campus, await stage.token('studentAffairs'), ({ view }) => {
    if (view === 'contracts' || view === 'exit-watch') wake()
  })
  const rowOf = async (view: string, id: string) =>
    (JSON.parse((await http.get(`/api/${stage.campus}/views/${view}?${id}`)).body) as Page).items[0]
  const took: number[] = []
  try {
    for (const counselorId of counselors) {
      await delay(100)
      const missed = delay(10_000, 'missed' as const, { ref: false })
      let changed = new Promise<void>((resolve) => {
        wake = resolve
      })
      const started = performance.now()
      const answer = await http.post(`/api/${stage.campus}/assessment/FinalizeResult`, JSON.stringify(finalizeBody(counselorId, year)))
      if (answer.status !== 200) throw new Error(`FinalizeResult answered ${answer.status}: ${answer.body.slice(0, 300)}`)
      for (;;) {
        if ((await Promise.race([changed, missed])) === 'missed') throw new Error(`nothing followed for ${counselorId} within 10 s`)
        changed = new Promise<void>((resolve) => {
          wake = resolve
        })
        const [contract, exitCase] = await Promise.all([
          rowOf('contracts', `contractId=k_${counselorId}`),
          rowOf('exit-watch', `exitCaseId=${counselorId}_${year}_twoConsecutiveFails`),
        ])
        if (contract?.clearance === 'held' && contract.basisYear === year && exitCase?.state === 'terminationPermitted') break
      }
      took.push(performance.now() - started)
    }
  } finally {
    live.close()
  }
  return took
}
