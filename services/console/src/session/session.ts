import type { Role } from '@fudao/contracts/kit'
import { useSyncExternalStore } from 'react'

export interface Session {
  readonly token: string
  readonly campus: string
  readonly role: Role
  /** Epoch seconds. */
  readonly expiresAt: number
}

/** What the sign-in says of its bearer, as far as pages need it; the gateway checks it, this only reads. */
export const claimsOf = (token: string): { readonly sub?: string; readonly counselorId?: string } => {
  try {
    const [, payload = ''] = token.split('.')
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.codePointAt(0) ?? 0)
    return JSON.parse(new TextDecoder().decode(bytes)) as { readonly sub?: string; readonly counselorId?: string }
  } catch {
    return {}
  }
}

const key = 'fudao.session'
const changed = 'fudao:session'
let cached: { readonly text: string | null; readonly session: Session | undefined } = { text: null, session: undefined }

const read = (): Session | undefined => {
  const text = window.sessionStorage.getItem(key)
  if (text !== cached.text) {
    const session = text === null ? undefined : (JSON.parse(text) as Session)
    cached = { text, session: session && session.expiresAt * 1000 > Date.now() ? session : undefined }
  }
  return cached.session
}
const write = (session: Session | undefined): void => {
  if (session) window.sessionStorage.setItem(key, JSON.stringify(session))
  else window.sessionStorage.removeItem(key)
  window.dispatchEvent(new Event(changed))
}
const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener(changed, listener)
  return () => window.removeEventListener(changed, listener)
}

export const startSession = (session: Session): void => write(session)
export const endSession = (): void => write(undefined)
/** The signed-in session of this tab; it ends with the tab. */
export const useSession = (): Session | undefined => useSyncExternalStore(subscribe, read)
