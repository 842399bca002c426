import { describe, expect, it } from 'vitest'
import { defaultHistory, readArguments, usage } from './arguments.js'

const known = ['append', 'e2e']
const mistakeOf = (...argv: readonly string[]): string => {
  const asked = readArguments(argv, known)
  return asked.kind === 'mistake' ? asked.text : asked.kind
}

describe('arguments of npm run bench', () => {
  it('run all without a name, and each named one once', () => {
    expect(readArguments([], known)).toEqual({ kind: 'run', names: known, quick: false, history: defaultHistory })
    expect(readArguments(['e2e', 'e2e', '--quick', '--history', '10000000'], known)).toEqual({
      kind: 'run',
      names: ['e2e'],
      quick: true,
      history: 10_000_000,
    })
  })
  it('--help shows what there is, whatever else is said', () => {
    for (const help of ['--help', '-h']) expect(readArguments(['nothing', help], known)).toEqual({ kind: 'help' })
    expect(usage([{ name: 'append', about: 'what it does' }])).toContain('append    what it does')
  })
  it('a mistake is one sentence in each language that says what there is', () => {
    expect(mistakeOf('apend')).toMatch(/“apend”.*append、e2e.*There is no benchmark "apend"; there are append, e2e\.$/)
    expect(mistakeOf('--fast')).toContain('The option --fast is not understood; --help shows what there is.')
    for (const history of ['x', '1', '30000.5']) expect(mistakeOf('--history', history)).toContain('--history takes a whole number')
    expect(mistakeOf('--history')).toContain('--history')
  })
  it('no mistake has more than one line', () => {
    for (const text of [mistakeOf('x'), mistakeOf('--x'), mistakeOf('--history', 'x'), mistakeOf('--history')])
      expect(text).not.toContain('\n')
  })
})
