import { consumedEvents } from '@fudao/service-kit'
import { expect, test } from 'vitest'
import { staffingHandlers } from './commands.js'
import { staffingReferences } from './references/index.js'

test('contracts/consumers/staffing.json names every event its aggregates and reference tables fold (else: npx vitest run services/staffing/src/consumed-events -u)', async () => {
  const consumed = consumedEvents(staffingHandlers, staffingReferences)
  await expect(`${JSON.stringify(consumed, null, 2)}\n`).toMatchFileSnapshot('../../../contracts/consumers/staffing.json')
})
