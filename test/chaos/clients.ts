import { setTimeout as delay } from 'node:timers/promises'
import { finalizeBody } from '../bench/e2e/stage.js'
import { daysLater } from './dates.js'
import type { Call } from './history.js'
import { type Random, randomOf } from './random.js'
import { attempt, repeat, send } from './sending.js'
import type { World } from './world.js'

type Payload = Readonly<Record<string, unknown>>
interface Order {
  readonly role: string
  readonly context: string
  readonly command: string
  readonly payload: Payload
  readonly ifMatch?: number
}

/** What the clients of a campus know of it. */
export interface Ground {
  readonly campus: string
  /** Counselors with a proposed year. */
  readonly counselors: string[]
  readonly year: number
  today: string
  /** Last revision that somebody was told of the stream everybody writes to. */
  hotRevision: number
}

const parties = ['studentAffairs', 'orgPersonnel', 'deptBranch', 'students'] as const

export interface ClientResult {
  readonly calls: readonly Call[]
  /** Reads with a token: how many, and how many were marked stale. */
  readonly reads: number
  readonly stale: number
  /** Reads that claimed to have reached the token and did not show the row. */
  readonly missed: readonly string[]
}

/** One client: chooses by its own random stream, sends one command after the other until `until` (`performance.now()`). */
export const runClient = async (world: World, ground: Ground, name: string, seed: number, until: number): Promise<ClientResult> => {
  const random = randomOf(seed, name)
  const calls: Call[] = []
  const missed: string[] = []
  let reads = 0
  let stale = 0
  let serial = 0

  const carryOut = async (order: Order): Promise<Call> => {
    const call: Call = {
      key: random.uuid(),
      client: name,
      campus: ground.campus,
      ...order,
      startedAt: performance.now(),
      endedAt: 0,
      attempts: 0,
      unsure: false,
      outcome: { kind: 'unknown', reason: 'not sent' },
      repeats: [],
    }
    calls.push(call)
    // some give up early: their commands are the ones of which nobody knows
    const [attempts, pause, twin] = [random.int(1, 12), random.int(50, 700), random.chance(0.08)]
    const [outcome, other] = await Promise.all([send(world, call, attempts, pause), twin ? attempt(world, call) : null])
    if (other?.kind === 'accepted' && outcome.kind === 'accepted') call.repeats.push(other.reply)
    else if (other?.kind === 'accepted') call.outcome = other
    call.endedAt = performance.now()
    return call
  }

  /** With the token of the answer the view shows the row, or says that it is stale. */
  const readBack = async (contractId: string, call: Call): Promise<void> => {
    if (call.outcome.kind !== 'accepted' || !call.outcome.reply.token) return
    try {
      const client = await world.client(ground.campus, 'orgPersonnel')
      const page = await client.view(ground.campus, 'contracts', { contractId, token: call.outcome.reply.token })
      reads++
      if (page.stale) stale++
      else if (page.items.length !== 1) missed.push(`${contractId} at ${call.outcome.reply.token}: ${JSON.stringify(page)}`)
    } catch {
      // the projector or the gateway is away
    }
  }

  const staffing = (command: string, payload: Payload): Order => ({ role: 'orgPersonnel', context: 'staffing', command, payload })
  const hire = async (): Promise<void> => {
    const counselorId = `${name}_${serial++}`
    const [personId, contractId] = [`p_${counselorId}`, `k_${counselorId}`]
    const from = '2023-03-01'
    await carryOut(staffing('RegisterPerson', { personId, name: `混沌 ${counselorId}`, staffNo: `S-${counselorId}` }))
    const drafted = await carryOut(
      staffing('DraftContract', { contractId, personId, counselorId, kind: 'employment', from, to: '2030-12-31' }),
    )
    if (random.chance(0.5)) await readBack(contractId, drafted)
    await carryOut(staffing('SignContract', { contractId, signedOn: from }))
    await carryOut(
      staffing('RegisterCounselor', {
        counselorId,
        personId,
        personCategory: 'fullTime',
        employment: 'fullTime',
        positionCategory: 'frontline',
        departmentId: 'nursing',
        siteId: 'main',
        startDate: from,
        contractId,
        attestations: { cond1: true, cond2: true, cond3: true, cond4: true, cond5: true, cond6: true },
      }),
    )
  }
  /** Everybody writes to one stream, some with the revision they saw. */
  const hot = async (): Promise<void> => {
    const departments = [
      { departmentId: 'nursing', name: '护理系', teachingUnit: true, siteId: 'main', grades: ['2022'] },
      { departmentId: 'arts', name: `艺术系 ${name} ${serial++}`, teachingUnit: true, siteId: 'main', grades: ['2022'] },
    ]
    const seen = ground.hotRevision
    const order = staffing('SetDepartments', { departments })
    const { outcome } = await carryOut(random.chance(0.5) ? { ...order, ifMatch: seen } : order)
    const revision = outcome.kind === 'accepted' ? outcome.reply.revision : outcome.kind === 'refused' ? outcome.actual : null
    if (revision !== null && revision > ground.hotRevision) ground.hotRevision = revision
  }
  const assess = async (): Promise<void> => {
    const counselorId = random.pick(ground.counselors)
    const year = ground.year
    const studentAffairs = (command: string, payload: Payload): Order => ({
      role: 'studentAffairs',
      context: 'assessment',
      command,
      payload,
    })
    const step = random.int(0, 3)
    if (step === 0) await carryOut(studentAffairs('FinalizeResult', finalizeBody(counselorId, year)))
    else if (step === 1) await carryOut(studentAffairs('ProposeGrade', { counselorId, year }))
    else {
      const party = random.pick(parties)
      await carryOut({
        role: party === 'students' ? 'system' : party,
        context: 'assessment',
        command: 'SubmitPartyScore',
        payload: { counselorId, year, party, score: random.pick([5_000, 5_500]) },
      })
    }
  }
  /** Several events in one append, and the rules' timers come due. */
  const advance = async (): Promise<void> => {
    const to = daysLater(ground.today, random.int(1, 9))
    const { outcome } = await carryOut({ role: 'platformAdmin', context: 'calendar', command: 'AdvanceDate', payload: { to } })
    if (outcome.kind === 'accepted' && to > ground.today) ground.today = to
  }
  const again = async (): Promise<void> => {
    const accepted = calls.filter((call) => call.outcome.kind === 'accepted')
    if (accepted.length > 0) await repeat(world, random.pick(accepted))
  }
  const choices: readonly (readonly [weight: number, (random: Random) => Promise<void>])[] = [
    [4, hire],
    [4, hot],
    [5, assess],
    [1, advance],
    [2, again],
  ]
  const bag = choices.flatMap(([weight, act]) => Array.from({ length: weight }, () => act))

  while (performance.now() < until) {
    await random.pick(bag)(random)
    await delay(random.int(1, 40))
  }
  return { calls, reads, stale, missed }
}
