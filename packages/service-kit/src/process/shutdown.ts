import { errorText, type Logger } from '@fudao/telemetry'

/** `intake`: take no more work; `drain`: finish what is at hand; `close`: let go of connections. */
export const phases = ['intake', 'drain', 'close'] as const
export type Phase = (typeof phases)[number]
type Step = { readonly name: string; readonly run: () => Promise<void> | void }

export interface Shutdown {
  /** Within a phase the step registered last runs first. */
  readonly on: (phase: Phase, name: string, run: () => Promise<void> | void) => void
  /** Runs all phases once, however often it is called; `true` when everything ended within the budget. */
  readonly run: () => Promise<boolean>
}

/** Ordered stopping under a budget: a step that fails or hangs never keeps the later ones from their turn. */
export const createShutdown = (budgetMs: number, logger: Logger): Shutdown => {
  const steps: Record<Phase, Step[]> = { intake: [], drain: [], close: [] }
  let running: Promise<boolean> | undefined

  const within = async (step: Step, ms: number): Promise<boolean> => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), ms)
    })
    try {
      const ended = await Promise.race([Promise.resolve().then(step.run), late])
      if (ended !== 'late') return true
      logger.warn('a step of the shutdown took too long and was left behind', { step: step.name, ms })
    } catch (error) {
      logger.error('a step of the shutdown failed', { step: step.name, error: errorText(error) })
    } finally {
      clearTimeout(timer)
    }
    return false
  }
  const runAll = async (): Promise<boolean> => {
    const deadline = Date.now() + budgetMs
    let clean = true
    for (const [index, phase] of phases.entries()) {
      // what is left is shared with the phases to come, so that a hanging drain leaves time to close
      const share = Math.max(50, (deadline - Date.now()) / (phases.length - index))
      const phaseEnd = Date.now() + share
      for (const step of steps[phase].reverse()) clean = (await within(step, Math.max(10, phaseEnd - Date.now()))) && clean
    }
    return clean
  }
  return {
    on: (phase, name, run) => void steps[phase].push({ name, run }),
    run: () => {
      running ??= runAll()
      return running
    },
  }
}
