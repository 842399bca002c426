import { byType, consumedEvents } from '@fudao/service-kit'
import { expect, test } from 'vitest'
import { taskHandlers } from './commands.js'
import { rules } from './rules/index.js'

test('contracts/consumers/rules.json names every event a rule or the tasks read (else: npx vitest run services/rules/src/consumed-events -u)', async () => {
  const consumed = byType([
    ...rules.flatMap(({ id, handles }) => handles.map(({ type }) => [type, id] as const)),
    ...Object.entries(consumedEvents([taskHandlers])).flatMap(([type, parts]) => parts.map((part) => [type, part] as const)),
  ])
  await expect(`${JSON.stringify(consumed, null, 2)}\n`).toMatchFileSnapshot('../../../contracts/consumers/rules.json')
})
