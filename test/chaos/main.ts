import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { runChaos } from './chaos.js'

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '2' }, seed: { type: 'string' }, clients: { type: 'string', default: '16' } },
})
const [minutes, seed, clients] = [Number(values.minutes), Number(values.seed ?? randomInt(1_000_000)), Number(values.clients)]
if (!(minutes > 0) || !Number.isSafeInteger(seed) || !(clients >= 1)) {
  process.stderr.write('用法 / usage: npm run chaos -- [--minutes N] [--seed S] [--clients N]\n')
  process.exit(2)
}
const say = (text: string): void => void process.stderr.write(`${text}\n`)
const report = await runChaos({
  seed,
  durationMs: minutes * 60_000,
  clients,
  campuses: 3,
  counselors: 4,
  patienceMs: 60_000,
  say,
})
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
say(
  report.violations.length === 0
    ? `没有发现错误：同一种子重现同一计划（--seed ${seed}）。/ nothing was found wrong; --seed ${seed} repeats the plan`
    : `发现 ${report.violations.length} 处错误：用 --seed ${seed} 重现。/ ${report.violations.length} things are wrong; repeat with --seed ${seed}`,
)
process.exit(report.violations.length === 0 ? 0 : 1)
