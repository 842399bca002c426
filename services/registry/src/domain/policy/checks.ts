import type { Role } from '@fudao/contracts/kit'
import { firstIssue, isPolicyKey, ownersOf, type PolicyKey, parameterOf } from '@fudao/contracts/policy'
import { type LocalDate, refuse } from '@fudao/domain-kit'

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Setting is open to the owners of the key; correcting and retiring to the office that answers for the policy as a whole. */
const owners = (key: string, alsoOthers: boolean): readonly Role[] => (alsoOthers ? ownersOf(key) : ownersOf(key).slice(0, 1))

/** @throws Refusal NotAuthorized */
export const checkOwner = (key: string, role: Role, options: { readonly alsoOthers: boolean }): void => {
  const roles = owners(key, options.alsoOthers)
  if (!roles.includes(role)) refuse('NotAuthorized', ['R-AK-27'], { key, role, roles })
}

/** @throws Refusal UnknownParameter */
export const knownKey = (key: string): PolicyKey => (isPolicyKey(key) ? key : refuse('UnknownParameter', ['R-AK-27'], { key }))

const singular = (unit: string): string => unit.trim().toLowerCase().replace(/s$/, '')

/** The value as the parameter's schema reads it. @throws Refusal InvalidValue */
export const checkedValue = (key: PolicyKey, value: unknown, unit?: string): Json => {
  const definition = parameterOf(key)
  const parsed = definition.schema.safeParse(value)
  if (!parsed.success) {
    const { path, zh, en } = firstIssue(definition.schema, value)
    refuse('InvalidValue', ['R-AK-27'], { key, field: 'value', reasonZh: zh, reasonEn: en, at: path })
  }
  if (unit !== undefined && singular(unit) !== singular(definition.unit))
    refuse('InvalidValue', ['R-AK-27'], {
      key,
      field: 'unit',
      reasonZh: `单位应为“${definition.unit}”`,
      reasonEn: `the unit is “${definition.unit}”`,
      unit: definition.unit,
    })
  return parsed.data as Json
}

/** R-AK-86: a policy takes effect today or later. @throws Refusal BackdatedPolicy */
export const checkNotBackdated = (effectiveFrom: LocalDate, asOf: LocalDate): void => {
  if (effectiveFrom < asOf) refuse('BackdatedPolicy', ['R-AK-86'], { effectiveFrom, asOf })
}

/** Equality of plain JSON, whatever the order of fields. */
export const sameJson = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false
  const left = a as Record<string, unknown>
  const right = b as Record<string, unknown>
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]))
}
