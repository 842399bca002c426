import { randomUUID } from 'node:crypto'
import { numberView, RevealNumbers } from '@fudao/contracts/staffing'
import type { Principal } from '../auth/principal.js'
import { replyToProblem } from '../commands/reply-to-problem.js'
import { toCommandMessage } from '../commands/to-command-message.js'
import type { GatewayContext } from '../gateway-context.js'
import { problem } from '../problems/problem.js'

/**
 * Numbers in full (`numbers=full`) are read only once staffing has recorded who reads them and why; other queries go on unchanged.
 * @throws Problem NotAuthorized, ReasonMissing, InvalidPayload, or what else kept the record from being made
 */
export const revealNumbers = async (
  { bus, catalogue }: GatewayContext,
  campus: string,
  principal: Principal,
  query: string,
  { numbers, reason }: Readonly<Record<string, string>>,
): Promise<void> => {
  const view = numberView.safeParse(query.replace(/^views\./, '')).data
  if (numbers !== 'full' || view === undefined) return
  const { issuers } = RevealNumbers
  if (!issuers.includes(principal.role)) throw problem('NotAuthorized', { params: { issuers, role: principal.role } })
  const message = toCommandMessage({
    campus,
    definition: RevealNumbers,
    principal,
    body: { revealId: randomUUID().replaceAll('-', ''), view, ...(reason === undefined ? {} : { reason }) },
    headers: {},
    asOfAllowed: false,
  })
  const reply = await bus.command(campus, RevealNumbers.aggregate.context, RevealNumbers.name, message)
  if (reply.status !== 'accepted')
    throw replyToProblem(reply, { definition: RevealNumbers, campus, commandId: message.commandId, catalogue })
}
