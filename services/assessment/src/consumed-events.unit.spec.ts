import { randomBytes } from 'node:crypto'
import { consumedEvents } from '@fudao/service-kit'
import { expect, test } from 'vitest'
import { createBallotKeys } from './ballot/ballot-keys.js'
import { assessmentServiceHandlers } from './commands.js'
import { assessmentReferences } from './references/index.js'

test('contracts/consumers/assessment.json names every event its aggregates and reference tables fold (else: npx vitest run services/assessment/src/consumed-events -u)', async () => {
  const consumed = consumedEvents(assessmentServiceHandlers(createBallotKeys(randomBytes(32))), assessmentReferences)
  await expect(`${JSON.stringify(consumed, null, 2)}\n`).toMatchFileSnapshot('../../../contracts/consumers/assessment.json')
})
