import type { EventOf } from '@fudao/contracts/kit'
import { NumbersRevealed, type RevealNumbers } from '@fudao/contracts/staffing'
import { type AggregateDecider, type CommandOf, happened, type Recorded, refuse } from '@fudao/domain-kit'
import { type OwnData, ownData, sameData } from '../own-data.js'

// --- Events: these names are stored ----------------------------------------------------------------------------------

export type NumberRevealEvent = Recorded<EventOf<typeof NumbersRevealed>>

// --- State -----------------------------------------------------------------------------------------------------------

export interface NumberReveal {
  /** `undefined` until the numbers are shown. */
  readonly shown: OwnData<NumberRevealEvent['data']> | undefined
}
export const notShown = (): NumberReveal => ({ shown: undefined })

// --- Evolve ----------------------------------------------------------------------------------------------------------

export const evolveNumberReveal = (_: NumberReveal, event: NumberRevealEvent): NumberReveal => ({ shown: ownData(event.data) })

// --- Commands --------------------------------------------------------------------------------------------------------

export type NumberRevealCommand = CommandOf<typeof RevealNumbers>

// --- Decide ----------------------------------------------------------------------------------------------------------

/** `∅ → shown`; another showing has an id of its own. */
const decide = ({ data: { revealId, view, reason } }: NumberRevealCommand, { shown }: NumberReveal): NumberRevealEvent[] => {
  if (!reason) return refuse('ReasonMissing', ['PIPL-6'], { field: 'reason' })
  const asked = { revealId, view, reason }
  if (!shown) return [happened(NumbersRevealed, asked)]
  return sameData(asked, shown) ? [] : refuse('WrongState', ['PIPL-6'], { status: 'shown' })
}

/** Numbers are shown in full for a stated purpose only, and each showing is kept (PIPL-6). */
export const numberRevealDecider: AggregateDecider<NumberReveal, NumberRevealCommand, NumberRevealEvent> = {
  initialState: notShown,
  decide,
  evolve: evolveNumberReveal,
}
