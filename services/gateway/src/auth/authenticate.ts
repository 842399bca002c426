import type { FastifyRequest } from 'fastify'
import { problem } from '../problems/problem.js'
import type { Principal } from './principal.js'
import type { TokenVerifier } from './verify-token.js'

const bearer = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i
const challenge = { 'www-authenticate': 'Bearer realm="fudao"' }
const campusId = /^[A-Za-z0-9_]{1,64}$/

/** @throws Problem NotSignedIn, AccessTokenInvalid, SignInExpired */
export const authenticate = async (request: FastifyRequest, verify: TokenVerifier): Promise<Principal> => {
  const header = request.headers.authorization
  if (!header) throw problem('NotSignedIn', { headers: challenge })
  const token = bearer.exec(header)?.[1]
  if (!token || token.length > 8_192) throw problem('AccessTokenInvalid', { headers: challenge })
  return verify(token)
}

/**
 * A campus of the path as this caller may use it. The check comes before any subject is spelled, so that no path can
 * smuggle a wildcard or another tenant into NATS.
 * @throws Problem UnknownCampus, WrongCampus, SystemRoleRefused
 */
export const enterCampus = (principal: Principal, campus: string, systemAllowed: boolean): void => {
  if (!campusId.test(campus)) throw problem('UnknownCampus', { params: { campus } })
  if (principal.role === 'system' && !systemAllowed) throw problem('SystemRoleRefused')
  if (principal.campus !== campus && principal.campus !== '*') throw problem('WrongCampus', { params: { campus } })
}
