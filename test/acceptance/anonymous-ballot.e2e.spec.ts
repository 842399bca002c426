import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeApiClient, signToken } from '@fudao/api-client'
import { createLedger } from '@fudao/ledger-client'
import { passwordOf } from '@fudao/local/passwords'
import { connectNats } from '@fudao/messaging'
import { createLogger } from '@fudao/telemetry'
import { describe, expect, inject, it } from 'vitest'
import { filesHolding } from '../support/search-files.js'
import { makeToken } from '../support/voter.js'
import { eventually, openCampus, type TestCampus } from './support/campus.js'
import { everythingKept, intervalsSeen, ordersFound, rankCorrelation } from './support/operator.js'

const key = { counselorId: 'c1', year: 2023 }
const students = 30
/** Thirty ballots in a random order pass it once in a thousand times; a design that keeps the order has 1. */
const correlated = 0.6

const hashOf = (token: string): string => createHash('sha256').update(Buffer.from(token, 'base64url')).digest('hex')
const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
  const response = await fetch(new URL(path, inject('baseUrl')), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

interface Vote {
  readonly secrets: readonly string[]
  readonly sub: string
  readonly hash: string
  readonly ballot: object
  readonly intervals: readonly { readonly from: number; readonly to: number }[]
}

/** One student, start to finish: signs in, gets a token, votes at once. The worst case for whoever has to hide it. */
const vote = async (campus: TestCampus, tokenPublicKey: string, n: number): Promise<Vote> => {
  const sub = `student_${randomBytes(6).toString('hex')}`
  const access = await signToken(Buffer.from(inject('tokenKey'), 'base64'), {
    sub,
    role: 'studentEvaluator',
    campus: campus.campus,
    counselorId: 'c1',
  })
  const secrets: string[] = [sub]
  const trace = randomBytes(16).toString('hex')
  const intervals: { from: number; to: number }[] = []
  const timed = async (command: string, body: object, headers: Record<string, string> = {}) => {
    const key = randomUUID()
    secrets.push(key)
    const from = Date.now()
    const reply = await post(`/api/${campus.campus}/assessment/${command}`, body, {
      'idempotency-key': key,
      traceparent: `00-${trace}-${randomBytes(8).toString('hex')}-01`,
      ...headers,
    })
    intervals.push({ from, to: Date.now() })
    return reply
  }
  const { token, signature } = await makeToken(tokenPublicKey, async (blindedMessage) => {
    const reply = await timed('IssueBallotToken', { ...key, blindedMessage }, { authorization: `Bearer ${access}` })
    expect(reply.status, JSON.stringify(reply.body)).toBe(200)
    const { blindSignature } = reply.body.answer as { readonly blindSignature: string }
    secrets.push(blindedMessage, blindSignature)
    return blindSignature
  })
  const ballot = { ...key, token, signature, recognition: 50 + n, satisfaction: 90 }
  const reply = await timed('CastBallot', ballot)
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  secrets.push(token, signature, trace)
  return { secrets, sub, hash: hashOf(token), ballot, intervals }
}

const openBallot = async (campus: TestCampus): Promise<string> => {
  const window = { from: '2023-12-01', to: '2023-12-03', eligible: students + 5 }
  await campus.as('studentAffairs', 'assessment', 'OpenBallot', { ...key, ...window })
  const [row] = await eventually(
    'students see the ballot',
    () => campus.rows('ballot-list', { counselorId: 'c1' }, 'studentEvaluator'),
    (rows) => rows.length === 1,
  )
  return String(row?.tokenPublicKey)
}

/** Votes as the design before this one kept them: an event each, appended past the service. */
const votesByEvent = async (campus: string, hashes: readonly string[]): Promise<readonly { from: number; to: number }[]> => {
  const secret = (await readFile(join(inject('dataPath'), 'secrets', 'password.key'), 'utf8')).trim()
  const pass = passwordOf(secret, 'nats', 'registry')
  const logger = createLogger('acceptance', { level: 'error' })
  const nc = await connectNats({ url: inject('natsUrl'), name: 'acceptance', user: 'registry', pass, logger })
  const intervals: { from: number; to: number }[] = []
  try {
    const ledger = createLedger(nc)
    const stream = `studenteval-${campus}.c1-2023`
    const [slice] = await ledger.read(campus, [{ stream }])
    const last = slice?.events.at(-1)
    if (!last) return expect.fail('no ballot is open')
    for (const [at, tokenHash] of hashes.entries()) {
      const from = Date.now()
      const commandid = randomUUID()
      const metadata = JSON.stringify({ ...last.metadata, schemaversion: 1, commandid })
      const data = JSON.stringify({ ...key, tokenHash, recognition: 50 + at, satisfaction: 90 })
      const event = { id: randomUUID(), type: 'assessment.BallotCast', data, metadata }
      await ledger.append(campus, { stream, expectedRevision: last.revision + at, events: [event] })
      intervals.push({ from, to: Date.now() })
    }
  } finally {
    await nc.close()
  }
  return intervals
}

const closedBallot = async (campus: TestCampus) =>
  eventually(
    'X-48 has closed the ballot',
    async () => {
      const affairs = makeApiClient({
        baseUrl: inject('baseUrl'),
        token: await signToken(Buffer.from(inject('tokenKey'), 'base64'), { sub: 'sa', role: 'studentAffairs', campus: campus.campus }),
      })
      const { items } = await affairs.events(campus.campus, { stream: `studenteval-${campus.campus}.c1-2023` })
      return items.find(({ type }) => type === 'assessment.BallotClosed') as { readonly data: Record<string, unknown> } | undefined
    },
    (seen) => seen !== undefined,
    20_000,
  )

describe('R-AK-80: many students at once', () => {
  it('none of two hundred ballots is lost, each counts once although it is sent twice, and no second vote is taken', async () => {
    const campus = await openCampus({ firstDay: '2023-12-01' })
    const counselors = ['c1', 'c2', 'c3', 'c4']
    const each = 50
    const window = { from: '2023-12-01', to: '2023-12-02', eligible: each }
    const keys = new Map<string, string>()
    for (const counselorId of counselors) {
      const opened: unknown = await campus.as('studentAffairs', 'assessment', 'OpenBallot', { ...key, counselorId, ...window })
      keys.set(counselorId, (opened as { readonly answer: { readonly tokenPublicKey: string } }).answer.tokenPublicKey)
    }
    const address = (command: string) => `/api/${campus.campus}/assessment/${command}`
    const student = async (counselorId: string, n: number): Promise<void> => {
      const access = await signToken(Buffer.from(inject('tokenKey'), 'base64'), {
        sub: `${counselorId}_${n}`,
        role: 'studentEvaluator',
        campus: campus.campus,
        counselorId,
      })
      const token = await makeToken(keys.get(counselorId) ?? '', async (blindedMessage) => {
        const { body } = await post(
          address('IssueBallotToken'),
          { ...key, counselorId, blindedMessage },
          { authorization: `Bearer ${access}` },
        )
        return (body.answer as { readonly blindSignature: string }).blindSignature
      })
      const ballot = { ...key, counselorId, ...token, recognition: 80, satisfaction: 90 }
      const sent = await Promise.all([ballot, ballot].map((one) => post(address('CastBallot'), one)))
      expect(sent.map(({ status }) => status)).toEqual([200, 200])
      const second = await post(address('CastBallot'), { ...ballot, recognition: 0 })
      expect(second).toMatchObject({ status: 422, body: { code: 'AlreadyVoted' } })
    }
    for (let n = 0; n < each; n += 5)
      await Promise.all(counselors.flatMap((counselorId) => [0, 1, 2, 3, 4].map((more) => student(counselorId, n + more))))
    await campus.advance('2023-12-03')
    const closed = await eventually(
      'all ballots are closed',
      () => campus.rows('ballot-list', { state: 'closed' }, 'studentAffairs'),
      (rows) => rows.length === counselors.length,
      20_000,
    )
    expect(closed.map(({ cast }) => cast)).toEqual(counselors.map(() => each))
    for (const { tokenHashes } of closed) expect(new Set(tokenHashes as string[]).size).toBe(each)
  })
})

describe('C-12, R-AK-79: an operator who reads everything', () => {
  it('finds no student, no order and no time behind a ballot', async () => {
    const campus = await openCampus({ firstDay: '2023-12-01' })
    const publicKey = await openBallot(campus)
    const votes: Vote[] = []
    for (let n = 0; n < students; n += 1) votes.push(await vote(campus, publicKey, n))
    const [first] = votes
    if (!first) return expect.fail('nobody voted')

    const again = (over: object) => post(`/api/${campus.campus}/assessment/CastBallot`, { ...first.ballot, ...over })
    expect(await again({})).toMatchObject({ status: 200, body: { events: [] } })
    expect(await again({ recognition: 1 })).toMatchObject({ status: 422, body: { code: 'AlreadyVoted' } })

    // while it is open: nothing but a sealed box
    const hashes = votes.map(({ hash }) => hash)
    const words = [campus.campus, 'IssueBallotToken', 'CastBallot', 'ballot_boxes', '/api/:campus/:context/:command', 'cmd.*.assessment']
    const intervals = votes.flatMap((one) => one.intervals)
    const during = await everythingKept()
    expect(ordersFound(during, hashes).size, 'a list of ballots while they are cast').toBe(0)
    expect(intervalsSeen(during, words, intervals), 'votes beside which a record has a time').toBe(0)

    await campus.advance('2023-12-02')
    await eventually(
      'the turnout is shown',
      () => campus.rows('ballot-list', { counselorId: 'c1' }, 'studentAffairs'),
      (rows) => rows[0]?.cast === students,
      20_000,
    )
    await campus.advance('2023-12-04')
    const { data } = await closedBallot(campus)
    const points = votes.map((_, n) => 50 + n)
    const recognitionAvg = Math.round((points.reduce((a, b) => a + b, 0) * 100) / students)
    expect(data).toMatchObject({ cast: students, recognitionAvg, satisfactionAvg: 9000 })
    // each voter finds the own ballot
    expect([...(data.tokenHashes as string[])].sort()).toEqual([...hashes].sort())

    const kept = await everythingKept()
    const orders = ordersFound(kept, hashes)
    expect(orders.size, 'the list that voters check is found').toBeGreaterThan(0)
    for (const [place, order] of orders) expect(Math.abs(rankCorrelation(hashes, order)), place).toBeLessThan(correlated)
    expect(intervalsSeen(kept, words, intervals), 'votes beside which a record has a time').toBe(0)

    // names, tokens and what could be computed from a name, in any file: tables, their log, streams, log files
    const masterKey = Buffer.from((await readFile(join(inject('dataPath'), 'secrets', 'master.key'), 'utf8')).trim(), 'base64')
    const guesses = votes.flatMap(({ sub }) =>
      [sub, `${campus.campus}\n${sub}`, `studenteval-${campus.campus}.c1-2023\n${sub}`, `student ${sub}`].flatMap((guess) => [
        createHash('sha256').update(guess).digest('hex'),
        createHmac('sha256', masterKey).update(guess).digest('hex').slice(0, 32),
        createHmac('sha256', masterKey).update(guess).digest().subarray(0, 16).toString('base64url'),
      ]),
    )
    expect(await filesHolding(inject('dataPath'), [...votes.flatMap(({ secrets }) => secrets), ...guesses])).toEqual([])
    const texts = kept.map(({ text }) => text).join('\n')
    for (const secret of votes.flatMap(({ secrets }) => secrets)) expect(texts.includes(secret), secret).toBe(false)
    const metrics = await (await fetch(new URL('/metrics', inject('baseUrl')))).text()
    for (const word of words.slice(0, 4)) expect(metrics).not.toContain(word)
  })

  it('succeeds against ballots kept as events: the search finds what there is to find', async () => {
    const campus = await openCampus({ firstDay: '2023-12-01' })
    await openBallot(campus)
    const hashes = Array.from({ length: students }, () => randomBytes(32).toString('hex'))
    const intervals = await votesByEvent(campus.campus, hashes)
    const look = async () => {
      const kept = await everythingKept()
      const best = Math.max(0, ...[...ordersFound(kept, hashes).values()].map((order) => Math.abs(rankCorrelation(hashes, order))))
      return { best, seen: intervalsSeen(kept, [campus.campus], intervals) }
    }
    const { best, seen } = await eventually('the events are relayed', look, (found) => found.best > 0 && found.seen > 0, 20_000)
    expect(best).toBeGreaterThan(correlated)
    expect(seen).toBeGreaterThan(students / 2)
  })
})
