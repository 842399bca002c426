import { createHash } from 'node:crypto'
import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

export interface ConsoleFile {
  readonly type: string
  readonly etag: string
  /** Names with a content hash never change. */
  readonly immutable: boolean
  readonly plain: Buffer
  readonly gzip?: Buffer
  readonly br?: Buffer
}

/** The built console in memory: a path outside the folder cannot even be expressed. */
export interface ConsoleFiles {
  readonly find: (path: string) => ConsoleFile | undefined
  /** The page every address of the console starts from; undefined when no console is built. */
  readonly page: ConsoleFile | undefined
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}
const compressible = /^(text|application|image\/svg)/
const hashed = /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/

const load = (path: string): ConsoleFile => {
  const plain = readFileSync(path)
  const type = types[extname(path)] ?? 'application/octet-stream'
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  const packed =
    compressible.test(type) && plain.length > 1024
      ? {
          gzip: gzipSync(plain, { level: 6 }),
          br: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
        }
      : {}
  return { type, etag, immutable: hashed.test(path), plain, ...packed }
}

const isServed = (entry: Dirent): boolean => entry.isFile() && !entry.name.endsWith('.map') && !entry.name.startsWith('.')

/** Reads and compresses the built console once; `dir` undefined or empty means there is no console. */
export const loadConsole = (dir: string | undefined): ConsoleFiles => {
  const files = new Map<string, ConsoleFile>()
  if (dir && existsSync(join(dir, 'index.html')))
    for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true }).filter(isServed)) {
      const path = join(entry.parentPath, entry.name)
      files.set(`/${relative(dir, path).replaceAll('\\', '/')}`, load(path))
    }
  return { find: (path) => files.get(path), page: files.get('/index.html') }
}
