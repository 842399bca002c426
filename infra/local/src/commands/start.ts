import { signToken, type TokenClaims } from '@fudao/api-client'
import { BilingualError } from '../bilingual-error.js'
import { type OptionDefinitions, parseOptions } from '../cli/parse-options.js'
import { campuses } from '../demo/campuses.js'
import { loadDemo } from '../demo/load-demo.js'
import { demoMarker } from '../demo-marker.js'
import { type Mode, modes } from '../environment.js'
import { type Launched, launch } from '../launch.js'
import { mainJobExample } from '../main-job-example.js'
import { portSpan } from '../ports.js'
import { defaultDataPath } from '../repository.js'

export const startOptions = {
  port: {
    kind: 'int',
    min: 1024,
    max: 65_535 - portSpan,
    help: ['起始端口，默认 4170；被占用时自动选下一个', 'base port, default 4170 or the next that is free'],
  },
  data: { kind: 'text', help: ['数据目录，默认 .data', 'data directory, default .data'] },
  'no-demo': { kind: 'flag', help: ['不装入演示数据', 'load no demo data'] },
  campus: { kind: 'text', help: ['只装入这所学校的演示数据', 'load the demo data of this campus only'] },
  verbose: { kind: 'flag', help: ['显示全部日志', 'show every log line'] },
} as const satisfies OptionDefinitions

const readMode = (text: string | undefined): Mode => {
  const mode = modes.find((m) => m === (text ?? 'demo'))
  if (!mode)
    throw new BilingualError(
      `FUDAO_MODE 只能是 ${modes.join('、')}，现为“${text}”。`,
      `FUDAO_MODE is one of ${modes.join(', ')}, not "${text}".`,
      2,
    )
  return mode
}

const checkCampus = (campus: string | undefined): void => {
  const known = campuses.map((c) => c.campusId)
  if (campus !== undefined && !known.includes(campus))
    throw new BilingualError(
      `演示数据中没有学校“${campus}”：可用的有 ${known.join('、')}。`,
      `The demo data have no campus "${campus}": use one of ${known.join(', ')}.`,
      2,
    )
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const since = (began: number): string => `(${((Date.now() - began) / 1000).toFixed(1)} s)`

/** Resolves when a signal asks for the end, or the bootstrap that started us is gone. */
const untilStopped = (abort: AbortController): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      abort.abort(new Error('stopped'))
      resolve()
    }
    // A Ctrl-C comes twice, from the terminal and from the bootstrap; both mean the same.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
    if (process.channel) process.on('disconnect', end)
  })

/** Loads the demo data once per store; a load that was interrupted goes on where it stopped. */
const loadDemoInto = async (launched: Launched, campus: string | undefined): Promise<void> => {
  const marker = demoMarker(launched.data, process.env, campus)
  if (marker.isLoaded()) return
  const key = Buffer.from(launched.secrets.tokenKey, 'base64')
  const began = Date.now()
  print('演示数据 / demo data …')
  await loadDemo({
    baseUrl: launched.baseUrl,
    tokenFor: (claims: TokenClaims) => signToken(key, claims),
    log: (line) => print(`  ${line}`),
    ...(campus === undefined ? {} : { campus }),
  })
  marker.setLoaded()
  print(`  ✓ ${since(began)}`)
}

/** Demo data that cannot be loaded leave a running system: say so and go on. */
const tryToLoadDemo = async (launched: Launched, campus: string | undefined, signal: AbortSignal): Promise<void> => {
  try {
    await loadDemoInto(launched, campus)
  } catch (error) {
    if (signal.aborted) return
    const why = error instanceof Error ? error.message : String(error)
    print(`演示数据未能全部装入（${why}）：重新运行 npm start 会接着装。`)
    print(`The demo data could not all be loaded (${why}): npm start goes on where it stopped.`)
  }
}

/** `npm start`: everything up, demo data in, until Ctrl-C. */
export const start = async (argv: readonly string[]): Promise<number> => {
  const options = parseOptions(argv, startOptions)
  const mode = readMode(process.env.FUDAO_MODE)
  checkCampus(options.campus)
  const abort = new AbortController()
  const stopped = untilStopped(abort)
  const began = Date.now()
  print('辅导 Fudao …')
  let launched: Launched
  try {
    launched = await launch({
      dataPath: options.data ?? defaultDataPath,
      basePort: options.port,
      mode,
      verbose: options.verbose,
      env: process.env,
      log: print,
      signal: abort.signal,
    })
  } catch (error) {
    if (abort.signal.aborted) return 0
    throw error
  }
  try {
    print(`\n就绪 / ready: ${launched.baseUrl}  ${since(began)}`)
    process.send?.({ ready: true, baseUrl: launched.baseUrl })
    if (!options['no-demo']) await Promise.race([tryToLoadDemo(launched, options.campus, abort.signal), stopped])
    if (!abort.signal.aborted) {
      print(`\n令牌 / token: npm run token -- --campus aksu --role orgPersonnel`)
      if (!options['no-demo'])
        print(`主要工作，在另一个终端 / the main job, in another terminal:\n${mainJobExample(launched.baseUrl, options.data)}`)
      print('\n停止 / stop: Ctrl-C')
    }
    await stopped
    print('正在停止 / stopping …')
  } finally {
    await launched.stop()
  }
  print('已停止 / stopped')
  return 0
}
