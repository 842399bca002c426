import type { Basis } from '@fudao/contracts/kit'
import type { JournalEvent } from '@fudao/contracts/views'

/** A policy value as the decision behind the event read it. */
export const policyValue = (event: JournalEvent, key: string): unknown => (event.data.basis as Basis | undefined)?.policy?.[key]?.value
