import { isEncrypted } from '@fudao/contracts/kit'
import { PersonRegistered } from '@fudao/contracts/staffing'
import { createKeyRing, createLedger, decryptEvents, forgetErased, isErased } from '@fudao/ledger-client'
import type { ServiceContext } from '@fudao/service-kit'

type Item = Readonly<Record<string, unknown>>
/** Items of one campus with their names in clear; `null` once the person is erased. */
export type ShowNames = (campus: string, items: readonly Item[]) => Promise<readonly Item[]>

/** `<personId> <ciphertext>`, as the queries select it. */
const sealed = (name: unknown): { readonly personId: string; readonly name: string } | undefined => {
  const [personId = '', text] = typeof name === 'string' ? name.split(' ', 2) : []
  return isEncrypted(text) ? { personId, name: text } : undefined
}

/** Read models hold names as ciphertext (A8); they are opened here, for the page that is asked for. Without the master key none is. */
export const makeNameShower = ({ nc, config, logger }: Pick<ServiceContext, 'nc' | 'config' | 'logger'>): ShowNames => {
  const { masterKey } = config
  if (!masterKey) logger.warn('FUDAO_MASTER_KEY is not set: views show no names')
  const keys = masterKey && createKeyRing(masterKey, createLedger(nc, { timeoutMs: config.ledgerTimeoutMs }).keys)
  if (keys) forgetErased(nc, keys)
  return async (campus, items) => {
    const named = items.flatMap((item, index) => {
      const data = sealed(item.name)
      return data ? [{ index, event: { id: '', definition: PersonRegistered, campus, data } }] : []
    })
    if (named.length === 0) return items
    const shown = keys
      ? await decryptEvents(
          keys,
          named.map(({ event }) => event),
        )
      : []
    const result = [...items]
    named.forEach(({ index }, i) => {
      const name = shown[i]?.name
      result[index] = { ...result[index], name: name === undefined || isErased(name) ? null : name }
    })
    return result
  }
}
