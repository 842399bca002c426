import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { numberRevealDecider } from '../domain/number-reveal/number-reveal.js'

export const revealHandlers = aggregateHandlers({
  decider: numberRevealDecider,
  events: [c.NumbersRevealed],
  commands: [c.RevealNumbers],
})
