import { randomUUID } from 'node:crypto'
import { type Accepted, type ApiClient, makeApiClient, type Problem, ProblemError, signToken } from '@fudao/api-client'
import type { Grade } from '@fudao/contracts/assessment'
import { isPolicyKey, parameterOf } from '@fudao/contracts/policy'
import { expect, inject } from 'vitest'

type Payload = Record<string, unknown>
type Row = Record<string, unknown>
export type Scope = { readonly departmentId?: string; readonly counselorId?: string; readonly personId?: string }

const tokenKey = (): Uint8Array => Buffer.from(inject('tokenKey'), 'base64')

/** An access token of the running system. */
export const tokenFor = ({ campus, role, ...scope }: { campus: string; role: string } & Scope): Promise<string> =>
  signToken(tokenKey(), { sub: `test_${role}`, role, campus, ...scope })

/** A client of the running system's public API for one role at one campus. */
export const clientFor = async (campus: string, role: string, scope: Scope = {}, language?: string): Promise<ApiClient> =>
  makeApiClient({
    baseUrl: inject('baseUrl'),
    token: await tokenFor({ campus, role, ...scope }),
    ...(language ? { language } : {}),
  })

/** Runs the call and returns the problem it ends in; a success fails the test. */
export const problemOf = async (call: Promise<unknown>): Promise<Problem> => {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ('error' in outcome && outcome.error instanceof ProblemError) return outcome.error.problem
  if ('error' in outcome) throw outcome.error
  return expect.fail(`expected a problem, got ${JSON.stringify(outcome.value)}`)
}

