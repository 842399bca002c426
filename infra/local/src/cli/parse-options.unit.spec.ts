import { expect, test } from 'vitest'
import { BilingualError } from '../bilingual-error.js'
import { describeOptions, type OptionDefinitions, parseOptions } from './parse-options.js'

const definitions = {
  campus: { kind: 'text', required: true, help: ['学校编号', 'campus id'] },
  port: { kind: 'int', min: 1024, max: 65_000, help: ['端口', 'port'] },
  'no-demo': { kind: 'flag', help: ['不装入演示数据', 'no demo data'] },
} as const satisfies OptionDefinitions
const failureOf = (...argv: string[]): BilingualError => {
  try {
    parseOptions(argv, definitions)
  } catch (error) {
    if (error instanceof BilingualError) return error
    throw error
  }
  throw new Error('it was accepted')
}

test('reads values after a space or an equals sign, and flags', () => {
  expect(parseOptions(['--campus', 'aksu', '--port=5000', '--no-demo'], definitions)).toEqual({
    campus: 'aksu',
    port: 5000,
    'no-demo': true,
  })
  expect(parseOptions(['--campus', '*'], definitions)).toEqual({ campus: '*', 'no-demo': false })
})

test.each([
  ['an unknown option', ['--campus', 'a', '--colour', 'red'], '"--colour" is not known: the options are --campus --port --no-demo.'],
  ['a word too many', ['--campus', 'a', 'b'], '"b" is not known'],
  ['a short option', ['-c', 'a'], '"-c" is not known'],
  ['a name every object has', ['--constructor', 'a'], '"--constructor" is not known'],
  ['a missing option', [], '--campus is missing: campus id.'],
  ['a missing value', ['--campus'], '--campus needs a value.'],
  ['an empty value', ['--campus='], '--campus needs a value.'],
  ['an option for a value', ['--campus', '--no-demo'], '--campus needs a value.'],
  ['an option twice', ['--campus', 'a', '--campus', 'b'], '--campus may be given only once.'],
  ['a flag with a value', ['--campus', 'a', '--no-demo=yes'], '--no-demo takes no value.'],
  ['no number', ['--campus', 'a', '--port', '5e3'], '--port takes a whole number from 1024 to 65000, not "5e3".'],
  ['a number too small', ['--campus', 'a', '--port', '80'], '--port takes a whole number from 1024'],
])('%s is one sentence in each language and exit code 2', (_, argv, sentence) => {
  const failure = failureOf(...argv)
  expect(failure.en).toContain(sentence)
  expect(failure.zh).toMatch(/[\u4e00-\u9fff]/)
  expect(failure.text.split('\n')).toHaveLength(2)
  expect(failure.exitCode).toBe(2)
})

test('help shows each option in both languages', () => {
  expect(describeOptions(definitions)).toContain('--port N')
  expect(describeOptions(definitions)).toContain('端口 / port')
})
