import { randomBytes } from 'node:crypto'
import { openPool } from '@fudao/postgres'
import { consumedEvents } from '@fudao/service-kit'
import { expect, test } from 'vitest'
import { createBallotBoxes } from './ballot/ballot-boxes.js'
import { createBallotKeys } from './ballot/ballot-keys.js'
import { assessmentServiceHandlers } from './commands.js'
import { assessmentReferences } from './references/index.js'

test('contracts/consumers/assessment.json names every event its aggregates and reference tables fold (else: npx vitest run services/assessment/src/consumed-events -u)', async () => {
  const masterKey = randomBytes(32)
  // never connects: nothing is asked of it
  const boxes = createBallotBoxes(openPool('postgres://127.0.0.1/none', { name: 'consumed-events' }), masterKey)
  const consumed = consumedEvents(assessmentServiceHandlers({ keys: createBallotKeys(masterKey), boxes }), assessmentReferences)
  await expect(`${JSON.stringify(consumed, null, 2)}\n`).toMatchFileSnapshot('../../../contracts/consumers/assessment.json')
})
