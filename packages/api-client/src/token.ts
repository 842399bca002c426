import { SignJWT } from 'jose'

/** What an access token says about its bearer; `campus: '*'` is the platform administrator. */
export interface TokenClaims {
  readonly sub: string
  readonly role: string
  readonly campus: string
  readonly departmentId?: string
  readonly counselorId?: string
  readonly personId?: string
}

/** Signs a demo access token with the gateway's shared key (HS256). Production tokens come from the campus's identity provider. */
export const signToken = (key: Uint8Array, { sub, ...claims }: TokenClaims, expiresIn = '12h'): Promise<string> =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime(expiresIn)
    .sign(key)
