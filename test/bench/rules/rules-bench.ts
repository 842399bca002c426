import { setTimeout as delay } from 'node:timers/promises'
import { presetValues } from '@fudao/contracts/policy'
import { connectNats } from '@fudao/messaging'
import { type TestEvent, TestRelay } from '@fudao/messaging/testing'
import { connectRulesDatabase, startRules } from '@fudao/rules'
import { rules } from '@fudao/service-rules/rules'
import { createLogger } from '@fudao/telemetry'
import type { Bench } from '../bench.js'
import { watchOthers } from '../other-load.js'
import { startServers } from '../servers.js'
import { quantile, round } from '../statistics.js'
import { campusBegins, stories } from './stories.js'

/** Events that come together, about what an import brings within the time that is gathered for. */
const TOGETHER = 20

/** All rules in this process, over one campus that grows: what an event costs at the end, beside what it cost at the beginning. */
export const rulesBench: Bench = {
  name: 'rules',
  about: 'every rule over a campus that grows from nobody: its counselors registered at a stretch, its contracts drafted and signed',
  run: async ({ quick, print, say }) => {
    const count = quick ? 1_000 : 5_000
    const logger = createLogger('bench', { level: 'error' })
    for (const [name, eventsOf] of Object.entries(stories)) {
      await using servers = await startServers()
      const nc = await connectNats({ url: servers.natsUrl, name: 'bench', logger })
      const db = connectRulesDatabase(await servers.database('rules'), { keyed: true })
      const relay = new TestRelay(nc)
      await relay.createStream()
      let sent = 0
      const runtime = await startRules({
        nc,
        db,
        rules,
        logger,
        send: () => {
          sent += 1
          return Promise.resolve({ status: 'accepted', commandId: '', stream: '', revision: 0, events: [], token: null, repeated: false })
        },
      })
      const applied = async (position: string): Promise<void> => {
        const reached = db.selectFrom('rules.checkpoint').select('position').where('position', '>=', position)
        while (!(await reached.executeTakeFirst())) await delay(5)
      }
      try {
        await applied(await relay.publish(...campusBegins(presetValues('aksu'))))
        say(`${name}: ${count}`)
        const others = watchOthers()
        const blocks: { readonly ms: number; readonly cpu: number; readonly events: number }[] = []
        const started = performance.now()
        for (let from = 0; from < count; from += TOGETHER) {
          const block: TestEvent[] = Array.from({ length: TOGETHER }, (_, n) => eventsOf(from + n)).flat()
          const before = process.cpuUsage()
          const at = performance.now()
          await applied(await relay.publish(...block))
          const { user, system } = process.cpuUsage(before)
          blocks.push({ ms: performance.now() - at, cpu: user + system, events: block.length })
        }
        const seconds = (performance.now() - started) / 1_000
        const fifth = Math.floor(blocks.length / 5)
        // the first blocks run code that is not compiled yet
        const part = (of: readonly (typeof blocks)[number][]) => ({
          cpu: of.reduce((sum, { cpu }) => sum + cpu, 0) / of.reduce((sum, { events }) => sum + events, 0),
          times: of.map(({ ms }) => ms).toSorted((a, b) => a - b),
        })
        const [early, late] = [part(blocks.slice(fifth, 2 * fifth)), part(blocks.slice(-fifth))]
        const { parkedInstances } = await runtime.status()
        if (parkedInstances > 0) throw new Error(`${parkedInstances} instances are parked`)
        print({
          name: `rules/${name}`,
          value: round(seconds, 1),
          unit: 's',
          p50: round(quantile(late.times, 0.5), 1),
          p99: round(quantile(late.times, 0.99), 1),
          vs: 'CPU per event of the last fifth, beside that of the second',
          peer: round(early.cpu, 0),
          ratio: round(late.cpu / early.cpu, 2),
          cpuMicroseconds: round(late.cpu, 0),
          events: blocks.reduce((sum, { events }) => sum + events, 0),
          commands: sent,
          othersCpuPercent: others(),
        })
      } finally {
        await runtime.stop()
        await db.destroy()
        await nc.close()
      }
    }
  },
}
