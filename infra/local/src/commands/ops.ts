import { type ApiClient, makeApiClient, ProblemError, signToken } from '@fudao/api-client'
import { BilingualError } from '../bilingual-error.js'
import { describeOptions, type OptionDefinitions, type OptionsOf, parseOptions } from '../cli/parse-options.js'
import { refusal } from '../cli/refusal.js'
import { defaultDataPath } from '../repository.js'
import { readRunning } from '../running.js'
import { readTokenKey } from '../secrets.js'
import { orderView, rebuildView, viewStatus } from './ops-projector.js'
import { parkedOptions, runParked } from './parked.js'

/** One operator's command; it talks to the running system through its public API as platform administrator. */
interface OpsCommand<D extends OptionDefinitions = OptionDefinitions> {
  readonly help: readonly [zh: string, en: string]
  readonly options: D
  /** Option that may be given as the first word, without its name. */
  readonly first?: keyof D & string
  readonly run: (api: ApiClient, options: OptionsOf<D>) => Promise<unknown>
}
const command = <const D extends OptionDefinitions>(c: OpsCommand<D>): OpsCommand => c as unknown as OpsCommand

const where = {
  data: { kind: 'text', help: ['数据目录，默认 .data', 'data directory, default .data'] },
  url: { kind: 'text', help: ['系统地址，默认本机正在运行的', 'address of the system, default the one that runs here'] },
} as const satisfies OptionDefinitions

const view = { kind: 'text', required: true, help: ['读模型，例如 contracts', 'read model, such as contracts'] } as const
const viewOrder = (operation: Parameters<typeof orderView>[0], help: readonly [zh: string, en: string]): OpsCommand =>
  command({ help, first: 'view', options: { view }, run: orderView(operation) })

/** The table: a new operator's command is one entry. */
export const opsCommands: Readonly<Record<string, OpsCommand>> = {
  advance: command({
    help: ['把一所学校的日期向前移（仅演示和测试）', 'move the date of a campus forward (demo and test only)'],
    options: {
      campus: { kind: 'text', required: true, help: ['学校编号', 'campus id'] },
      to: { kind: 'text', required: true, help: ['新日期 yyyy-mm-dd', 'new date yyyy-mm-dd'] },
    },
    run: (api, { campus, to }) => api.command(campus, 'calendar', 'AdvanceDate', { to }),
  }),
  parked: command({
    help: ['查看、重试或放弃被搁置的规则实例', 'list, show, retry or discard parked instances of rules'],
    first: 'action',
    options: parkedOptions,
    run: runParked,
  }),
  views: command({
    help: ['各读模型的进度与状态', 'what every read model is doing'],
    first: 'view',
    options: { view: { ...view, required: false } },
    run: viewStatus,
  }),
  rebuild: command({
    help: ['在现用表旁重建一个读模型，并显示进度', 'rebuild a read model beside the tables in use, showing progress'],
    first: 'view',
    options: { view },
    run: rebuildView,
  }),
  compare: viewOrder('compare', ['逐行比较现用表与重建的表', 'compare the tables in use with the rebuilt ones, row by row']),
  swap: viewOrder('swap', ['改用重建的表', 'use the rebuilt tables from now on']),
  rollback: viewOrder('rollback', ['退回上次切换前的表', 'go back to the tables of before the last swap']),
  resume: viewOrder('resume', ['让停住的读模型继续', 'let a read model that stands still go on']),
  cancel: viewOrder('cancel', ['放弃重建', 'give up a rebuild']),
  erase: command({
    help: ['删除一个人的个人信息，不可恢复（须先离职注销）', 'erase the personal data of a person, for ever (deregister them first)'],
    first: 'person',
    options: {
      person: { kind: 'text', required: true, help: ['人员编号', 'person id'] },
      campus: { kind: 'text', required: true, help: ['学校编号', 'campus id'] },
      reason: { kind: 'text', required: true, help: ['理由，会留存，不写姓名', 'why; it is kept, so it names nobody'] },
      approval: { kind: 'text', required: true, help: ['批准文号', 'reference of the approval'] },
    },
    // accepted means: the key is destroyed, so no name can be read any more, in any view or copy
    run: (api, { campus, person, reason, approval }) =>
      api.command(campus, 'staffing', 'ErasePerson', {
        personId: person,
        reason,
        approvalRef: approval,
      }),
  }),
  verify: command({
    help: ['检查系统是否就绪', 'check that the system is ready'],
    options: {},
    run: (api) => api.get('/readyz'),
  }),
}

/** Every operator's command with its options, and those that all take. */
export const opsUsage = (): string =>
  [
    ...Object.entries(opsCommands).map(([name, { help, options, first }]) =>
      [`${`npm run ops -- ${name}${first ? ` [${first}]` : ''}`.padEnd(30)} ${help.join(' / ')}`, describeOptions(options)]
        .filter(Boolean)
        .join('\n'),
    ),
    '所有命令 / every command',
    describeOptions(where),
  ].join('\n')

/** `npm run ops -- <command> …`: prints the answer as JSON; a refusal is one sentence on standard error, exit code 1. */
export const ops = async (argv: readonly string[]): Promise<number> => {
  const [name = '', ...rest] = argv
  const wanted = Object.hasOwn(opsCommands, name) ? opsCommands[name] : undefined
  if (!wanted)
    throw new BilingualError(
      `${name ? `没有“${name}”命令` : '缺少命令'}，可用的有：`,
      `${name ? `There is no command "${name}"` : 'A command is missing'}; there are:\n${opsUsage()}`,
      2,
    )
  const named = wanted.first !== undefined && rest[0] !== undefined && !rest[0].startsWith('--') ? [`--${wanted.first}`, ...rest] : rest
  const options = parseOptions(named, { ...wanted.options, ...where })
  const dataPath = options.data ?? defaultDataPath
  const baseUrl = options.url ?? readRunning(dataPath).baseUrl
  const token = await signToken(readTokenKey(dataPath), { sub: 'ops', role: 'platformAdmin', campus: '*' })
  try {
    const answer = await wanted.run(makeApiClient({ baseUrl, token }), options as OptionsOf<OptionDefinitions>)
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`)
    return 0
  } catch (error) {
    if (error instanceof BilingualError) throw error
    if (error instanceof ProblemError) throw refusal(error.problem, error)
    throw new BilingualError(
      `无法连接 ${baseUrl}：请检查系统是否在运行。`,
      `${baseUrl} cannot be reached: check that the system runs.`,
      1,
      { cause: error },
    )
  }
}
