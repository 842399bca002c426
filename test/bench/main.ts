import { appendBench } from './append/append-bench.js'
import { readArguments, usage } from './arguments.js'
import { ballotsBench } from './ballots/ballots-bench.js'
import type { Bench } from './bench.js'
import { e2eBench } from './e2e/e2e-bench.js'
import { historyBench } from './history/history-bench.js'
import { loadBench } from './history/load-bench.js'
import { observabilityBench } from './observability/observability-bench.js'
import { rebuildBench } from './rebuild/rebuild-bench.js'
import { rulesBench } from './rules/rules-bench.js'

/** Every benchmark there is; `npm run bench` runs them all. */
const benches: readonly Bench[] = [
  appendBench,
  loadBench,
  historyBench,
  rebuildBench,
  rulesBench,
  ballotsBench,
  e2eBench,
  observabilityBench,
]

const say = (text: string): void => void process.stderr.write(`${text}\n`)
const asked = readArguments(
  process.argv.slice(2),
  benches.map(({ name }) => name),
)
if (asked.kind === 'help') process.stdout.write(usage(benches))
else if (asked.kind === 'mistake') {
  say(asked.text)
  process.exitCode = 2
} else
  for (const bench of benches.filter(({ name }) => asked.names.includes(name))) {
    say(`${bench.name}: ${bench.about}`)
    const started = performance.now()
    await bench.run({
      quick: asked.quick,
      history: asked.history,
      say,
      print: (result) => void process.stdout.write(`${JSON.stringify(result)}\n`),
    })
    say(`${bench.name}: ${Math.round((performance.now() - started) / 1_000)} s`)
  }
