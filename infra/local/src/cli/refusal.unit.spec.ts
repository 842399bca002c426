import { expect, test } from 'vitest'
import { refusal } from './refusal.js'

const messages = {
  zh: { title: '请求内容有误', detail: '请按 errors 中列出的字段逐项更正。' },
  en: { title: 'The payload is not valid', detail: 'Correct the fields listed in errors.' },
}

test('a refusal is told in both languages, with the fields, the code and the trace', () => {
  const errors = [{ path: 'to', code: 'custom', messages: { zh: '不是有效日期', en: 'is not a date' } }]
  const problem = { title: '请求内容有误', status: 400, code: 'InvalidPayload', messages, errors, traceId: 'abc' }
  const { zh, en } = refusal(problem, undefined)
  expect(zh).toBe('请求内容有误；to: 不是有效日期；请按 errors 中列出的字段逐项更正。（InvalidPayload, abc）')
  expect(en).toBe('The payload is not valid; to: is not a date; Correct the fields listed in errors. (InvalidPayload, abc)')
})

test('an answer that is no problem of the gateway is shown as it is', () => {
  expect(refusal({ title: 'Bad Gateway', status: 502 }, undefined).en).toBe('Bad Gateway. (502)')
})
