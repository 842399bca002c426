import { z } from 'zod'
import { basis } from './basis.js'
import type { Bilingual } from './bilingual.js'
import { coSigner, type Role } from './roles.js'
import { isPersonal } from './schema.js'
import type { Upcaster } from './upcast.js'

/** A stream family. The stream of an instance is `<category>-<tenant>.<key values joined by '-'>`; an empty key is the tenant itself. */
export interface AggregateDefinition {
  readonly kind: 'aggregate'
  readonly context: string
  readonly name: string
  readonly category: string
  /** Fields of every payload that make the stream key, in order; the tenant is never among them. */
  readonly key: readonly string[]
  /** The tenant of these streams when it is fixed (registry: `platform`). */
  readonly tenant?: string
  readonly title: Bilingual
}

/** Fields that are encrypted under the key of the person whose id the field `subject` holds (A8). */
export interface PersonalFields {
  readonly subject: string
  readonly fields: readonly string[]
}

export interface EventDefinition<N extends string = string, D extends z.ZodObject = z.ZodObject> {
  readonly kind: 'event'
  readonly aggregate: AggregateDefinition
  readonly name: N
  /** Stored type `<context>.<Name>`: written once, never changed. */
  readonly type: string
  readonly version: number
  readonly data: D
  readonly title: Bilingual
  readonly personal?: PersonalFields
  /** From each earlier version to the next. */
  readonly upcasters?: Readonly<Record<number, Upcaster>>
}

export interface CommandDefinition<N extends string = string, P extends z.ZodObject = z.ZodObject> {
  readonly kind: 'command'
  readonly aggregate: AggregateDefinition
  readonly name: N
  readonly payload: P
  readonly issuers: readonly Role[]
  /** C-13: roles whose co-signature must be present, else `SignatureMissing`. */
  readonly coSigners: readonly Role[]
  /** C-13: role whose approval reference must be present, else `ApprovalMissing`. */
  readonly approval?: Role
  /** Self scope: role `counselor` may act only where this payload field is its own counselorId. */
  readonly self?: string
  /** Rules the command carries out (`R-AK-31`). */
  readonly rules: readonly string[]
  /** Refusal codes this command can answer with. */
  readonly refusals: readonly string[]
  readonly emits: readonly EventDefinition[]
  /**
   * Leaves no event, span, log line or count of its own, so that nobody can tell afterwards who sent it or when (C-12); `sessionless`:
   * taken without an access token.
   */
  readonly unrecorded?: 'signedIn' | 'sessionless'
  /** Its personal fields: plain from a person, as the ciphertext of an event where a rule passes them on. */
  readonly personal?: PersonalFields
  readonly title: Bilingual
  /** A valid payload: OpenAPI example and test fixture. */
  readonly example: z.input<P>
}

export type EventOf<D> = D extends EventDefinition<infer N, infer S> ? { readonly type: N; readonly data: Readonly<z.output<S>> } : never
export type PayloadOf<D> = D extends CommandDefinition<string, infer P> ? z.output<P> : never

export interface EventOptions<D extends z.ZodRawShape> {
  readonly data: D
  readonly title: Bilingual
  readonly version?: number
  /** From each earlier version to the next; every version below `version` needs one. */
  readonly upcasters?: Readonly<Record<number, Upcaster>>
  /** Field that holds the person id; required when a field is `personal()`. */
  readonly subject?: string
}
export interface CommandOptions<P extends z.ZodRawShape> {
  readonly payload: P
  readonly issuers: readonly Role[]
  readonly coSigners?: readonly Role[]
  readonly approval?: Role
  readonly self?: string
  readonly rules: readonly string[]
  readonly refusals?: readonly string[]
  readonly emits: readonly EventDefinition[]
  readonly unrecorded?: 'signedIn' | 'sessionless'
  readonly title: Bilingual
  readonly example: Record<string, unknown>
  /** Field that holds the person id; required when a field is `personal()`. */
  readonly subject?: string
}

/** Fields every event carries besides its own: what it stood on and who signed (C-06, C-13). */
const commonEventShape = { basis: basis.optional(), coSigners: z.array(coSigner).optional(), approvalRef: z.string().optional() }
/** Fields any command may carry besides its own. */
const signatureShape = { coSigners: z.array(coSigner).optional(), approvalRef: z.string().trim().min(1).optional() }

const personalFields = (name: string, shape: z.ZodRawShape, subject: string | undefined): PersonalFields | undefined => {
  const fields = Object.entries(shape)
    .filter(([, s]) => isPersonal(s as z.ZodType))
    .map(([f]) => f)
  if (fields.length === 0) return undefined
  if (!subject) throw new Error(`${name} has personal fields but names no subject`)
  return { subject, fields }
}

export const defineAggregate = (a: Omit<AggregateDefinition, 'kind'>) => {
  const aggregate: AggregateDefinition = { kind: 'aggregate', ...a }
  return {
    ...aggregate,
    event: <N extends string, D extends z.ZodRawShape>(name: N, o: EventOptions<D>) => {
      const data = z.object({ ...o.data, ...commonEventShape })
      const personal = personalFields(`${a.context}.${name}`, data.shape, o.subject)
      const version = o.version ?? 1
      for (let from = 1; from < version; from += 1)
        if (!o.upcasters?.[from]) throw new Error(`${a.context}.${name} has version ${version}, but nothing leads from version ${from} on`)
      return {
        kind: 'event',
        aggregate,
        name,
        type: `${a.context}.${name}`,
        version,
        data,
        title: o.title,
        ...(personal ? { personal } : {}),
        ...(o.upcasters ? { upcasters: o.upcasters } : {}),
      } as const satisfies EventDefinition<N, typeof data>
    },
    command: <N extends string, P extends z.ZodRawShape>(name: N, o: CommandOptions<P>) => {
      const payload = z.strictObject({ ...o.payload, ...signatureShape })
      const personal = personalFields(`${a.context}.${name}`, payload.shape, o.subject)
      if (o.unrecorded && o.emits.length > 0) throw new Error(`${a.context}.${name} is unrecorded, so it emits nothing`)
      return {
        kind: 'command',
        aggregate,
        name,
        payload,
        issuers: o.issuers,
        coSigners: o.coSigners ?? [],
        ...(o.approval ? { approval: o.approval } : {}),
        ...(o.self ? { self: o.self } : {}),
        rules: o.rules,
        refusals: o.refusals ?? [],
        emits: o.emits,
        ...(o.unrecorded ? { unrecorded: o.unrecorded } : {}),
        ...(personal ? { personal } : {}),
        title: o.title,
        example: o.example as never,
      } as const satisfies CommandDefinition<N, typeof payload>
    },
  }
}

/** Text of a refusal: what is wrong and what to do next; `{name}` is replaced from the refusal's params. */
export interface RefusalDefinition {
  readonly title: Bilingual
  readonly action: Bilingual
}
export const defineRefusals = <R extends Record<string, RefusalDefinition>>(r: R): R => r

/** One bounded context of the published language. */
export interface ContextDefinition {
  readonly context: string
  readonly title: Bilingual
  readonly aggregates: readonly AggregateDefinition[]
  readonly commands: readonly CommandDefinition[]
  readonly events: readonly EventDefinition[]
  readonly refusals: Readonly<Record<string, RefusalDefinition>>
}
