import type { Actor, Role } from '@fudao/contracts/kit'
import { role } from '@fudao/contracts/kit'
import { z } from 'zod'

/** Claims of an access token. `campus` is the tenant the bearer belongs to; `*` only with role `platformAdmin`. */
export const claims = z
  .object({
    sub: z.string().min(1).max(120),
    role,
    campus: z.string().regex(/^([A-Za-z0-9_]{1,64}|\*)$/),
    exp: z.number().int(),
    departmentId: z.string().min(1).max(64).optional(),
    counselorId: z.string().min(1).max(64).optional(),
    personId: z.string().min(1).max(64).optional(),
  })
  .refine((c) => c.campus !== '*' || c.role === 'platformAdmin', 'only platformAdmin may act on every campus')

/** Who sent the request, proven by a verified token. */
export interface Principal {
  readonly actor: Actor
  readonly role: Role
  readonly campus: string
  /** Epoch seconds. */
  readonly expiresAt: number
}

export const toPrincipal = (c: z.output<typeof claims>): Principal => ({
  actor: {
    userId: c.sub,
    role: c.role,
    ...(c.departmentId ? { departmentId: c.departmentId } : {}),
    ...(c.counselorId ? { counselorId: c.counselorId } : {}),
    ...(c.personId ? { personId: c.personId } : {}),
  },
  role: c.role,
  campus: c.campus,
  expiresAt: c.exp,
})

/** Sender of what is taken without an access token (C-12). */
export const nobodyAt = (campus: string): Principal => ({
  actor: { userId: 'anonymous', role: 'studentEvaluator' },
  role: 'studentEvaluator',
  campus,
  expiresAt: Number.POSITIVE_INFINITY,
})
