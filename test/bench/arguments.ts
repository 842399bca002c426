import { parseArgs } from 'node:util'
import type { Bench } from './bench.js'

export const defaultHistory = 1_000_000

/** What was asked for: help, a mistake in one sentence, or benchmarks to run. */
export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly text: string }
  | { readonly kind: 'run'; readonly names: readonly string[]; readonly quick: boolean; readonly history: number }

const mistake = (zh: string, en: string): Asked => ({ kind: 'mistake', text: `${zh} / ${en}` })

/** Understands the arguments behind `npm run bench --`; without names all of `known` are meant. */
export const readArguments = (argv: readonly string[], known: readonly string[]): Asked => {
  let parsed: { readonly values: { quick: boolean; help: boolean; history?: string }; readonly positionals: readonly string[] }
  try {
    parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        history: { type: 'string' },
      },
    })
  } catch (error) {
    const [, option = argv.join(' ')] = /'(-[^' ]*)/.exec(error instanceof Error ? error.message : '') ?? []
    return mistake(`选项 ${option} 无法识别；用 --help 查看用法。`, `The option ${option} is not understood; --help shows what there is.`)
  }
  const { values, positionals } = parsed
  if (values.help) return { kind: 'help' }
  const unknown = positionals.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    return mistake(
      `没有名为“${unknown.join('、')}”的基准测试，可选：${known.join('、')}。`,
      `There is no benchmark "${unknown.join('", "')}"; there are ${known.join(', ')}.`,
    )
  const history = Number(values.history ?? defaultHistory)
  if (!Number.isInteger(history) || history < 20_000)
    return mistake('--history 须为不小于 20000 的整数。', '--history takes a whole number of events, at least 20000.')
  return { kind: 'run', names: positionals.length > 0 ? [...new Set(positionals)] : known, quick: values.quick, history }
}

/** Usage, in both languages. */
export const usage = (
  benches: readonly Pick<Bench, 'name' | 'about'>[],
): string => `用法 / Usage: npm run bench -- [NAME…] [--quick] [--history N]

不写名称则全部运行 / Without a name all run:
${benches.map(({ name, about }) => `  ${name.padEnd(10)}${about}`).join('\n')}

  --quick      数秒走通一遍，数值不作准 / a few seconds of each: shows that it works, not how fast
  --history N  history 所用的既有事件数 / events that "history" begins with; default ${defaultHistory}
  --help       显示本说明 / this text

结果为标准输出中的 JSON 行，进度写到标准错误；读法见 test/bench/README.md。
Results are JSON lines on standard output, progress goes to standard error; test/bench/README.md says how to read them.
`
