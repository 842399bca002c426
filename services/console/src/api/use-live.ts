import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { endSession, type Session } from '../session/session'
import { request } from './client'
import { isApiProblem } from './problem'
import { takeEvents } from './server-sent-events'

export type LiveState = 'connecting' | 'live' | 'reconnecting'

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

/**
 * Keeps the shown data current: what the server says has changed is read again. After a break everything is, because
 * changes meanwhile were missed. The token travels in a header, never in an address, so `EventSource` is not used.
 */
export const useLive = (session: Session): LiveState => {
  const client = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')
  const { campus, token } = session
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    const refresh = (view?: string) => {
      void client.invalidateQueries({ queryKey: view ? [campus, 'view', view] : [campus] })
      if (view) void client.invalidateQueries({ queryKey: [campus, 'why'] })
    }
    const follow = async (): Promise<void> => {
      const response = await request(`/api/${encodeURIComponent(campus)}/live`, { token, language: 'zh', signal })
      const reader = response.body?.getReader()
      const decoder = new TextDecoder()
      let text = ''
      while (reader) {
        const { done, value } = await reader.read()
        if (done) return
        const taken = takeEvents(text + decoder.decode(value, { stream: true }))
        text = taken.rest
        for (const { event, data } of taken.events) {
          if (event === 'ready') {
            setState('live')
            refresh()
          }
          if (event === 'change') refresh((JSON.parse(data) as { view: string }).view)
          if (event === 'expired') endSession()
        }
      }
    }
    const keepFollowing = async (): Promise<void> => {
      for (let tries = 0; !signal.aborted; tries += 1) {
        const started = Date.now()
        try {
          await follow()
        } catch (error) {
          if (isApiProblem(error) && error.status === 401) endSession()
          // Anything else is a broken connection: try again below.
        }
        if (signal.aborted) return
        setState('reconnecting')
        if (Date.now() - started > 10_000) tries = 0
        await pause(Math.min(250 * 2 ** tries, 10_000), signal)
      }
    }
    void keepFollowing()
    return () => abort.abort()
  }, [client, campus, token])
  return state
}
