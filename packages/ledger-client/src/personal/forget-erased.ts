import type { KeyErased } from '@fudao/contracts/kit'
import { campusOfSubject, KEY_ERASED_PATTERN } from '@fudao/messaging'
import type { NatsConnection } from '@nats-io/nats-core'
import type { KeyRing } from './key-ring.js'

/**
 * Makes a ring forget each key that the ledger destroys, at once; a process that did not hear of it (NATS is at most once) holds it
 * until it expires. `onForgotten` drops what was opened with it. Ends with the connection.
 */
export const forgetErased = (nc: NatsConnection, keys: KeyRing, onForgotten?: (campus: string, personId: string) => void): void => {
  nc.subscribe(KEY_ERASED_PATTERN, {
    callback: (error, message) => {
      if (error) return
      const { personId } = message.json<KeyErased>()
      const campus = campusOfSubject(message.subject)
      keys.forget(campus, personId)
      onForgotten?.(campus, personId)
    },
  })
}
