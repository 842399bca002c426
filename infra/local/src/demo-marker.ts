import { createHash } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DataDirectory } from './data-directory.js'

export interface DemoMarker {
  readonly isLoaded: () => boolean
  readonly setLoaded: () => void
}

/** Remembers that the demo was loaded whole into this very store, so that the next start need not ask again command by command. */
export const demoMarker = (data: DataDirectory, env: NodeJS.ProcessEnv, campus = '*'): DemoMarker => {
  const store = createHash('sha256')
    .update(`${env.DATABASE_URL ?? ''} ${env.EVENT_STORE_URL ?? ''} ${campus}`)
    .digest('hex')
  const file = join(data.root, `demo-loaded-${store.slice(0, 12)}`)
  return { isLoaded: () => existsSync(file), setLoaded: () => writeFileSync(file, '') }
}
