import { consumedEvents } from '@fudao/service-kit'
import { expect, test } from 'vitest'
import { registryHandlers } from './commands.js'

test('contracts/consumers/registry.json names every event its aggregates fold (else: npx vitest run services/registry/src/consumed-events -u)', async () => {
  const consumed = consumedEvents(registryHandlers)
  await expect(`${JSON.stringify(consumed, null, 2)}\n`).toMatchFileSnapshot('../../../contracts/consumers/registry.json')
})
