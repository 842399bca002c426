import { NumbersRevealed, RevealNumbers, staffingContext } from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { deciderSpec } from '@fudao/testing'
import { describe, expect, test } from 'vitest'
import { testStateCommandTable } from '../../fixtures/state-command-table.js'
import { numberRevealDecider } from './number-reveal.js'

const { given } = deciderSpec(numberRevealDecider)
const asked = { revealId: 'v1', view: 'counselor-register', reason: '核对参保名单' } as const
const shown = happened(NumbersRevealed, asked)

describe('PIPL-6 numbers are shown in full for a clear purpose', () => {
  test('the purpose is kept, and nothing about the people shown', () => {
    given().when(RevealNumbers, asked).thenEmits(shown)
    expect(Object.keys(shown.data)).toEqual(['revealId', 'view', 'reason'])
  })
  test.each([undefined, '', '  '])('no purpose (%j) → ReasonMissing', (reason) => {
    given()
      .when(RevealNumbers, { ...asked, reason })
      .thenRefuses('ReasonMissing', ['PIPL-6'], { field: 'reason' })
  })
  test('a purpose is said in 200 characters', () => {
    const { payload } = RevealNumbers
    expect(payload.safeParse({ ...asked, reason: ` ${'理'.repeat(200)} ` }).success).toBe(true)
    expect(payload.safeParse({ ...asked, reason: '理'.repeat(201) }).success).toBe(false)
  })
})

describe('NumberReveal: state × command', () => {
  testStateCommandTable(
    numberRevealDecider,
    staffingContext.commands.filter(({ aggregate }) => aggregate.name === 'NumberReveal'),
    { none: [], shown: [shown] },
    [
      { command: RevealNumbers, payload: asked, cells: { none: 'accepts', shown: 'nothing' } },
      { command: RevealNumbers, payload: { ...asked, reason: '另一事由' }, cells: { none: 'accepts', shown: 'WrongState' } },
    ],
    {},
  )
})
