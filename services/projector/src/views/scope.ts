import type { Actor } from '@fudao/contracts/kit'
import type { ViewScope } from '@fudao/contracts/views'

/** Which rows the caller may read; applied inside the query. */
export type Scope =
  | { readonly kind: 'campus' }
  | { readonly kind: 'department'; readonly departmentId: string }
  | { readonly kind: 'self'; readonly counselorId: string }
  | { readonly kind: 'person'; readonly personId: string }
  | { readonly kind: 'own'; readonly actor: Actor }

/** R-AK-77. `null`: the caller's role has no right here, or its token does not say whose rows are its own. */
export const scopeOf = (scope: ViewScope, actor: Actor): Scope | null => {
  if (scope.campus.includes(actor.role)) return { kind: 'campus' }
  if (scope.department.includes(actor.role)) return actor.departmentId ? { kind: 'department', departmentId: actor.departmentId } : null
  if (scope.self && actor.role === 'counselor') return actor.counselorId ? { kind: 'self', counselorId: actor.counselorId } : null
  if (scope.person?.includes(actor.role)) return actor.personId ? { kind: 'person', personId: actor.personId } : null
  return scope.own?.includes(actor.role) ? { kind: 'own', actor } : null
}
