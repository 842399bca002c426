import type { KeysReply, KeysRequest } from '@fudao/contracts/kit'
import { LRUCache } from 'lru-cache'
import { keyOwner, unwrapKey } from './cipher.js'

/** Asks `ledger.<campus>.keys`. @throws LedgerUnavailable */
export type AskKeys = (campus: string, request: KeysRequest) => Promise<Extract<KeysReply, { readonly status: 'ok' }>>

/** Data keys of persons; `null` = destroyed (the person was erased), so nothing of them can be read or written. */
export interface KeyRing {
  /** Keys of persons that have some; without `create` an unknown person is absent from the result. */
  readonly keysOf: (campus: string, personIds: readonly string[], create: boolean) => Promise<ReadonlyMap<string, Buffer | null>>
  /** Forgets a person's key: called when the person is erased. */
  readonly forget: (campus: string, personId: string) => void
}

/** Keys are kept for `ttlMs` (default a minute): so long a reader may still open what was erased meanwhile. */
export const createKeyRing = (
  masterKey: Buffer,
  ask: AskKeys,
  options: { readonly max?: number; readonly ttlMs?: number } = {},
): KeyRing => {
  const cache = new LRUCache<string, Buffer>({ max: options.max ?? 10_000, ttl: options.ttlMs ?? 60_000 })
  // what is forgotten while an answer is under way must not come back with it
  let asking = 0
  const forgotten = new Set<string>()
  return {
    keysOf: async (campus, personIds, create) => {
      const found = new Map<string, Buffer | null>()
      const missing: string[] = []
      for (const personId of new Set(personIds)) {
        const key = cache.get(keyOwner(campus, personId))
        if (key) found.set(personId, key)
        else missing.push(personId)
      }
      if (missing.length === 0) return found
      asking += 1
      const { keys } = await ask(campus, { personIds: missing, create }).finally(() => {
        asking -= 1
      })
      for (const personId of missing) {
        const wrapped = keys[personId]
        if (wrapped === undefined) continue
        const key = wrapped === null ? null : unwrapKey(masterKey, wrapped, keyOwner(campus, personId))
        if (key && !forgotten.has(keyOwner(campus, personId))) cache.set(keyOwner(campus, personId), key)
        found.set(personId, key)
      }
      if (asking === 0) forgotten.clear()
      return found
    },
    forget: (campus, personId) => {
      cache.delete(keyOwner(campus, personId))
      if (asking > 0) forgotten.add(keyOwner(campus, personId))
    },
  }
}
