import { BilingualError } from '../bilingual-error.js'

/** An option `--name`; `flag` takes no value, `int` a whole number within bounds. */
export interface OptionDefinition {
  readonly kind: 'text' | 'int' | 'flag'
  readonly required?: boolean
  readonly min?: number
  readonly max?: number
  /** One line of help, Chinese and English. */
  readonly help: readonly [zh: string, en: string]
}
export type OptionDefinitions = Readonly<Record<string, OptionDefinition>>

type ValueOf<D extends OptionDefinition> = D['kind'] extends 'flag' ? boolean : D['kind'] extends 'int' ? number : string
export type OptionsOf<D extends OptionDefinitions> = {
  readonly [K in keyof D]: D[K] extends { readonly required: true } | { readonly kind: 'flag' } ? ValueOf<D[K]> : ValueOf<D[K]> | undefined
}

const usage = (zh: string, en: string): BilingualError => new BilingualError(zh, en, 2)

/** Help text of a command: one line per option. */
export const describeOptions = (definitions: OptionDefinitions): string =>
  Object.entries(definitions)
    .map(([name, d]) => `  --${name}${d.kind === 'flag' ? '' : d.kind === 'int' ? ' N' : ' X'}`.padEnd(22) + d.help.join(' / '))
    .join('\n')

const readInt = (name: string, text: string, { min = 0, max = Number.MAX_SAFE_INTEGER }: OptionDefinition): number => {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw usage(
      `--${name} 须为 ${min} 到 ${max} 的整数，现为“${text}”。`,
      `--${name} takes a whole number from ${min} to ${max}, not "${text}".`,
    )
  return value
}

/**
 * Reads `--name value`, `--name=value` and flags. Anything unknown, twice given, missing or left over ends in one sentence, exit code 2.
 * A value may not begin with `--`.
 */
export const parseOptions = <D extends OptionDefinitions>(argv: readonly string[], definitions: D): OptionsOf<D> => {
  const values = new Map<string, string | number | boolean>()
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] ?? ''
    const [, name = '', , inline] = /^--([a-z][a-z0-9-]*)(=(.*))?$/s.exec(argument) ?? []
    const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined
    if (!definition) {
      const known = Object.keys(definitions)
        .map((n) => `--${n}`)
        .join(' ')
      throw usage(`不认识“${argument}”：可用的选项有 ${known}。`, `"${argument}" is not known: the options are ${known}.`)
    }
    if (values.has(name)) throw usage(`--${name} 只能给一次。`, `--${name} may be given only once.`)
    if (definition.kind === 'flag') {
      if (inline !== undefined) throw usage(`--${name} 不带值。`, `--${name} takes no value.`)
      values.set(name, true)
      continue
    }
    const next = inline ?? argv[++i]
    if (next === undefined || next === '' || (inline === undefined && next.startsWith('--')))
      throw usage(`--${name} 后面要有值。`, `--${name} needs a value.`)
    values.set(name, definition.kind === 'int' ? readInt(name, next, definition) : next)
  }
  for (const [name, definition] of Object.entries(definitions)) {
    if (definition.required && !values.has(name))
      throw usage(`缺少 --${name}：${definition.help[0]}。`, `--${name} is missing: ${definition.help[1]}.`)
    if (definition.kind === 'flag' && !values.has(name)) values.set(name, false)
  }
  return Object.fromEntries(values) as OptionsOf<D>
}
