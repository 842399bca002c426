import type { JournalEvent, WhyAnswer } from '@fudao/contracts/views'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { endSession, type Session } from '../session/session'
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

/** Rows of a read model, kept current by the live changes of its name. */
export const useView = <Row>(session: Session, language: Language, view: string, filter: Readonly<Record<string, string>> = {}) =>
  useQuery<Page<Row>>({
    queryKey: [session.campus, 'view', view, filter],
    queryFn: ({ signal }) => guarded(readView<Row>(readerOf(session, language), view, filter, signal)),
    placeholderData: keepPreviousData,
    retry,
  })

export const useWhy = (session: Session, language: Language, kind: string, id: string, enabled = true) =>
  useQuery<WhyAnswer>({
    enabled,
    queryKey: [session.campus, 'why', kind, id],
    queryFn: ({ signal }) =>
      guarded(readJson<WhyAnswer>(readerOf(session, language), `why/${encodeURIComponent(kind)}/${encodeURIComponent(id)}`, signal)),
    retry,
  })

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
