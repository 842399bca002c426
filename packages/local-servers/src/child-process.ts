import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'

/** A command as it will be spawned. */
export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly options: SpawnOptions
}

let setpriv: boolean | undefined
const hasSetpriv = (): boolean => {
  setpriv ??= process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true'], { stdio: 'ignore' }).status === 0
  return setpriv
}

/**
 * Makes the kernel send `signal` to the child when its parent dies, even by SIGKILL; the pid stays the child's own.
 * Where `setpriv` is missing the launch is returned as it was and pid files repair what is left.
 */
export const dyingWithParent = (launch: Launch, signal: 'TERM' | 'QUIT' | 'KILL' = 'TERM'): Launch =>
  hasSetpriv() ? { ...launch, command: 'setpriv', args: ['--pdeathsig', signal, '--', launch.command, ...launch.args] } : launch

/** Spawns, and rejects with a plain sentence if the program is not there. */
export const spawnLaunch = (launch: Launch): Promise<ChildProcess> =>
  new Promise((resolve, reject) => {
    const child = spawn(launch.command, [...launch.args], launch.options)
    child.once('error', (error) => reject(new Error(`${launch.command} could not be started: ${error.message}`)))
    child.once('spawn', () => resolve(child))
  })

/** Last lines of output, kept to explain why a program ended. */
export const makeTail = (lines = 20): { readonly push: (chunk: Buffer | string) => void; readonly text: () => string } => {
  let tail = ''
  return {
    push: (chunk) => {
      tail = `${tail}${chunk.toString()}`.split('\n').slice(-lines).join('\n')
    },
    text: () => tail.trim(),
  }
}
