// The first command after a clone: needs only Node 20 and npm, so it is plain JavaScript without dependencies.
// It installs the pinned package manager and Node from the npm registry, the dependencies from the lockfile, builds what changed,
// finds or installs nats-server, and runs the command asked for. Progress goes to standard error; each failure is one sentence in
// Chinese and one in English that say what to do.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const bin = (name) => join(root, 'node_modules', '.bin', name)
const tools = join(root, '.data', 'tools')
const stampFile = join(root, 'node_modules', '.fudao-stamp')
const [command = 'start', ...args] = process.argv.slice(2)

class Failure extends Error {
  constructor(zh, en, code = 1) {
    super(en)
    this.zh = zh
    this.code = code
  }
}
const say = (text) => process.stderr.write(`${text}\n`)
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`

/** What every child gets: no settings of the npm that started us (but where to install from), and the pinned tools first. */
const environment = ({ installing = false } = {}) => {
  const kept = (name) =>
    (installing && /^npm_config_(registry|.*proxy|cafile|strict_ssl|userconfig)$/i.test(name)) || !/^(npm_|INIT_CWD$)/i.test(name)
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => kept(name)))
  env.PATH = [join(root, 'node_modules', '.bin'), env.PATH, '/usr/sbin', '/usr/local/sbin', ...toolDirectories()]
    .filter(Boolean)
    .join(delimiter)
  env.TURBO_TELEMETRY_DISABLED = '1'
  return env
}
const toolDirectories = () => ['usr/sbin', 'usr/bin'].map((d) => join(tools, d)).filter((d) => existsSync(d))

// ── one at a time ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Start time in kernel ticks tells a process from a later one with the same pid; empty where there is no /proc. */
const startTimeOf = (pid) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
const isAlive = ({ pid, startTime }) => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  return startTime === startTimeOf(pid)
}
const readHolder = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** Two commands in one checkout install and build one after the other; a lock whose owner is gone is taken over. */
const withLock = async (work) => {
  const file = join(root, '.data', 'bootstrap.lock')
  const mine = `${file}.${process.pid}`
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(mine, JSON.stringify({ pid: process.pid, startTime: startTimeOf(process.pid) }))
  } catch (error) {
    throw new Failure(
      `无法写入 ${dirname(file)}（${error.code}）：请用能写入检出目录的用户运行。`,
      `${dirname(file)} cannot be written (${error.code}): run as a user who can write to the checkout.`,
    )
  }
  try {
    let told = false
    for (;;) {
      try {
        linkSync(mine, file) // Atomic: exactly one of several succeeds.
        break
      } catch (error) {
        if (error.code !== 'EEXIST') throw error
      }
      const holder = readHolder(file)
      if (holder && !isAlive(holder)) {
        const stale = `${mine}.stale`
        try {
          renameSync(file, stale)
          const taken = readHolder(stale)
          // Another took the stale lock over between our look and our rename: give it back.
          if (taken && isAlive(taken)) linkSync(stale, file)
          rmSync(stale, { force: true })
        } catch (error) {
          if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
        }
        continue
      }
      if (!told)
        say(
          `等待此目录中另一个正在安装或构建的命令（进程 ${holder?.pid ?? '?'}）… / waiting for another command that installs or builds here`,
        )
      told = true
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    try {
      return await work()
    } finally {
      if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

// ── running children ──────────────────────────────────────────────────────────────────────────────────────────────────

const exitCodeOf = { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 }
let current = null
let interrupted = null
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    interrupted = signal
    current?.kill(signal)
  })

/**
 * Runs to the end; standard output goes to standard error unless it is the command asked for.
 * The launcher gets a channel to us: when we are killed it closes, and the launcher stops everything.
 */
const run = (program, argv, { asked = false, show = true, installing = false } = {}) =>
  new Promise((resolve, reject) => {
    const stdio = asked ? ['inherit', 'inherit', 'inherit', ...(command === 'start' ? ['ipc'] : [])] : ['ignore', 'pipe', 'pipe']
    const child = spawn(program, argv, { cwd: root, env: environment({ installing }), stdio })
    current = child
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        text += chunk
        if (show) process.stderr.write(chunk)
      })
    child.once('error', reject)
    child.once('close', (code, signal) => {
      current = null
      resolve({ code: code ?? 1, signal, text })
      // Stopped while we prepared: nothing more is to be done.
      if (interrupted && !asked) process.exit(exitCodeOf[interrupted])
    })
  })

// ── install ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const read = (path) => readFileSync(join(root, path), 'utf8')
const manifests = () => {
  const below = (directory) =>
    existsSync(join(root, directory))
      ? readdirSync(join(root, directory), { withFileTypes: true })
          .filter((e) => e.isDirectory())
          .map((e) => `${directory}/${e.name}/package.json`)
      : []
  return [
    'package.json',
    'contracts/package.json',
    'test/package.json',
    ...below('packages'),
    ...below('services'),
    ...below('infra'),
  ].filter((f) => existsSync(join(root, f)))
}
const installHash = () => {
  const hash = createHash('sha256')
  hash.update(`${process.platform} ${process.arch}`)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests().toSorted((a, b) => (a < b ? -1 : 1))])
    hash.update(`\0${file}\0${read(file)}`)
  return hash.digest('hex')
}

const install = async () => {
  const wanted = installHash()
  const done = existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === wanted
  if (done && existsSync(bin('node')) && existsSync(bin('tsc'))) return
  const started = Date.now()
  const { packageManager } = JSON.parse(read('package.json'))
  say(`[1/3] 安装依赖（首次约半分钟）… / installing dependencies (the first time takes about half a minute)`)
  rmSync(stampFile, { force: true })
  const argv = ['--yes', packageManager, 'install', '--frozen-lockfile', '--reporter=append-only']
  const result = await run('npx', argv, { installing: true }).catch((error) => ({ code: 1, text: String(error) }))
  if (result.text.includes('OUTDATED_LOCKFILE'))
    throw new Failure(
      `pnpm-lock.yaml 与 package.json 不一致：请运行 npx ${packageManager} install 并提交锁文件。`,
      `pnpm-lock.yaml does not match the package.json files: run npx ${packageManager} install and commit the lockfile.`,
    )
  if (result.code !== 0)
    throw new Failure(
      '安装依赖失败（原因见上）：请检查能否访问 npm 仓库以及磁盘空间，然后再运行同一命令。',
      'Installing the dependencies failed (see above): check that the npm registry can be reached and the disk has space, then run the same command again.',
    )
  if (!existsSync(bin('node')))
    throw new Failure(
      `没有适用于 ${process.platform}-${process.arch} 的固定版本 Node：请在 linux-x64 或 linux-arm64 上运行。`,
      `There is no pinned Node for ${process.platform}-${process.arch}: run on linux-x64 or linux-arm64.`,
    )
  writeFileSync(stampFile, `${wanted}\n`)
  say(`      ${seconds(started)}`)
}

// ── build ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const build = async () => {
  const started = Date.now()
  let types = await run(bin('tsc'), ['-b'], { show: false })
  // An incremental build can hold on to an error that is already corrected: only a full one is believed.
  if (types.code !== 0) types = await run(bin('tsc'), ['-b', '--force'], { show: false })
  if (types.code !== 0) {
    say(types.text)
    throw new Failure('编译失败：请先改正上面的错误。', 'The build failed: correct the errors above first.')
  }
  if (existsSync(join(root, 'services', 'console', 'vite.config.ts'))) {
    const console = await run(
      bin('turbo'),
      ['run', 'build', '--filter=@fudao/service-console', '--output-logs=errors-only', '--no-update-notifier'],
      { show: false },
    )
    if (console.code !== 0) {
      say(console.text)
      throw new Failure('网页控制台构建失败：请先改正上面的错误。', 'The console could not be built: correct the errors above first.')
    }
  }
  if (Date.now() - started > 1500) say(`[2/3] 已构建 / built (${seconds(started)})`)
}

// ── nats-server ───────────────────────────────────────────────────────────────────────────────────────────────────────

const findProgram = (name) =>
  environment()
    .PATH.split(delimiter)
    .map((d) => join(d, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })

/** Real tests need the server itself; the launcher is content with the URL of one. */
const ensureNats = () => {
  if (command !== 'test' && process.env.NATS_URL) return
  if (findProgram('nats-server')) return
  say('[3/3] 安装 nats-server … / installing nats-server')
  const apt = (...argv) =>
    spawnSync('apt-get', argv, { stdio: ['ignore', 2, 2], env: { ...environment(), DEBIAN_FRONTEND: 'noninteractive' } }).status === 0
  if (findProgram('apt-get')) {
    if (process.getuid?.() === 0) {
      const packages = ['install', '-y', '--no-install-recommends', 'nats-server']
      if (apt(...packages) || (apt('update') && apt(...packages))) return
    } else {
      const downloads = join(tools, 'download')
      mkdirSync(downloads, { recursive: true })
      const fetched =
        spawnSync('apt-get', ['download', 'nats-server'], { cwd: downloads, stdio: ['ignore', 2, 2], env: environment() }).status === 0
      const deb = fetched ? readdirSync(downloads).find((f) => /^nats-server_.*\.deb$/.test(f)) : undefined
      if (
        deb &&
        spawnSync('dpkg', ['-x', join(downloads, deb), tools], { stdio: ['ignore', 2, 2] }).status === 0 &&
        findProgram('nats-server')
      )
        return
    }
  }
  throw new Failure(
    '没有找到 nats-server：请安装它（例如 apt-get install nats-server），或把 NATS_URL 设为启用了 JetStream 的 NATS 地址。',
    'nats-server was not found: install it (for example apt-get install nats-server), or set NATS_URL to a NATS with JetStream.',
  )
}

// ── commands ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const launcher = join(root, 'infra', 'local', 'dist', 'main.js')
const commands = {
  start: { nats: true, argv: () => [launcher, 'start', ...args] },
  token: { argv: () => [launcher, 'token', ...args] },
  ops: { argv: () => [launcher, 'ops', ...args] },
  test: { nats: true, argv: () => [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...args] },
  bench: { nats: true, argv: () => [join(root, 'test', 'dist', 'bench', 'main.js'), ...args] },
  chaos: { nats: true, argv: () => [join(root, 'test', 'dist', 'chaos', 'main.js'), ...args] },
  generate: { argv: () => [join(root, 'contracts', 'dist', 'generate', 'main.js'), ...args] },
  // Only prepares: continuous integration then calls the tools one by one.
  prepare: { nats: true },
}

const main = async () => {
  const wanted = Object.hasOwn(commands, command) ? commands[command] : null
  if (!wanted)
    throw new Failure(
      `没有“${command}”命令：可用的有 ${Object.keys(commands).join('、')}。`,
      `There is no command "${command}": use ${Object.keys(commands).join(', ')}.`,
      2,
    )
  if (Number(process.versions.node.split('.')[0]) < 20) throw new Failure('需要 Node 20 或更新版本。', 'Node 20 or later is needed.')
  if (process.platform !== 'linux')
    throw new Failure(
      '本机启动目前只支持 Linux：请在 Linux、WSL 2 或容器中运行。',
      'The local start supports Linux only for now: run it in Linux, WSL 2 or a container.',
    )
  await withLock(async () => {
    await install()
    await build()
    if (wanted.nats) ensureNats()
  })
  if (!wanted.argv) return 0
  const argv = wanted.argv()
  if (!existsSync(argv[0]))
    throw new Failure(
      `缺少 ${relative(root, argv[0])}：请运行 git status 检查检出是否完整。`,
      `${relative(root, argv[0])} is missing: check with git status that the checkout is complete.`,
    )
  const { code, signal } = await run(bin('node'), argv, { asked: true })
  return signal ? (exitCodeOf[signal] ?? 1) : code
}

main().then(
  (code) => process.exit(code),
  (error) => {
    if (error instanceof Failure) say(`${error.zh}\n${error.message}`)
    else say(`意外错误：请连同下文报告此问题。\nUnexpected error: please report it with what follows.\n${error?.stack ?? error}`)
    process.exit(error instanceof Failure ? error.code : 1)
  },
)
