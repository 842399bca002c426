import { DayStarted } from '@fudao/contracts/calendar'
import type { Bilingual } from '@fudao/contracts/kit'
import type { KeyRing, LedgerStreams } from '@fudao/ledger-client'
import type { Rule, RuleEvent } from '@fudao/rules'
import { dateOf, type Tenant } from '@fudao/service-kit'
import type { NatsConnection } from '@nats-io/nats-core'
import { type History, MAX_EVENTS } from './history.js'
import type { CampusReplay } from './replay-campus.js'

export interface SandboxDeps {
  readonly nc: NatsConnection
  readonly streams: LedgerStreams
  readonly keys: KeyRing | undefined
  readonly rules: readonly Rule[]
}

/** Most rows of an answer. */
export const MAX_ROWS = 1_000

const firstOrder: Bilingual = {
  zh: '试算只推一步：每项决定和每条规则都按实际发生的历史重新计算，由其变化再引起的变化不再推算；当时被拒绝的办理没有留下记录，不在其中。',
  en: 'First order only: every decision and rule meets the history as it was recorded; what would follow from the changes themselves is not worked out, and commands that were refused at the time left no record.',
}
const cutHistory: Bilingual = {
  zh: `历史事件超过 ${MAX_EVENTS} 条，只重放了最早的部分。`,
  en: `The history has more than ${MAX_EVENTS} events; only the oldest were replayed.`,
}
const cutRows: Bilingual = {
  zh: `受影响的事项超过 ${MAX_ROWS} 条，只列出前 ${MAX_ROWS} 条；请减少草案中的参数或推后 replayFrom。`,
  en: `More than ${MAX_ROWS} things would change; the first ${MAX_ROWS} are listed. Try fewer parameters or a later replayFrom.`,
}
const notDecided: Bilingual = {
  zh: '部分决定无法按当时的政策重现（notReplayed），未作试算。',
  en: 'Some decisions cannot be repeated under the policy of their time (notReplayed); they were left out.',
}
/** What every answer says about its own limits. */
export const limitsOf = (history: Pick<History, 'cut'>, replay: Pick<CampusReplay, 'notReplayed'>, rows = 0): readonly Bilingual[] => [
  firstOrder,
  ...(history.cut ? [cutHistory] : []),
  ...(Object.keys(replay.notReplayed).length > 0 ? [notDecided] : []),
  ...(rows > MAX_ROWS ? [cutRows] : []),
]

export const todayOf = (campus: string, events: readonly RuleEvent[], tenant: Tenant): string => {
  const days = events.filter((event) => event.campusId === campus && event.type === DayStarted.type)
  return dateOf(
    tenant,
    days.reduce<string | null>((last, { data }) => (last === null || String(data.on) > last ? String(data.on) : last), null),
    new Date(),
  )
}
