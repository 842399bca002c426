import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BilingualError } from './bilingual-error.js'
import { dataDirectoryAt } from './data-directory.js'

/** What the other commands need to reach a running Fudao. */
export interface RunningFudao {
  readonly baseUrl: string
  readonly mode: string
  readonly natsUrl: string
}
const fileOf = (dataPath: string): string => join(dataDirectoryAt(dataPath).run, 'running.json')

export const writeRunning = (dataPath: string, running: RunningFudao): void => {
  const file = fileOf(dataPath)
  writeFileSync(`${file}.new`, `${JSON.stringify(running)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}
export const removeRunning = (dataPath: string): void => rmSync(fileOf(dataPath), { force: true })

/** Fails with one sentence when nothing was started from this data directory. */
export const readRunning = (dataPath: string): RunningFudao => {
  try {
    return JSON.parse(readFileSync(fileOf(dataPath), 'utf8')) as RunningFudao
  } catch (error) {
    throw new BilingualError(
      `没有从 ${dataPath} 启动的系统：请先运行 npm start，或用 --url 指定地址。`,
      `Nothing runs from ${dataPath}: run npm start first, or name its address with --url.`,
      1,
      { cause: error },
    )
  }
}
