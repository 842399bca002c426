import type { ApiClient } from '@fudao/api-client'
import { BilingualError } from '../bilingual-error.js'
import type { OptionDefinitions, OptionsOf } from '../cli/parse-options.js'

/** What can be done about instances of rules that were parked; the first is the default. */
export const parkedActions = ['list', 'show', 'retry', 'discard'] as const
type ParkedAction = (typeof parkedActions)[number]

export const parkedOptions = {
  action: {
    kind: 'text',
    help: [`操作：${parkedActions.join('、')}（默认 list）`, `what to do: ${parkedActions.join(', ')} (default list)`],
  },
  campus: { kind: 'text', required: true, help: ['学校编号', 'campus id'] },
  rule: { kind: 'text', help: ['规则编号，如 X-08', 'rule id, such as X-08'] },
  key: { kind: 'text', help: ['实例的键，见 list', 'key of the instance, see list'] },
  reason: { kind: 'text', help: ['discard 的理由，存档备查', 'why it is discarded, kept on record'] },
} as const satisfies OptionDefinitions

interface Resumed {
  readonly status: 'running' | 'parked' | 'notParked'
  readonly error?: string
}

const missing = (name: string, action: ParkedAction): BilingualError =>
  new BilingualError(`parked ${action} 缺少 --${name}。`, `parked ${action} needs --${name}.`, 2)

/** Retry and discard succeed only where the instance runs again. */
const resumed = (answer: Resumed, of: string): Resumed => {
  if (answer.status === 'running') return answer
  if (answer.status === 'notParked')
    throw new BilingualError(
      `${of} 没有被搁置：用 parked list 查看被搁置的实例。`,
      `${of} is not parked: see the parked instances with parked list.`,
    )
  throw new BilingualError(
    `${of} 仍被搁置：原因未消除（${firstLine(answer.error)}）。修正后重试，或用 parked discard 放弃该事件。`,
    `${of} is parked again: its cause is still there (${firstLine(answer.error)}). Retry once it is corrected, or give the event up with parked discard.`,
  )
}
const firstLine = (text = ''): string => text.split('\n', 1)[0] ?? ''

/** `npm run ops -- parked [list|show|retry|discard] --campus …`, over `/api/<campus>/ops/rules/<action>`. */
export const runParked = async (api: ApiClient, options: OptionsOf<typeof parkedOptions>): Promise<unknown> => {
  const { action: given = 'list' } = options
  const action = parkedActions.find((name) => name === given)
  if (action === undefined)
    throw new BilingualError(
      `parked 没有“${given}”操作：可用的有 ${parkedActions.join('、')}。`,
      `parked has no action "${given}": use ${parkedActions.join(', ')}.`,
      2,
    )
  const { campus, rule, key, reason } = options
  const path = `/api/${campus}/ops/rules/${action}`
  if (action === 'list') {
    const filter = new URLSearchParams({ ...(rule === undefined ? {} : { rule }), ...(key === undefined ? {} : { key }) }).toString()
    return api.get(filter === '' ? path : `${path}?${filter}`)
  }
  if (rule === undefined) throw missing('rule', action)
  if (key === undefined) throw missing('key', action)
  if (action === 'show') return api.get(`${path}?${new URLSearchParams({ rule, key }).toString()}`)
  if (action === 'retry') return resumed((await api.post(path, { rule, key })) as Resumed, `${rule} ${key}`)
  if (reason === undefined) throw missing('reason', action)
  return resumed((await api.post(path, { rule, key, reason })) as Resumed, `${rule} ${key}`)
}
