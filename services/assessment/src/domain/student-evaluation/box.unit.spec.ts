import { BallotCast, BallotClosed, BallotOpened, BallotTokenIssued } from '@fudao/contracts/assessment'
import { happened, Refusal } from '@fudao/domain-kit'
import { describe, expect, it } from 'vitest'
import { type Box, castBallot, emptyBox, issueToken, mayVoteOn } from './box.js'
import { type Ballot, type BallotEvent, ballotDecider, openTerms } from './student-evaluation.js'

const key = { counselorId: 'c_1', year: 2024 }
const hash = (n: number): string => n.toString(16).padStart(64, '0')
const opened = happened(BallotOpened, {
  ...key,
  from: '2024-12-01',
  to: '2024-12-15',
  eligible: 3,
  tokenPublicKey: 'P'.repeat(392),
  sealedPrivateKey: 'v1.sealed',
})
const closed = happened(BallotClosed, { ...key, cast: 0, tokenHashes: [] })
const stateAfter = (...events: readonly BallotEvent[]): Ballot => events.reduce(ballotDecider.evolve, ballotDecider.initialState())
const termsAfter = (...events: readonly BallotEvent[]) => openTerms(stateAfter(opened, ...events), '2024-12-05')
const terms = termsAfter()

const asking = (mark: string, request = `r_${mark}`, blindSignature: string | null = 'signature') => ({ mark, request, blindSignature })
const casting = (n: number, recognition = 90, satisfaction = 86, signatureValid = true) => ({
  tokenHash: hash(n),
  recognition,
  satisfaction,
  signatureValid,
})
const codeOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
  return 'accepted'
}
const issued = (...marks: readonly string[]): Box => marks.reduce((box, mark) => issueToken(box, terms, asking(mark)), emptyBox)

describe('tokens', () => {
  it('R-AK-79, C-12: a student gets one; of the student a mark is kept', () => {
    expect([...issued('s1').issued]).toEqual([['s1', 'r_s1']])
    expect(codeOf(() => issueToken(issued('s1'), terms, asking('s1', 'another')))).toBe('AlreadyIssued')
  })
  it('asked again because the answer was lost: the same box', () => {
    const box = issued('s1')
    expect(issueToken(box, terms, asking('s1'))).toBe(box)
  })
  it('not more tokens than students, those issued by events included', () => {
    expect(codeOf(() => issueToken(issued('s1', 's2', 's3'), terms, asking('s4')))).toBe('WrongState')
    const earlier = termsAfter(happened(BallotTokenIssued, { ...key, voucherHash: hash(1), blindSignature: 'S'.repeat(342) }))
    expect(codeOf(() => issueToken(issued('s1', 's2'), earlier, asking('s3')))).toBe('WrongState')
  })
  it('what was not blinded for this ballot is not signed', () => {
    expect(codeOf(() => issueToken(emptyBox, terms, asking('s1', 'r', null)))).toBe('InvalidValue')
  })
  it('R-AK-80: a student rates the own counselor; production insists that the sign-in names one', () => {
    const student = (counselorId?: string) => ({ userId: 'u', role: 'studentEvaluator' as const, ...(counselorId ? { counselorId } : {}) })
    expect(codeOf(() => mayVoteOn(student('c_1'), 'c_1', 'production'))).toBe('accepted')
    expect(codeOf(() => mayVoteOn(student('c_2'), 'c_1', 'test'))).toBe('NotAuthorized')
    expect(codeOf(() => mayVoteOn(student(), 'c_1', 'test'))).toBe('accepted')
    expect(codeOf(() => mayVoteOn(student(), 'c_1', 'production'))).toBe('NotAuthorized')
  })
})

describe('ballots', () => {
  const box = castBallot(emptyBox, terms, casting(7))

  it('R-AK-79: recognition and satisfaction lie under a token hash', () => {
    expect([...box.papers]).toEqual([[hash(7), { recognition: 90, satisfaction: 86 }]])
  })
  it('a token is used once; the same ballot sent twice counts once', () => {
    expect(castBallot(box, terms, casting(7))).toBe(box)
    expect(codeOf(() => castBallot(box, terms, casting(7, 91)))).toBe('AlreadyVoted')
    const earlier = termsAfter(happened(BallotCast, { ...key, tokenHash: hash(7), recognition: 90, satisfaction: 86 }))
    expect(castBallot(emptyBox, earlier, casting(7))).toBe(emptyBox)
    expect(codeOf(() => castBallot(emptyBox, earlier, casting(7, 1)))).toBe('AlreadyVoted')
  })
  it('a token whose signature does not verify', () => {
    expect(codeOf(() => castBallot(emptyBox, terms, casting(7, 90, 86, false)))).toBe('TokenInvalid')
  })
  it('points are 0 to 100', () => {
    expect(codeOf(() => castBallot(emptyBox, terms, casting(7, 0, 100)))).toBe('accepted')
    expect(codeOf(() => castBallot(emptyBox, terms, casting(7, 101)))).toBe('InvalidValue')
    expect(codeOf(() => castBallot(emptyBox, terms, casting(7, 90, -1)))).toBe('InvalidValue')
  })
  it('takes no more ballots than there are students', () => {
    const full = [1, 2, 3].reduce((b, n) => castBallot(b, terms, casting(n)), emptyBox)
    expect(codeOf(() => castBallot(full, terms, casting(4)))).toBe('TokenInvalid')
  })
})

describe('state × command of students', () => {
  it('C-04: the first and the last day count, the days around them do not', () => {
    for (const [day, code] of [
      ['2024-11-30', 'BallotClosed'],
      ['2024-12-01', 'accepted'],
      ['2024-12-15', 'accepted'],
      ['2024-12-16', 'BallotClosed'],
    ] as const)
      expect(codeOf(() => openTerms(stateAfter(opened), day))).toBe(code)
  })
  it('nobody gets a token or votes before it is opened or after it is closed', () => {
    expect(codeOf(() => openTerms(stateAfter(), '2024-12-05'))).toBe('BallotClosed')
    expect(codeOf(() => openTerms(stateAfter(opened, closed), '2024-12-05'))).toBe('BallotClosed')
  })
})
