import { BilingualError } from './bilingual-error.js'
import { ops } from './commands/ops.js'
import { start } from './commands/start.js'
import { token } from './commands/token.js'

const commands: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = { start, token, ops }

const [name = 'start', ...argv] = process.argv.slice(2)
try {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command)
    throw new BilingualError(
      `没有“${name}”命令：可用的有 start、token、ops。`,
      `There is no command "${name}": use start, token or ops.`,
      2,
    )
  process.exitCode = await command(argv)
} catch (error) {
  process.stderr.write(error instanceof BilingualError ? `${error.text}\n` : `${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = error instanceof BilingualError ? error.exitCode : 1
}
// Sockets that a peer keeps open must not keep us.
process.exit()
