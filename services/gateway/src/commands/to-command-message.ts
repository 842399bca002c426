import { asOfDate, type CommandDefinition, type CommandMessage, type Issue, issuesOf } from '@fudao/contracts/kit'
import { z } from 'zod'
import type { Principal } from '../auth/principal.js'
import { problem } from '../problems/problem.js'
import { commandIdOf, expectedRevisionOf } from './idempotency.js'

interface CommandRequest {
  readonly campus: string
  readonly definition: CommandDefinition
  readonly principal: Principal
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** `asOf` is for demo and test: in production the campus's own date rules. */
  readonly asOfAllowed: boolean
}

const issue = (path: string, zh: string, en: string): Issue => ({ path, code: 'custom', message: { zh, en } })

const checkAsOf = (asOf: unknown, allowed: boolean): Issue[] => {
  if (asOf === undefined) return []
  if (!allowed) return [issue('asOf', '正式环境不能指定业务日期', 'a business date cannot be given in production')]
  return issuesOf(z.object({ asOf: asOfDate }), { asOf })
}

const checkToken = (token: unknown): Issue[] =>
  token === undefined || (typeof token === 'string' && token.length <= 200)
    ? []
    : [issue('token', '应为先前答复中的 token', 'must be a token of an earlier reply')]

/**
 * Splits the body into payload and the envelope fields `asOf` and `token`. Where a payload itself has a field of that
 * name (the ballot token of `CastBallot`), the body's is the payload's and the envelope's comes by header.
 */
const envelopeOf = (definition: CommandDefinition, body: Readonly<Record<string, unknown>>, headers: CommandRequest['headers']) => {
  const payload = { ...body }
  const take = (field: string, header: string): unknown => {
    if (field in definition.payload.shape || !Object.hasOwn(payload, field)) return headers[header]
    const value = payload[field]
    delete payload[field]
    return value
  }
  return { asOf: take('asOf', 'fudao-as-of'), token: take('token', 'fudao-token'), payload }
}

/**
 * Checks a request against the published language and turns it into the message its service receives.
 * @throws Problem InvalidPayload with the path of each field, InvalidHeader
 */
export const toCommandMessage = ({ campus, definition, principal, body, headers, asOfAllowed }: CommandRequest): CommandMessage => {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw problem('InvalidPayload', { issues: [issue('', '请求体应为 JSON 对象', 'the body must be a JSON object')] })
  const { asOf, token, payload } = envelopeOf(definition, body as Record<string, unknown>, headers)
  const commandId = commandIdOf(headers['idempotency-key'], campus, principal.actor.userId)
  const expectedRevision = expectedRevisionOf(headers['if-match'])
  const issues = [...checkAsOf(asOf, asOfAllowed), ...checkToken(token), ...issuesOf(definition.payload, payload)]
  if (issues.length > 0) throw problem('InvalidPayload', { issues })
  return {
    commandId,
    payload,
    actor: principal.actor,
    ...(typeof asOf === 'string' ? { asOf } : {}),
    ...(typeof token === 'string' ? { token } : {}),
    ...(expectedRevision === undefined ? {} : { expectedRevision }),
  }
}
