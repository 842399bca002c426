import { issuesOf, role, roles, tenantId } from '@fudao/contracts/kit'
import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { GatewayContext } from '../gateway-context.js'
import { problem } from '../problems/problem.js'

const hours = 12
const request = z.strictObject({
  campus: tenantId,
  role,
  userId: z.string().min(1).max(120).optional(),
  departmentId: z.string().min(1).max(64).optional(),
  counselorId: z.string().min(1).max(64).optional(),
  personId: z.string().min(1).max(64).optional(),
})

/** Sign-in of the console without an identity provider: exists in demo and test only, elsewhere the address is unknown. */
@Controller('api/demo')
export class DemoController {
  constructor(@Inject(GatewayContext) private readonly gateway: GatewayContext) {}

  #key(): Uint8Array {
    const { mode, tokenKey } = this.gateway.config
    if (mode === 'production' || !tokenKey) throw problem('NotFound')
    return tokenKey
  }

  /** Roles one can sign in with. */
  @Get('session')
  choices(): { readonly roles: readonly string[] } {
    this.#key()
    return { roles: roles.filter((r) => r !== 'system') }
  }

  @Post('session')
  @HttpCode(200)
  async signIn(@Body() body: unknown): Promise<Record<string, unknown>> {
    const key = this.#key()
    const parsed = request.safeParse(body)
    if (!parsed.success) throw problem('InvalidPayload', { issues: issuesOf(request, body) })
    const { campus: asked, userId, role: as, ...scope } = parsed.data
    const campus = as === 'platformAdmin' ? '*' : asked
    const expiresAt = Math.floor(Date.now() / 1000) + hours * 3600
    const token = await new SignJWT({ role: as, campus, ...scope })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(userId ?? `demo-${as}`)
      .setIssuedAt()
      .setExpirationTime(expiresAt)
      .sign(key)
    return { token, campus: asked, role: as, expiresAt }
  }
}
