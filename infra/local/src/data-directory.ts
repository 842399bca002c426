import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BilingualError } from './bilingual-error.js'

/** Where everything of one running Fudao lies; nothing is written elsewhere. */
export interface DataDirectory {
  readonly root: string
  readonly postgres: string
  readonly nats: string
  readonly logs: string
  /** Pid files. */
  readonly run: string
  /** Keys and passwords, mode 0600. */
  readonly secrets: string
}

export const dataDirectoryAt = (path: string): DataDirectory => {
  const root = resolve(path)
  return {
    root,
    postgres: join(root, 'postgres'),
    nats: join(root, 'nats'),
    logs: join(root, 'logs'),
    run: join(root, 'run'),
    secrets: join(root, 'secrets'),
  }
}

/** Creates what is missing, readable by its owner only. */
export const makeDataDirectory = (path: string): DataDirectory => {
  const data = dataDirectoryAt(path)
  try {
    for (const directory of [data.root, data.nats, data.logs, data.run, data.secrets])
      mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new BilingualError(
      `无法建立数据目录 ${data.root}（${code}）：请用 --data 指定可写的目录。`,
      `The data directory ${data.root} cannot be made (${code}): choose a writable one with --data.`,
    )
  }
  return data
}
