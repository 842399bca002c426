import { setTimeout as delay } from 'node:timers/promises'
import { isRunning, type ProcessIdentity } from './process-identity.js'

/**
 * Sends the signals in turn until the process is gone, giving each its time (milliseconds).
 * Never signals a process that merely got the pid of ours. Rejects if it outlives the last signal.
 */
export const stopProcess = async (
  identity: ProcessIdentity,
  signals: readonly (readonly [NodeJS.Signals, number])[] = [
    ['SIGTERM', 5_000],
    ['SIGKILL', 2_000],
  ],
): Promise<void> => {
  for (const [signal, patience] of signals) {
    if (!isRunning(identity)) return
    try {
      process.kill(identity.pid, signal)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return
      throw error
    }
    const until = Date.now() + patience
    while (Date.now() < until) {
      if (!isRunning(identity)) return
      await delay(10)
    }
  }
  if (isRunning(identity)) throw new Error(`process ${identity.pid} outlived ${signals.map(([s]) => s).join(', ')}`)
}
