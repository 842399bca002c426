import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contexts } from '../contexts.js'
import { artefacts } from './artefacts.js'
import { dataSchema } from './cloud-event.js'
import { firstSample } from './sample.js'
import { draft, toText } from './schema.js'

const home = fileURLToPath(new URL('../..', import.meta.url))
const generated = join(home, 'generated')
const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }
const wanted = artefacts(contexts, version)

const present = (): string[] =>
  existsSync(generated)
    ? readdirSync(generated, { recursive: true, withFileTypes: true })
        .filter((e) => e.isFile())
        .map((e) => relative(generated, join(e.parentPath, e.name)))
    : []

const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Files that are missing, different or no longer wanted. */
const stale = (): string[] => [
  ...[...wanted]
    .filter(([path, text]) => !existsSync(join(generated, path)) || readFileSync(join(generated, path), 'utf8') !== text)
    .map(([path]) => path),
  ...present().filter((path) => !wanted.has(path)),
]

const check = (): void => {
  const paths = stale()
  if (paths.length === 0) {
    console.log(`${wanted.size} generated files are up to date`)
    return
  }
  for (const path of paths) console.error(`stale: contracts/generated/${path}`)
  console.error('生成的文件已过期：请运行 npm run generate 并提交。\nGenerated files are stale: run npm run generate and commit them.')
  process.exitCode = 1
}

const generate = (): void => {
  const paths = stale()
  for (const path of paths) {
    const text = wanted.get(path)
    if (text === undefined) rmSync(join(generated, path))
    else write(join(generated, path), text)
  }
  console.log(`${wanted.size} files, ${paths.length} written or removed`)
}

/** Golden samples, and with `--release` the schemas that are promised from now on; what exists is never touched. */
const keep = (release: boolean): void => {
  for (const context of contexts)
    for (const event of context.events) {
      const golden = join(home, 'golden', context.context, `${event.name}.v${event.version}.json`)
      if (!existsSync(golden)) write(golden, toText({ type: event.type, schemaversion: event.version, data: firstSample(context, event) }))
      const released = join(home, 'released', `${event.type}.v${event.version}.json`)
      if (release && !existsSync(released)) write(released, toText({ $schema: draft, title: event.type, ...dataSchema(event) }))
    }
}

if (process.argv.includes('--check')) check()
else {
  generate()
  keep(process.argv.includes('--release'))
}
