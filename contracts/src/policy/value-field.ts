import { z } from 'zod'
import { type PolicyKey, parameterOf } from './parameters.js'

/** How a person enters a value: a whole number, one of a few, or the value as JSON. */
export type ValueField =
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'choice'; readonly values: readonly (string | boolean)[] }
  | { readonly kind: 'json' }

/** What the parameter's own schema says; the schema itself is what a value is checked by. */
export const valueFieldOf = (key: PolicyKey): ValueField => {
  const { type, enum: values, minimum, maximum } = z.toJSONSchema(parameterOf(key).schema, { io: 'input' })
  if (type === 'boolean') return { kind: 'choice', values: [true, false] }
  if (type === 'string' && values) return { kind: 'choice', values: values.map(String) }
  if (type === 'integer' || type === 'number')
    return { kind: 'number', ...(minimum === undefined ? {} : { min: minimum }), ...(maximum === undefined ? {} : { max: maximum }) }
  return { kind: 'json' }
}
