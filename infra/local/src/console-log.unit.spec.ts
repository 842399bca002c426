import { expect, test } from 'vitest'
import { summariseLine } from './console-log.js'

test('warnings and errors are one short line with the service’s name', () => {
  const line = JSON.stringify({ time: 't', level: 'warn', service: 'ledger', msg: 'slow', ms: 12, stream: 's', trace_id: 'x' })
  expect(summariseLine('ledger', line)).toBe('ledger     │ warn slow ms=12 stream=s')
})
test('what is fine is only in the log file', () => {
  expect(summariseLine('ledger', JSON.stringify({ level: 'info', msg: 'ready' }))).toBeNull()
  expect(summariseLine('ledger', ' ')).toBeNull()
})
test('what is no JSON object is shown as it is', () => {
  for (const text of ['Error: boom', 'null', '42', '"text"', '{broken']) expect(summariseLine('rules', text)).toBe(`rules      │ ${text}`)
})
