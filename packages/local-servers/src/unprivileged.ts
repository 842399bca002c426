import { spawnSync } from 'node:child_process'
import { chownSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Launch } from './child-process.js'

const nobody = 65_534
type Way = 'as is' | 'user namespace' | 'nobody'
let way: Way | undefined

/** How a program that refuses to run as root (PostgreSQL) can be run here. Probed once. */
const findWay = (): Way => {
  if (process.getuid?.() !== 0) return 'as is'
  const probe = spawnSync('unshare', ['--user', '--map-user=1000', '--map-group=1000', '--', 'true'], { stdio: 'ignore' })
  return probe.status === 0 ? 'user namespace' : 'nobody'
}

const chownAll = (path: string): void => {
  chownSync(path, nobody, nobody)
  if (statSync(path).isDirectory()) for (const entry of readdirSync(path)) chownAll(join(path, entry))
}

/**
 * Runs a program without root's identity. A user namespace needs no change of ownership and works in any directory root can read;
 * without one it runs as `nobody`, who is given `owned` directories and must be able to reach the program.
 */
export const unprivileged = (launch: Launch, owned: readonly string[]): Launch => {
  way ??= findWay()
  if (way === 'as is') return launch
  if (way === 'user namespace')
    return { ...launch, command: 'unshare', args: ['--user', '--map-user=1000', '--map-group=1000', '--', launch.command, ...launch.args] }
  for (const directory of owned) chownAll(directory)
  return { ...launch, options: { ...launch.options, uid: nobody, gid: nobody } }
}
