import type { ApiClient } from '@fudao/api-client'

/** Who decides for the whole platform: read models hold every campus. */
const PLATFORM = 'platform'
const AGAIN_MS = 500

interface Progress {
  readonly state: string
  readonly eventsDone: number
  readonly eventsToDo: number
  readonly secondsLeft: number | null
}

const order = (api: ApiClient, operation: string, view: string): Promise<unknown> =>
  api.post(`/api/${PLATFORM}/ops/projector/${operation}`, { view })
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, AGAIN_MS))

/** Carries out an order to a read model; asks again while it waits for the events it lacks. */
export const orderView =
  (operation: 'compare' | 'swap' | 'rollback' | 'resume' | 'cancel') =>
  async (api: ApiClient, { view }: { readonly view: string }): Promise<unknown> => {
    for (;;) {
      const answer = await order(api, operation, view)
      if ((answer as { readonly state?: string }).state !== 'waiting') return answer
      await pause()
    }
  }

/** Starts a rebuild and shows its progress on standard error until it is ready or fails. */
export const rebuildView = async (api: ApiClient, { view }: { readonly view: string }): Promise<unknown> => {
  let progress = (await order(api, 'rebuild', view)) as Progress | null
  while (progress?.state === 'filling') {
    const { eventsDone: done, eventsToDo: left, secondsLeft } = progress
    process.stderr.write(`${view}: ${done} / ${done + left}，约剩 ${secondsLeft ?? '?'} 秒 / about ${secondsLeft ?? '?'} s left\n`)
    await pause()
    progress = ((await api.get(`/api/${PLATFORM}/ops/projector/status?view=${encodeURIComponent(view)}`)) as { rebuild: Progress | null })
      .rebuild
  }
  return progress
}

/** What every read model is doing, or one. */
export const viewStatus = (api: ApiClient, { view }: { readonly view: string | undefined }): Promise<unknown> =>
  api.get(`/api/${PLATFORM}/ops/projector/status${view === undefined ? '' : `?view=${encodeURIComponent(view)}`}`)
