import type { LocalDate } from '@fudao/domain-kit'
import { uuidV5 } from '@fudao/ledger-client'

/** Id of a tenant's day, whoever starts it: two clocks record one event. */
export const dayEventId = (tenant: string, on: LocalDate): string => uuidV5(`calendar.DayStarted|${tenant}|${on}`)
