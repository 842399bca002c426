import { useCallback, useMemo, useSyncExternalStore } from 'react'

/** Where the reader is: `/<campus>/<page>?params`. Filters, sorting, language and the open drawer live here, so a link shows the same. */
export interface Url {
  readonly campus: string | undefined
  readonly page: string | undefined
  readonly params: Readonly<Record<string, string>>
}

export const parseUrl = (path: string, search: string): Url => {
  const [campus, page] = path
    .split('/')
    .filter((s) => s !== '')
    .map(decodeURIComponent)
  return { campus, page, params: Object.fromEntries(new URLSearchParams(search)) }
}

export type Changes = Readonly<Record<string, string | undefined>>

/** The address with some params replaced; `undefined` or an empty text removes one. */
export const formatUrl = ({ campus, page, params }: Url, changes: Changes = {}): string => {
  const next = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...params, ...changes })) if (value !== undefined && value !== '') next.set(name, value)
  const path = `/${[campus, page]
    .filter((s): s is string => s !== undefined && s !== '')
    .map(encodeURIComponent)
    .join('/')}`
  const query = next.toString()
  return query === '' ? path : `${path}?${query}`
}

const changed = 'fudao:url'
const subscribe = (listener: () => void): (() => void) => {
  for (const event of ['popstate', changed]) window.addEventListener(event, listener)
  return () => {
    for (const event of ['popstate', changed]) window.removeEventListener(event, listener)
  }
}
const snapshot = (): string => `${window.location.pathname}\n${window.location.search}`

const show = (address: string, replace: boolean): void => {
  window.history[replace ? 'replaceState' : 'pushState'](null, '', address)
  window.dispatchEvent(new Event(changed))
}
const current = (): Url => parseUrl(window.location.pathname, window.location.search)

/** The address as state. Typing replaces the entry, so that Back leaves the page instead of deleting letters. */
export const useUrl = () => {
  const text = useSyncExternalStore(subscribe, snapshot)
  const url = useMemo(() => {
    const [path = '/', search = ''] = text.split('\n')
    return parseUrl(path, search)
  }, [text])
  const change = useCallback((changes: Changes) => show(formatUrl(current(), changes), true), [])
  // Language and day go along to the other page.
  const go = useCallback((to: { readonly campus?: string; readonly page?: string }) => {
    const { params } = current()
    show(formatUrl({ campus: to.campus, page: to.page, params: {} }, { lang: params.lang, asOf: params.asOf }), false)
  }, [])
  return { url, change, go }
}