/** Polls the public API until `holds` returns a value; the time-out says what it waited for and what it saw last. */
export const eventually = async <T>(
  what: string,
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  withinMs = 10_000,
): Promise<NonNullable<T>> => {
  const deadline = Date.now() + withinMs
  for (;;) {
    const seen = await look()
    // What holds is there: the callers' conditions are about the row they were given.
    if (seen !== undefined && seen !== null && holds(seen)) return seen
    if (Date.now() > deadline) expect.fail(`waited ${withinMs} ms until ${what}; last seen: ${JSON.stringify(seen)}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

const signed = [{ role: 'orgPersonnel', userId: 'test_orgPersonnel', ref: '组人签 1' }]
const criteria = ['ethics', 'educationalEffect', 'studentRecognition', 'studentSatisfaction']
const attested = { cond1: true, cond2: true, cond3: true, cond4: true, cond5: true, cond6: true }

export interface CampusOptions {
  readonly firstDay: string
  /** Parameters set besides the Aksu preset. */
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly provinceId?: string
}

/** A campus of the test's own, with the Aksu preset and a calendar nobody else moves. */
export const openCampus = async ({ firstDay, parameters = {}, provinceId = 'xinjiang' }: CampusOptions) => {
  const campus = `t_${randomUUID().slice(0, 8)}`
  const platform = await clientFor('*', 'platformAdmin')
  await platform.command('platform', 'registry', 'RegisterCampus', {
    campusId: campus,
    name: '验收学院',
    schoolCode: '99001',
    provinceId,
    timeZone: 'Asia/Shanghai',
    firstDay,
  })
  const as = async (role: string, context: string, command: string, payload: Payload, scope: Scope = {}): Promise<Accepted> =>
    (await clientFor(campus, role, scope)).command(campus, context, command, payload)
  await as('studentAffairs', 'policy', 'AdoptPreset', {
    preset: 'aksu',
    contexts: ['staffing', 'assessment'],
    effectiveFrom: firstDay,
    approvalRef: '党委会纪要 1',
  })
  for (const [key, value] of Object.entries(parameters))
    await as('studentAffairs', 'policy', 'SetParameter', {
      key,
      value,
      unit: isPolicyKey(key) ? parameterOf(key).unit : '',
      effectiveFrom: firstDay,
      basisDoc: '校发 1',
      reason: '验收',
    })
  const { token } = await as('orgPersonnel', 'staffing', 'SetDepartments', {
    departments: [{ departmentId: 'nursing', name: '护理系', teachingUnit: true, siteId: 'main', grades: ['2022'] }],
  })

  // Read models follow within moments; from here on every view knows the campus.
  const personnel = await clientFor(campus, 'orgPersonnel')
  await eventually(
    `the views know ${campus}`,
    () => personnel.view(campus, 'contracts', token ? { token } : {}),
    (page) => !page.stale,
  )

  const advance = (to: string) => platform.command(campus, 'calendar', 'AdvanceDate', { to })
  const rows = async (view: string, params: Record<string, string> = {}, role = 'orgPersonnel'): Promise<readonly Row[]> =>
    (await (await clientFor(campus, role)).view(campus, view, { limit: '200', ...params })).items
  const only = (seen: readonly Row[]): Row | undefined => seen[0]

  return {
    campus,
    as,
    advance,
    rows,
    /** A full-time counselor with a signed contract. */
    hire: async (
      counselorId: string,
      { from = firstDay, to = '2030-12-31', departmentId = 'nursing' }: { from?: string; to?: string; departmentId?: string } = {},
    ) => {
      const [personId, contractId] = [`p_${counselorId}`, `k_${counselorId}`]
      await as('orgPersonnel', 'staffing', 'RegisterPerson', { personId, name: `验收 ${counselorId}`, staffNo: `S-${counselorId}` })
      await as('orgPersonnel', 'staffing', 'DraftContract', { contractId, personId, counselorId, kind: 'employment', from, to })
      await as('orgPersonnel', 'staffing', 'SignContract', { contractId, signedOn: from })
      await as('orgPersonnel', 'staffing', 'RegisterCounselor', {
        counselorId,
        personId,
        personCategory: 'fullTime',
        employment: 'fullTime',
        positionCategory: 'frontline',
        departmentId,
        siteId: 'main',
        startDate: from,
        contractId,
        attestations: attested,
      })
    },
    publishScheme: async (year: number) => {
      await as('studentAffairs', 'assessment', 'DraftScheme', {
        year,
        weights: { studentAffairs: 40, orgPersonnel: 20, deptBranch: 20, students: 20 },
        criteria,
        thresholds: { excellent: 9000, qualified: 6000 },
        standardRef: '高等学校辅导员职业能力标准',
      })
      await as('studentAffairs', 'assessment', 'PublishScheme', { year, coSigners: signed })
    },
    /** Waits until X-47 has opened the assessment of the counselor. */
    assessmentOpened: (counselorId: string, year: number) =>
      eventually(
        `X-47 opened ${counselorId} ${year}`,
        () => rows('assessment-progress', { counselorId, year: String(year) }, 'studentAffairs'),
        (seen) => seen.length === 1,
      ),
    submitScore: (counselorId: string, year: number, party: string, score: number) =>
      as(
        party === 'students' ? 'system' : party,
        'assessment',
        'SubmitPartyScore',
        { counselorId, year, party, score },
        party === 'deptBranch' ? { departmentId: 'nursing' } : {},
      ),
    propose: (counselorId: string, year: number) => as('studentAffairs', 'assessment', 'ProposeGrade', { counselorId, year }),
    finalize: (counselorId: string, year: number) =>
      as('studentAffairs', 'assessment', 'FinalizeResult', { counselorId, year, coSigners: signed }),
    revise: (counselorId: string, year: number, to: string) =>
      as('studentAffairs', 'assessment', 'ReviseResult', { counselorId, year, to, coSigners: signed }),
    /** Waits for the exit case and the state. */
    exitCase: (exitCaseId: string, ...states: readonly string[]) =>
      eventually(
        `exit case ${exitCaseId} is ${states.join(' or ')}`,
        async () => only(await rows('exit-watch', { exitCaseId })),
        (seen) => seen !== undefined && states.includes(String(seen.state)),
      ),
    contract: (contractId: string, what: string, holds: (row: Row) => boolean) =>
      eventually(
        `contract ${contractId} ${what}`,
        async () => only(await rows('contracts', { contractId })),
        (seen) => seen !== undefined && holds(seen),
      ),
    signed,
  }
}
export type TestCampus = Awaited<ReturnType<typeof openCampus>>

/** Opens, scores, proposes and finalises a year: `unqualified` below 60.00, else qualified. */
export const assess = async (campus: TestCampus, counselorId: string, year: number, grade: Grade): Promise<Accepted> => {
  await propose(campus, counselorId, year, grade)
  return campus.finalize(counselorId, year)
}

export const propose = async (campus: TestCampus, counselorId: string, year: number, grade: Grade): Promise<void> => {
  await campus.assessmentOpened(counselorId, year)
  const score = { excellent: 9500, qualified: 8000, unqualified: 5000 }[grade]
  for (const party of ['studentAffairs', 'orgPersonnel', 'deptBranch', 'students'])
    await campus.submitScore(counselorId, year, party, score)
  await campus.propose(counselorId, year)
}
