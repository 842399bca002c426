import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sample } from './view-events.js'

/** From the compiled `test/dist/bench/rebuild/`. */
const golden = fileURLToPath(new URL('../../../../contracts/golden/', import.meta.url))

/** Every golden sample of the contracts, of every version. */
export const readSamples = (): readonly Sample[] =>
  readdirSync(golden, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => JSON.parse(readFileSync(join(golden, file), 'utf8')) as Sample)
