import { createRemoteJWKSet, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import type { GatewayConfig } from '../config.js'
import { problem } from '../problems/problem.js'
import { claims, type Principal, toPrincipal } from './principal.js'

export type TokenVerifier = (token: string) => Promise<Principal>

const asymmetric = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA']
/** Verified tokens are remembered until they expire: verifying costs more than everything else the gateway does. */
const remembered = 10_000

const isSymmetric = (token: string): boolean => {
  try {
    return decodeProtectedHeader(token).alg === 'HS256'
  } catch {
    throw problem('AccessTokenInvalid')
  }
}

/**
 * Verifies access tokens: HS256 with the shared key, or the keys of the identity provider; the header chooses between
 * the two, never the algorithm within one, so a public key cannot be used as a shared secret.
 * @throws Problem AccessTokenInvalid, SignInExpired or (identity provider away) Unavailable
 */
export const makeTokenVerifier = (config: Pick<GatewayConfig, 'tokenKey' | 'oidc'>, now: () => number = Date.now): TokenVerifier => {
  const cache = new Map<string, Principal>()
  const keySet = config.oidc ? createRemoteJWKSet(new URL(config.oidc.jwksUrl), { timeoutDuration: 5_000 }) : undefined

  const payloadOf = async (token: string): Promise<JWTPayload> => {
    const common = { requiredClaims: ['exp', 'sub'], clockTolerance: 0, currentDate: new Date(now()) }
    if (isSymmetric(token)) {
      if (!config.tokenKey) throw problem('AccessTokenInvalid')
      return (await jwtVerify(token, config.tokenKey, { ...common, algorithms: ['HS256'] })).payload
    }
    if (!keySet || !config.oidc) throw problem('AccessTokenInvalid')
    const { issuer, audience } = config.oidc
    return (await jwtVerify(token, keySet, { ...common, algorithms: asymmetric, issuer, audience })).payload
  }

  const verify = async (token: string): Promise<Principal> => {
    try {
      const parsed = claims.safeParse(await payloadOf(token))
      if (!parsed.success) throw problem('AccessTokenInvalid')
      return toPrincipal(parsed.data)
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw problem('SignInExpired')
      if (error instanceof errors.JWKSTimeout || (error instanceof TypeError && keySet)) throw unavailable()
      if (error instanceof errors.JOSEError) throw problem('AccessTokenInvalid')
      throw error
    }
  }

  return async (token) => {
    const known = cache.get(token)
    if (known) {
      if (known.expiresAt * 1000 > now()) return known
      cache.delete(token)
      throw problem('SignInExpired')
    }
    const principal = await verify(token)
    if (cache.size >= remembered) cache.delete(cache.keys().next().value ?? '')
    cache.set(token, principal)
    return principal
  }
}

const unavailable = () => problem('Unavailable', { headers: { 'retry-after': '5' } })
