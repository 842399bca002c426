import { parseArgs } from 'node:util'
import { appendBench } from './append/append-bench.js'
import type { Bench } from './bench.js'
import { e2eBench } from './e2e/e2e-bench.js'

/** Every benchmark there is; `npm run bench` runs them all. */
const benches: readonly Bench[] = [appendBench, e2eBench]

const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean', default: false } } })
const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name))
if (unknown.length > 0) {
  process.stderr.write(
    `没有这项基准测试：${unknown.join('、')}。There is no benchmark "${unknown.join('", "')}". Use:\n${benches.map((b) => `  ${b.name}: ${b.about}\n`).join('')}`,
  )
  process.exit(2)
}
const say = (text: string): void => void process.stderr.write(`${text}\n`)
for (const bench of benches.filter((b) => positionals.length === 0 || positionals.includes(b.name))) {
  say(`${bench.name}: ${bench.about}`)
  const started = performance.now()
  await bench.run({ quick: values.quick, say, print: (result) => void process.stdout.write(`${JSON.stringify(result)}\n`) })
  say(`${bench.name}: ${Math.round((performance.now() - started) / 1_000)} s`)
}
