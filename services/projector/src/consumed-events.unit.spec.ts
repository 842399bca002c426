import { byType } from '@fudao/service-kit'
import { expect, test } from 'vitest'
import { projections } from './projections/index.js'

test('contracts/consumers/projector.json names every event a read model folds (else: npx vitest run services/projector/src/consumed-events -u)', async () => {
  const consumed = byType(projections.flatMap(({ name, handlers }) => handlers.map(({ type }) => [type, name] as const)))
  await expect(`${JSON.stringify(consumed, null, 2)}\n`).toMatchFileSnapshot('../../../contracts/consumers/projector.json')
})
