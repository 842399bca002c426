import type { SandboxReply } from '@fudao/contracts/policy'
import { createKeyRing, forgetErased } from '@fudao/ledger-client'
import { campusOfSubject, queryPatterns, serveJson } from '@fudao/messaging'
import type { DecidingService } from '@fudao/service-kit'
import { sandboxRules } from '../rules/index.js'
import { createSandbox } from './sandbox.js'

interface NestRequest {
  readonly id?: string
  readonly data?: unknown
}
/** Replays at work at once; the process has live rules to run. */
const AT_ONCE = 2
const busy: SandboxReply = { status: 'unavailable', reason: 'busy' }

/** Serves `qry.<tenant>.sandbox`, in the framing of every query. */
export const serveSandbox = ({ nc, streams, config, logger, name, onStop }: DecidingService): void => {
  const { masterKey } = config
  const keys = masterKey && createKeyRing(masterKey, streams.ledger.keys)
  if (keys) forgetErased(nc, keys)
  const answer = createSandbox({ nc, streams, keys, rules: sandboxRules })
  let atWork = 0
  const server = serveJson(nc, {
    subject: queryPatterns.sandbox,
    queue: name,
    handle: async (message) => {
      const { id, data } = message.json<NestRequest>()
      if (atWork >= AT_ONCE) return JSON.stringify({ response: busy, id, isDisposed: true })
      atWork += 1
      try {
        return JSON.stringify({ response: await answer(campusOfSubject(message.subject), data), id, isDisposed: true })
      } finally {
        atWork -= 1
      }
    },
    onError: () => ({ response: { status: 'unavailable', reason: 'noResponders' } satisfies SandboxReply, isDisposed: true }),
    logger,
  })
  onStop('intake', 'policy sandbox', server.close)
}
