import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BilingualError } from './bilingual-error.js'
import { type DataDirectory, dataDirectoryAt } from './data-directory.js'

/** Generated once per data directory; each in a file of its own, mode 0600. */
export interface Secrets {
  /** 32 bytes, base64: wraps the data keys of persons. Lose it and personal data is gone. */
  readonly masterKey: string
  /** 32 bytes, base64: signs demo tokens (HS256). */
  readonly tokenKey: string
  /** 32 bytes, base64: every password follows from it, so a new service needs no new file. */
  readonly passwordKey: string
}
const names = { masterKey: 'master.key', tokenKey: 'token.key', passwordKey: 'password.key' } as const

const readOrCreate = (file: string): string => {
  if (!existsSync(file)) {
    // Linked into place whole: a crash leaves no half-written key, and of two writers one wins.
    const temporary = `${file}.${process.pid}`
    writeFileSync(temporary, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 })
    try {
      linkSync(temporary, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(temporary, { force: true })
    }
  }
  const value = readFileSync(file, 'utf8').trim()
  if (Buffer.from(value, 'base64').length !== 32)
    throw new BilingualError(`密钥文件 ${file} 已损坏：请从备份恢复。`, `The key file ${file} is damaged: restore it from a backup.`)
  return value
}

/** Reads the secrets of a data directory, generating those that are missing. */
export const loadSecrets = (data: DataDirectory): Secrets => ({
  masterKey: readOrCreate(join(data.secrets, names.masterKey)),
  tokenKey: readOrCreate(join(data.secrets, names.tokenKey)),
  passwordKey: readOrCreate(join(data.secrets, names.passwordKey)),
})

/** Key that signs demo tokens; fails with one sentence where Fudao never ran. */
export const readTokenKey = (dataPath: string): Uint8Array => {
  const file = join(dataDirectoryAt(dataPath).secrets, names.tokenKey)
  if (!existsSync(file))
    throw new BilingualError(`在 ${dataPath} 没有找到密钥：请先运行 npm start。`, `There is no key in ${dataPath}: run npm start first.`)
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
}
