import { consumedEvents } from '@fudao/service-kit'
import { expect, test } from 'vitest'
import { calendarHandlers } from './commands.js'

test('contracts/consumers/clock.json names every event its aggregates fold (else: npx vitest run services/clock/src/consumed-events -u)', async () => {
  const consumed = consumedEvents([calendarHandlers])
  await expect(`${JSON.stringify(consumed, null, 2)}\n`).toMatchFileSnapshot('../../../contracts/consumers/clock.json')
})
