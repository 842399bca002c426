import type { Actor, CommandDefinition, CommandMessage, CommandReply, CoSigner } from '@fudao/contracts/kit'
import type { Mode } from './handlers.js'

type Denied = Extract<CommandReply, { readonly status: 'forbidden' | 'refused' }>
type Payload = Readonly<Record<string, unknown>>

/** Machines that act as `system` (C-15). */
const machines: readonly string[] = ['rules', 'clock']
const departmentRoles: readonly string[] = ['deptBranch', 'departmentOffice']

const forbidden = (params: Readonly<Record<string, unknown>>): Denied => ({ status: 'forbidden', code: 'NotAuthorized', params })

const mayIssue = (definition: CommandDefinition, { actor, rule }: CommandMessage, mode: Mode): boolean => {
  if (actor.role !== 'system') return definition.issuers.includes(actor.role)
  if (mode === 'production' && !machines.includes(actor.userId)) return false
  // a rule may send what its row names, whatever the issuer column says (C-15); which those are is checked where rules are declared
  return definition.issuers.includes('system') || (actor.userId === 'rules' && rule !== undefined)
}

/** Acts on somebody else: a counselor's own id, a department's own department (R-AK-28, R-AK-77). */
const outOfScope = (definition: CommandDefinition, payload: Payload, actor: Actor): Denied | null => {
  if (definition.self && actor.role === 'counselor' && payload[definition.self] !== actor.counselorId)
    return forbidden({ role: actor.role, field: definition.self, scope: 'self' })
  const department = payload.departmentId
  if (departmentRoles.includes(actor.role) && actor.departmentId && typeof department === 'string' && department !== actor.departmentId)
    return forbidden({ role: actor.role, field: 'departmentId', scope: 'department' })
  return null
}

/** C-13: the second signature is another person's. */
const missingSignature = (definition: CommandDefinition, payload: Payload, actor: Actor): Denied | null => {
  if (actor.role === 'system') return null
  const signers = (payload.coSigners ?? []) as readonly CoSigner[]
  const missing = definition.coSigners.filter((role) => !signers.some((signer) => signer.role === role && signer.userId !== actor.userId))
  if (missing.length > 0) return { status: 'refused', code: 'SignatureMissing', rules: definition.rules, params: { roles: missing } }
  if (definition.approval && !payload.approvalRef)
    return { status: 'refused', code: 'ApprovalMissing', rules: definition.rules, params: { role: definition.approval } }
  return null
}

/** Whether the actor may send this command; `null` = yes. */
export const authorize = (definition: CommandDefinition, payload: Payload, message: CommandMessage, mode: Mode): Denied | null => {
  if (!mayIssue(definition, message, mode))
    return forbidden({ role: message.actor.role, allowed: definition.issuers, command: definition.name })
  return outOfScope(definition, payload, message.actor) ?? missingSignature(definition, payload, message.actor)
}
