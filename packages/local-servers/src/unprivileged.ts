import { spawnSync } from 'node:child_process'
import { chownSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Launch } from './child-process.js'

const nobody = 65_534
type Way = 'as is' | 'user namespace' | 'nobody with passage' | 'nobody'
let way: Way | undefined

const inNamespace = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'] as const
/** Not root by identity, yet able to enter a checkout below a directory that only root can, as root's home. */
const withPassage = [
  'setpriv',
  `--reuid=${nobody}`,
  `--regid=${nobody}`,
  '--clear-groups',
  // initdb asks access(2), which forgets capabilities of anybody but root unless told otherwise.
  '--securebits=+no_setuid_fixup',
  '--inh-caps=+dac_override,+dac_read_search',
  '--ambient-caps=+dac_override,+dac_read_search',
  '--',
] as const
const works = ([command, ...args]: readonly string[]): boolean =>
  command !== undefined && spawnSync(command, [...args, 'true'], { stdio: 'ignore' }).status === 0

/** How a program that refuses to run as root (PostgreSQL) can be run here. Probed once. */
const findWay = (): Way => {
  if (process.getuid?.() !== 0) return 'as is'
  if (works(inNamespace)) return 'user namespace'
  return works(withPassage) ? 'nobody with passage' : 'nobody'
}

const chownAll = (path: string): void => {
  chownSync(path, nobody, nobody)
  if (statSync(path).isDirectory()) for (const entry of readdirSync(path)) chownAll(join(path, entry))
}

const under = ([command, ...args]: readonly [string, ...string[]], launch: Launch): Launch => ({
  ...launch,
  command,
  args: [...args, launch.command, ...launch.args],
})

/**
 * Runs a program without root's identity. A user namespace needs no change of ownership and works in any directory root can read;
 * without one it runs as `nobody`, who is given `owned` directories, and where capabilities allow may enter any directory.
 */
export const unprivileged = (launch: Launch, owned: readonly string[]): Launch => {
  way ??= findWay()
  if (way === 'as is') return launch
  if (way === 'user namespace') return under(inNamespace, launch)
  for (const directory of owned) chownAll(directory)
  if (way === 'nobody with passage') return under(withPassage, launch)
  return { ...launch, options: { ...launch.options, uid: nobody, gid: nobody } }
}
