import { signToken } from '@fudao/api-client'
import type { HttpCaller } from '../e2e/http.js'
import type { Stage } from '../e2e/stage.js'
import { type BallotKey, ballotKey, finish, type Prepared, prepare, receiptOf } from './device.js'

export const year = 2023
export const firstDay = '2023-12-01'
const lastDay = '2023-12-02'
export const dayAfter = '2023-12-03'

/** A student who is signed in as one of this counselor, with a device that has blinded a token. */
export interface Voter {
  readonly counselorId: string
  readonly access: string
  readonly key: BallotKey
  readonly prepared: Prepared
}
/** What became of one voter; `sent` are milliseconds per step. */
export interface Voted {
  readonly counselorId: string
  readonly receipt: string
  readonly list: number
  readonly issue: number
  readonly cast: number
}

/** Opens a ballot about each of so many counselors; the voters of all of them, mixed. */
export const openBallots = async (
  stage: Stage,
  tokenKey: Uint8Array,
  prefix: string,
  counselors: number,
  each: number,
): Promise<Voter[]> => {
  const byCounselor: Voter[][] = []
  for (let c = 0; c < counselors; c++) {
    const counselorId = `${prefix}${c}`
    const opened: unknown = await stage.send('studentAffairs', 'assessment', 'OpenBallot', {
      counselorId,
      year,
      from: firstDay,
      to: lastDay,
      eligible: each,
    })
    const key = ballotKey((opened as { readonly answer: { readonly tokenPublicKey: string } }).answer.tokenPublicKey)
    const voters: Voter[] = []
    for (let n = 0; n < each; n++) {
      const claims = { sub: `${counselorId}_${n}`, role: 'studentEvaluator', campus: stage.campus, counselorId }
      voters.push({ counselorId, access: await signToken(tokenKey, claims), key, prepared: await prepare(key) })
    }
    byCounselor.push(voters)
  }
  return Array.from({ length: each }, (_, n) => byCounselor.flatMap((voters) => voters[n] ?? [])).flat()
}

const paperOf = ({ counselorId, prepared }: Voter, signature: string, recognition: number): string =>
  JSON.stringify({ counselorId, year, token: prepared.token.toString('base64url'), signature, recognition, satisfaction: 90 })

const codeOf = (body: string): unknown => (JSON.parse(body) as { readonly code?: unknown }).code

/**
 * One student from the list of ballots to the vote. `again`: sends the same ballot a second time, which changes nothing, and then another
 * with other points. @throws Error when anything is answered otherwise than it must be
 */
export const vote = async (http: HttpCaller, campus: string, voter: Voter, again: boolean): Promise<Voted> => {
  const { counselorId, access, key, prepared } = voter
  const address = (command: string): string => `/api/${campus}/assessment/${command}`
  const expected = (what: string, { status, body }: { readonly status: number; readonly body: string }, code: number): string => {
    if (status !== code) throw new Error(`${what} answered ${status}: ${body.slice(0, 300)}`)
    return body
  }
  const started = performance.now()
  expected('the list of ballots', await http.get(`/api/${campus}/views/ballot-list?limit=200`, access), 200)
  const listed = performance.now()
  const request = JSON.stringify({ counselorId, year, blindedMessage: prepared.blindedMessage })
  const issued = expected('IssueBallotToken', await http.post(address('IssueBallotToken'), request, access), 200)
  const given = performance.now()
  const { blindSignature } = (JSON.parse(issued) as { readonly answer: { readonly blindSignature: string } }).answer
  const signature = finish(key, prepared, blindSignature)
  const paper = paperOf(voter, signature, 80)
  const sent = performance.now()
  expected('CastBallot', await http.post(address('CastBallot'), paper, null), 200)
  const cast = performance.now()
  if (again) {
    expected('the same ballot again', await http.post(address('CastBallot'), paper, null), 200)
    const second = expected('a second vote', await http.post(address('CastBallot'), paperOf(voter, signature, 10), null), 422)
    if (codeOf(second) !== 'AlreadyVoted') throw new Error(`a second vote was refused otherwise: ${second.slice(0, 300)}`)
  }
  return { counselorId, receipt: receiptOf(prepared), list: listed - started, issue: given - listed, cast: cast - sent }
}

/** A student of another counselor gets no token. @throws Error when one is given */
export const strangerIsRefused = async (http: HttpCaller, stage: Stage, [one, other]: readonly Voter[]): Promise<void> => {
  if (!one || !other || one.counselorId === other.counselorId) throw new Error('two counselors are needed')
  const request = JSON.stringify({ counselorId: one.counselorId, year, blindedMessage: one.prepared.blindedMessage })
  const { status, body } = await http.post(`/api/${stage.campus}/assessment/IssueBallotToken`, request, other.access)
  if (status !== 403) throw new Error(`a student of another counselor got ${status}: ${body.slice(0, 300)}`)
}
