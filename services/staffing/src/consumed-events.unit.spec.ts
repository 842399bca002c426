import { consumedEvents } from '@fudao/service-kit'
import { expect, test } from 'vitest'
import { staffingHandlers } from './commands.js'

test('contracts/consumers/staffing.json names every event its aggregates fold (else: npx vitest run services/staffing/src/consumed-events -u)', async () => {
  const consumed = consumedEvents(staffingHandlers)
  await expect(`${JSON.stringify(consumed, null, 2)}\n`).toMatchFileSnapshot('../../../contracts/consumers/staffing.json')
})
