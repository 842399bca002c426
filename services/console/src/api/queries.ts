import type { JournalEvent, WhyAnswer } from '@fudao/contracts/views'
import { useQuery } from '@tanstack/react-query'
import { endSession, type Session } from '../session/session'
import { useUrl } from '../state/url'
import type { Language } from '../texts/language'
import { type Page, type Reader, readJson, readView } from './client'
import { isApiProblem } from './problem'

/** A person can change what they may see, not what is broken: only a lost connection is tried again. */
const retry = (count: number, error: Error): boolean => isApiProblem(error) && (error.status === 0 || error.status === 503) && count < 3

const guarded = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    if (isApiProblem(error) && error.status === 401) endSession()
    throw error
  }
}
const readerOf = (session: Session, language: Language): Reader => ({ token: session.token, campus: session.campus, language })

/** The day that the address asks for; `undefined`: today. */
const useAsOf = (): string | undefined => useUrl().url.params.asOf

/** Rows of a read model as they are today, kept current by the live changes of its name. */
export const useViewToday = <Row>(session: Session, language: Language, view: string, enabled = true) =>
  useQuery<Page<Row>>({
    enabled,
    queryKey: [session.campus, 'view', view, undefined, {}],
    queryFn: ({ signal }) => guarded(readView<Row>(readerOf(session, language), view, {}, signal)),
    retry,
  })

/** Rows of a read model on the day of the address, kept current by the live changes of its name. */
export const useView = <Row>(session: Session, language: Language, view: string, filter: Readonly<Record<string, string>> = {}) => {
  const asOf = useAsOf()
  return useQuery<Page<Row>>({
    queryKey: [session.campus, 'view', view, asOf, filter],
    queryFn: ({ signal }) => guarded(readView<Row>(readerOf(session, language), view, asOf ? { ...filter, asOf } : filter, signal)),
    // Rows of another day or another view are never shown, not even for a moment.
    placeholderData: (rows, query) => (query?.queryKey[2] === view && query.queryKey[3] === asOf ? rows : undefined),
    retry,
  })
}

export const useWhy = (session: Session, language: Language, kind: string, id: string, enabled = true) => {
  const asOf = useAsOf()
  const path = `why/${encodeURIComponent(kind)}/${encodeURIComponent(id)}${asOf ? `?asOf=${encodeURIComponent(asOf)}` : ''}`
  return useQuery<WhyAnswer>({
    enabled,
    queryKey: [session.campus, 'why', kind, id, asOf],
    queryFn: ({ signal }) => guarded(readJson<WhyAnswer>(readerOf(session, language), path, signal)),
    retry,
  })
}

/** A stored event never changes: read once. */
export const useEvent = (session: Session, language: Language, id: string | undefined) =>
  useQuery<Page<JournalEvent>>({
    queryKey: [session.campus, 'event', id],
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      guarded(readJson<Page<JournalEvent>>(readerOf(session, language), `events?id=${encodeURIComponent(id ?? '')}`, signal)),
    retry,
  })
