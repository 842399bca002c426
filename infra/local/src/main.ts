import { BilingualError } from './bilingual-error.js'
import { describeOptions } from './cli/parse-options.js'
import { ops, opsUsage } from './commands/ops.js'
import { start, startOptions } from './commands/start.js'
import { token, tokenOptions } from './commands/token.js'

interface Command {
  readonly run: (argv: readonly string[]) => Promise<number>
  readonly usage: () => string
}
const commands: Readonly<Record<string, Command>> = {
  start: { run: start, usage: () => `npm start -- …  启动全部服务 / start everything\n${describeOptions(startOptions)}` },
  token: { run: token, usage: () => `npm run token -- …  签发令牌 / print an access token\n${describeOptions(tokenOptions)}` },
  ops: { run: ops, usage: opsUsage },
}
const asksForHelp = (argv: readonly string[]): boolean => ['--help', '-h', 'help'].includes(argv[0] ?? '')

const [name = 'start', ...argv] = process.argv.slice(2)
try {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command)
    throw new BilingualError(
      `没有“${name}”命令：可用的有 start、token、ops。`,
      `There is no command "${name}": use start, token or ops.`,
      2,
    )
  if (asksForHelp(argv)) process.stdout.write(`${command.usage()}\n`)
  else process.exitCode = await command.run(argv)
} catch (error) {
  process.stderr.write(error instanceof BilingualError ? `${error.text}\n` : `${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = error instanceof BilingualError ? error.exitCode : 1
}
// Sockets that a peer keeps open must not keep us.
process.exit()
