import { isEncrypted } from '@fudao/contracts/kit'
import { ObjectionRaised, PersonRegistered } from '@fudao/contracts/staffing'
import { createKeyRing, createLedger, decryptEvents, forgetErased, isErased } from '@fudao/ledger-client'
import type { ServiceContext } from '@fudao/service-kit'

type Item = Readonly<Record<string, unknown>>
/** Items of one campus with what is personal in clear; `null` once the person is erased. */
export type ShowPersonal = (campus: string, items: readonly Item[]) => Promise<readonly Item[]>

/** Columns that hold a ciphertext, and the event that it came with: it opens under the same field only. */
const sealedColumns = {
  name: PersonRegistered,
  staffNo: PersonRegistered,
  idDocument: PersonRegistered,
  phone: PersonRegistered,
  text: ObjectionRaised,
} as const

/** `<personId> <ciphertext>`, as the queries select it. */
const unseal = (value: unknown): { readonly personId: string; readonly text: string } | undefined => {
  const [personId = '', text] = typeof value === 'string' ? value.split(' ', 2) : []
  return isEncrypted(text) ? { personId, text } : undefined
}

/** Read models hold what is personal as ciphertext (A8); it is opened here, for the page that is asked for. Without the master key nothing is. */
export const makePersonalShower = ({ nc, config, logger }: Pick<ServiceContext, 'nc' | 'config' | 'logger'>): ShowPersonal => {
  const { masterKey } = config
  if (!masterKey) logger.warn('FUDAO_MASTER_KEY is not set: views show no names')
  const keys = masterKey && createKeyRing(masterKey, createLedger(nc, { timeoutMs: config.ledgerTimeoutMs }).keys)
  if (keys) forgetErased(nc, keys)
  return async (campus, items) => {
    const hidden = items.flatMap((item, index) =>
      Object.entries(sealedColumns).flatMap(([column, definition]) => {
        const found = unseal(item[column])
        const data = found && { personId: found.personId, [column]: found.text }
        return data ? [{ index, column, event: { id: '', definition, campus, data } }] : []
      }),
    )
    if (hidden.length === 0) return items
    const shown = keys
      ? await decryptEvents(
          keys,
          hidden.map(({ event }) => event),
        )
      : []
    const result = [...items]
    hidden.forEach(({ index, column }, i) => {
      const value = shown[i]?.[column]
      result[index] = { ...result[index], [column]: value === undefined || isErased(value) ? null : value }
    })
    return result
  }
}
