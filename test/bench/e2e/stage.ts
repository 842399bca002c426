import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Accepted, type ApiClient, makeApiClient, signToken } from '@fudao/api-client'
import type { RunningSystem } from '../../support/running-system.js'

type Row = Readonly<Record<string, unknown>>
const signed = [{ role: 'orgPersonnel', userId: 'bench_orgPersonnel', ref: '组人签 1' }]
const parties = ['studentAffairs', 'orgPersonnel', 'deptBranch', 'students'] as const

/** A campus of the benchmark's own, set up through the public API. */
export interface Stage {
  readonly campus: string
  readonly token: (role: string) => Promise<string>
  readonly send: (role: string, context: string, command: string, payload: Row) => Promise<Accepted>
  readonly advance: (to: string) => Promise<Accepted>
  /** Looks at a view until `holds`; the time-out says what was seen. */
  readonly until: (view: string, params: Readonly<Record<string, string>>, holds: (rows: readonly Row[]) => boolean) => Promise<void>
}

export const openStage = async (system: RunningSystem, firstDay: string): Promise<Stage> => {
  const key = Buffer.from(system.tokenKey, 'base64')
  const campus = `b_${randomUUID().slice(0, 8)}`
  const token = (role: string): Promise<string> =>
    signToken(key, {
      sub: `bench_${role}`,
      role,
      campus: role === 'platformAdmin' ? '*' : campus,
      ...(role === 'deptBranch' ? { departmentId: 'nursing' } : {}),
    })
  const clients = new Map<string, ApiClient>()
  const as = async (role: string): Promise<ApiClient> => {
    const client = clients.get(role) ?? makeApiClient({ baseUrl: system.baseUrl, token: await token(role), language: 'en' })
    clients.set(role, client)
    return client
  }
  const send: Stage['send'] = async (role, context, command, payload) => (await as(role)).command(campus, context, command, payload)
  const platform = await as('platformAdmin')
  await platform.command('platform', 'registry', 'RegisterCampus', {
    campusId: campus,
    name: '基准学院',
    schoolCode: '99009',
    provinceId: 'xinjiang',
    timeZone: 'Asia/Shanghai',
    firstDay,
  })
  await send('studentAffairs', 'policy', 'AdoptPreset', {
    preset: 'aksu',
    contexts: ['staffing', 'assessment'],
    effectiveFrom: firstDay,
    approvalRef: '党委会纪要 1',
  })
  const { token: written } = await send('orgPersonnel', 'staffing', 'SetDepartments', {
    departments: [{ departmentId: 'nursing', name: '护理系', teachingUnit: true, siteId: 'main', grades: ['2022'] }],
  })
  // from here on every view knows the campus
  await (await as('orgPersonnel')).view(campus, 'contracts', written ? { token: written } : {})
  return {
    campus,
    token,
    send,
    advance: (to) => platform.command(campus, 'calendar', 'AdvanceDate', { to }),
    until: async (view, params, holds) => {
      const client = await as('studentAffairs')
      for (const deadline = Date.now() + 30_000; ; await delay(25)) {
        const { items } = await client.view(campus, view, { limit: '200', ...params })
        if (holds(items)) return
        if (Date.now() > deadline)
          throw new Error(`waited 30 s for ${view} ${JSON.stringify(params)}: ${JSON.stringify(items.slice(0, 3))}`)
      }
    },
  }
}

const hire = async ({ send }: Stage, counselorId: string, from: string): Promise<void> => {
  const [personId, contractId] = [`p_${counselorId}`, `k_${counselorId}`]
  await send('orgPersonnel', 'staffing', 'RegisterPerson', { personId, name: `基准 ${counselorId}`, staffNo: `S-${counselorId}` })
  await send('orgPersonnel', 'staffing', 'DraftContract', { contractId, personId, counselorId, kind: 'employment', from, to: '2030-12-31' })
  await send('orgPersonnel', 'staffing', 'SignContract', { contractId, signedOn: from })
  await send('orgPersonnel', 'staffing', 'RegisterCounselor', {
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
  })
}

const publishScheme = async ({ send }: Stage, year: number): Promise<void> => {
  await send('studentAffairs', 'assessment', 'DraftScheme', {
    year,
    weights: { studentAffairs: 40, orgPersonnel: 20, deptBranch: 20, students: 20 },
    criteria: ['ethics', 'educationalEffect', 'studentRecognition', 'studentSatisfaction'],
    thresholds: { excellent: 9_000, qualified: 6_000 },
    standardRef: '高等学校辅导员职业能力标准',
  })
  await send('studentAffairs', 'assessment', 'PublishScheme', { year, coSigners: signed })
}

const proposeFailed = async (stage: Stage, counselors: readonly string[], year: number): Promise<void> => {
  await stage.until('assessment-progress', { year: String(year) }, (rows) => rows.length >= counselors.length)
  for (const counselorId of counselors) {
    for (const party of parties)
      await stage.send(party === 'students' ? 'system' : party, 'assessment', 'SubmitPartyScore', {
        counselorId,
        year,
        party,
        score: 5_000,
      })
    await stage.send('studentAffairs', 'assessment', 'ProposeGrade', { counselorId, year })
  }
}

/** The command of the main job: the second failed year of a counselor becomes final. */
export const finalizeBody = (counselorId: string, year: number): Row => ({ counselorId, year, coSigners: signed })

/** Counselors whose second failed year is proposed: one `FinalizeResult` each is left, from which everything follows. */
export const prepareMainJob = async (stage: Stage, count: number): Promise<readonly string[]> => {
  const counselors = Array.from({ length: count }, (_, i) => `c${i}`)
  await Promise.all(counselors.map((counselorId) => hire(stage, counselorId, '2022-03-01')))
  await publishScheme(stage, 2022)
  await stage.advance('2023-01-20')
  await proposeFailed(stage, counselors, 2022)
  for (const counselorId of counselors) await stage.send('studentAffairs', 'assessment', 'FinalizeResult', finalizeBody(counselorId, 2022))
  await stage.advance('2023-03-01')
  await publishScheme(stage, 2023)
  await stage.advance('2024-01-20')
  await proposeFailed(stage, counselors, 2023)
  return counselors
}
