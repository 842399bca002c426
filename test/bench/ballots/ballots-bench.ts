import { startSystem } from '../../support/running-system.js'
import type { Bench, BenchOptions } from '../bench.js'
import { latenciesOf } from '../e2e/command-load.js'
import { type HttpCaller, httpCaller } from '../e2e/http.js'
import { openLoop } from '../e2e/open-loop.js'
import { watchCpu } from '../e2e/process-cpu.js'
import { openStage, type Stage } from '../e2e/stage.js'
import { watchOthers } from '../other-load.js'
import { round } from '../statistics.js'
import { dayAfter, firstDay, openBallots, strangerIsRefused, type Voted, type Voter, vote } from './voters.js'

/** Twenty thousand in five minutes. */
const rate = 20_000 / 300
/** One voter in so many sends the ballot a second time, and tries to vote a second time. */
const oneIn = 20
const callers = 32

const ms = (value: number): number => round(value, value < 10 ? 2 : 1)

/** Every acknowledged ballot is counted, and its voter finds it; nothing else is. @throws Error */
const countEach = async (stage: Stage, http: HttpCaller, token: string, votes: readonly Voted[]): Promise<number> => {
  const byCounselor = new Map<string, Voted[]>()
  for (const one of votes) byCounselor.set(one.counselorId, [...(byCounselor.get(one.counselorId) ?? []), one])
  const closed = new Map<string, { readonly cast: number; readonly tokenHashes: readonly string[] }>()
  await stage.advance(dayAfter)
  for (let counselors = [...byCounselor.keys()]; counselors.length > 0; ) {
    await stage.until('ballot-list', { counselorId: counselors[0] ?? '', state: 'closed' }, (rows) => rows.length === 1)
    for (const counselorId of counselors) {
      const { body } = await http.get(`/api/${stage.campus}/views/ballot-list?counselorId=${counselorId}&state=closed`, token)
      const [row] = (JSON.parse(body) as { readonly items: readonly { readonly cast: number; readonly tokenHashes: readonly string[] }[] })
        .items
      if (row) closed.set(counselorId, row)
    }
    counselors = counselors.filter((counselorId) => !closed.has(counselorId))
  }
  let found = 0
  for (const [counselorId, own] of byCounselor) {
    const { cast, tokenHashes } = closed.get(counselorId) ?? { cast: 0, tokenHashes: [] }
    const counted = new Set(tokenHashes)
    const lost = own.filter(({ receipt }) => !counted.has(receipt)).length
    if (cast !== own.length || counted.size !== own.length || lost > 0)
      throw new Error(`${counselorId}: ${own.length} ballots were acknowledged, ${cast} counted, ${lost} not found by their voters`)
    found += cast
  }
  return found
}

const report = (name: string, values: readonly number[], unit: string, more: object) => {
  const { p50, p99, count } = latenciesOf(values)
  return { name, value: ms(p50), unit, p50: ms(p50), p99: ms(p99), count, ...more }
}

const atRate = async (http: HttpCaller, campus: string, voters: readonly Voter[]) => {
  const votes: Voted[] = []
  const whole: number[] = []
  await openLoop(rate, (voters.length / rate) * 1_000, async (n, due) => {
    const voter = voters[n]
    if (!voter) throw new Error('there are fewer voters than calls')
    votes.push(await vote(http, campus, voter, n % oneIn === 0))
    whole.push(performance.now() - due)
  })
  return { votes, whole }
}

const asManyAsPossible = async (http: HttpCaller, campus: string, voters: readonly Voter[]): Promise<readonly Voted[]> => {
  const votes: Voted[] = []
  let next = 0
  const one = async (): Promise<void> => {
    for (let voter = voters[next++]; voter; voter = voters[next++]) votes.push(await vote(http, campus, voter, false))
  }
  await Promise.all(Array.from({ length: callers }, one))
  return votes
}

const run = async ({ quick, print, say }: BenchOptions): Promise<void> => {
  say('starting the whole system')
  const system = await startSystem()
  const http = httpCaller(system.baseUrl, null)
  try {
    const stage = await openStage(system, firstDay)
    const tokenKey = Buffer.from(system.tokenKey, 'base64')
    const open = (prefix: string, counselors: number, each: number) => openBallots(stage, tokenKey, prefix, counselors, each)
    say('opening ballots; the devices blind their tokens ahead')
    const early = await open('w', 4, quick ? 50 : 200)
    const voters = await open('c', quick ? 10 : 100, quick ? 60 : 200)
    const more = await open('m', 10, quick ? 30 : 200)
    await strangerIsRefused(http, stage, early)
    // the first seconds of a fresh process run code that is not compiled yet
    const warm = await asManyAsPossible(http, stage.campus, early)

    say(`${voters.length} voters, ${round(rate, 1)} per second`)
    const others = watchOthers()
    const cpu = watchCpu(system.dataPath)
    const started = performance.now()
    const { votes, whole } = await atRate(http, stage.campus, voters)
    const seconds = (performance.now() - started) / 1_000
    const cpuMicroseconds = cpu(votes.length)
    const about = { perSecond: round(votes.length / seconds, 1), othersCpuPercent: others() }
    const column = (of: 'list' | 'issue' | 'cast') => votes.map((one) => one[of])
    print(report('ballots/cast', column('cast'), 'ms', about))
    print(report('ballots/issue', column('issue'), 'ms', about))
    print(report('ballots/list', column('list'), 'ms', about))
    print(report('ballots/voter', whole, 'ms', { ...about, seconds: round(seconds, 1), cpuMicroseconds }))

    say(`${more.length} voters, ${callers} at a time`)
    const besideMax = watchOthers()
    const maxCpu = watchCpu(system.dataPath)
    const maxStarted = performance.now()
    const most = await asManyAsPossible(http, stage.campus, more)
    const perSecond = most.length / ((performance.now() - maxStarted) / 1_000)
    const casts = latenciesOf(most.map(({ cast }) => cast))
    print({
      name: 'ballots/max',
      value: round(perSecond, 0),
      unit: 'voters/s',
      p50: ms(casts.p50),
      p99: ms(casts.p99),
      vs: 'the rate of 20,000 in five minutes',
      peer: round(rate, 1),
      ratio: round(perSecond / rate),
      callers,
      cpuMicroseconds: maxCpu(most.length),
      othersCpuPercent: besideMax(),
    })

    say('closing: each voter looks for the own ballot')
    const all = [...warm, ...votes, ...most]
    const counted = await countEach(stage, http, await stage.token('studentEvaluator'), all)
    print({
      name: 'ballots/counted',
      value: counted,
      unit: 'ballots',
      vs: 'acknowledged; each was found by its voter',
      peer: all.length,
      ratio: round(counted / all.length),
      votedTwice: Math.ceil(votes.length / oneIn),
      secondVotesTaken: 0,
    })
  } finally {
    http.close()
    await system.stop()
  }
}

/** Students of a campus vote within minutes of each other, through the public API. */
export const ballotsBench: Bench = {
  name: 'ballots',
  about: 'students vote: list, blind token and ballot at 67 voters a second for five minutes, second votes, every ballot found again',
  run,
}
