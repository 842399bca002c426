import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root of the checkout, from `infra/local/{src,dist}`. */
export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
export const defaultDataPath = join(repositoryRoot, '.data')
