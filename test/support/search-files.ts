import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Files below `folder` whose bytes hold one of the texts. Files that vanish meanwhile (a server is at work in there) hold nothing. */
export const filesHolding = async (folder: string, texts: readonly string[]): Promise<readonly string[]> => {
  const needles = texts.map((text) => Buffer.from(text, 'utf8'))
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    if (needles.some((needle) => bytes.includes(needle))) found.push(path.slice(folder.length + 1))
  }
  return found
}
