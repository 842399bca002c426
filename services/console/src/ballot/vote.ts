import type { ballotListView, RowOfView } from '@fudao/contracts/views'
import { request } from '../api/client'
import { isApiProblem } from '../api/problem'
import { claimsOf, type Session } from '../session/session'
import type { Language } from '../texts/language'
import type { BallotToken, Blinded } from './device'

export type Ballot = RowOfView<typeof ballotListView>
export interface Points {
  readonly recognition: number
  readonly satisfaction: number
}

/** How far a student's vote has come on this device, which alone knows it. */
export type Own =
  | { readonly step: 'asked'; readonly blinded: Blinded }
  | { readonly step: 'token'; readonly token: BallotToken }
  | { readonly step: 'cast'; readonly receipt: string }

/** A student on a device that others may use, too. */
export interface Voter {
  readonly session: Session
  readonly language: Language
}

// The library is read when somebody votes.
const device = () => import('./device')

const placeOf = async ({ session }: Voter, ballot: Ballot): Promise<string> => {
  const { markOf } = await device()
  return `fudao.ballot.${session.campus}.${ballot.id}.${await markOf(`${session.campus}\n${claimsOf(session.token).sub ?? ''}`)}`
}
export const readOwn = async (voter: Voter, ballot: Ballot): Promise<Own | null> =>
  JSON.parse(window.localStorage.getItem(await placeOf(voter, ballot)) ?? 'null') as Own | null
const keep = async (voter: Voter, ballot: Ballot, own: Own): Promise<Own> => {
  window.localStorage.setItem(await placeOf(voter, ballot), JSON.stringify(own))
  return own
}
const forget = async (voter: Voter, ballot: Ballot): Promise<void> => window.localStorage.removeItem(await placeOf(voter, ballot))

const send = async ({ session, language }: Voter, command: string, body: object, token?: string): Promise<Response> =>
  request(`/api/${encodeURIComponent(session.campus)}/assessment/${command}`, {
    method: 'POST',
    language,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(token === undefined ? {} : { token }),
  })

const isRefusal = (error: unknown): boolean => isApiProblem(error) && error.status >= 400 && error.status < 500

/** A token for this ballot. Asked for again after a lost answer, it is the same one. @throws ApiProblem */
export const getToken = async (voter: Voter, ballot: Ballot): Promise<Own> => {
  const { blindToken, finishToken } = await device()
  const before = await readOwn(voter, ballot)
  if (before && before.step !== 'asked') return before
  const blinded = before?.blinded ?? (await blindToken(ballot.tokenPublicKey))
  // Kept before it is sent: nobody could sign it a second time.
  await keep(voter, ballot, { step: 'asked', blinded })
  const { counselorId, year } = ballot
  try {
    const response = await send(
      voter,
      'IssueBallotToken',
      { counselorId, year, blindedMessage: blinded.blindedMessage },
      voter.session.token,
    )
    const { answer } = (await response.json()) as { readonly answer: { readonly blindSignature: string } }
    return await keep(voter, ballot, { step: 'token', token: await finishToken(ballot.tokenPublicKey, blinded, answer.blindSignature) })
  } catch (error) {
    if (isRefusal(error)) await forget(voter, ballot)
    throw error
  }
}

/** Casts the ballot without a session: the request carries the token, the points, and nothing of the student. @throws ApiProblem */
export const castBallot = async (voter: Voter, ballot: Ballot, token: BallotToken, points: Points): Promise<Own> => {
  const { receiptOf } = await device()
  const own: Own = { step: 'cast', receipt: await receiptOf(token) }
  const { counselorId, year } = ballot
  try {
    await send(voter, 'CastBallot', { counselorId, year, ...token, ...points })
  } catch (error) {
    // It was taken before, and the answer was lost.
    if (isApiProblem(error) && error.code === 'AlreadyVoted') await keep(voter, ballot, own)
    throw error
  }
  return keep(voter, ballot, own)
}
