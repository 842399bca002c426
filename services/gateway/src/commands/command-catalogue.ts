import type { CommandDefinition, ContextDefinition, RefusalDefinition } from '@fudao/contracts/kit'
import { genericRefusals, unnamedRefusal } from '@fudao/contracts/problems'
import { reservedContexts } from '../http/routes.js'
import { problem } from '../problems/problem.js'

/** Commands of the published language, by context and name. */
export interface CommandCatalogue {
  /** @throws Problem UnknownCommand, MethodNotAllowed, UnknownCampus */
  readonly find: (campus: string, context: string, command: string) => CommandDefinition
  /** How the command is kept out of every record, where it is (C-12). */
  readonly unrecorded: (context: string, command: string) => CommandDefinition['unrecorded']
  /** Text of a refusal as this context words it. */
  readonly refusal: (context: string, code: string) => RefusalDefinition
  /** Text of a refusal code wherever it is worded; undefined when no context has it. */
  readonly refusalText: (code: string) => RefusalDefinition | undefined
}

const lookUp = (table: Readonly<Record<string, RefusalDefinition>>, code: string): RefusalDefinition | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined

const commandAddress = /^\/api\/[^/]+\/([^/]+)\/([^/?]+)\/?(?:\?|$)/

/** Whether a request to this address must leave no span, log line or count. */
export const isUnrecordedAddress = (catalogue: CommandCatalogue, url: string): boolean => {
  const [, context, command] = commandAddress.exec(url) ?? []
  if (context === undefined || command === undefined) return false
  try {
    return catalogue.unrecorded(decodeURIComponent(context), decodeURIComponent(command)) !== undefined
  } catch {
    return false // cannot be decoded, so it is no command
  }
}

export const makeCommandCatalogue = (contexts: readonly ContextDefinition[]): CommandCatalogue => {
  const commands = new Map(contexts.flatMap((c) => c.commands.map((d) => [`${c.context}/${d.name}`, d] as const)))
  const refusals = new Map(contexts.map((c) => [c.context, c.refusals]))
  return {
    find: (campus, context, command) => {
      if ((reservedContexts as readonly string[]).includes(context))
        throw problem('MethodNotAllowed', { params: { method: 'POST', allow: ['GET'] }, headers: { allow: 'GET' } })
      const definition = commands.get(`${context}/${command}`)
      if (!definition) throw problem('UnknownCommand', { params: { context, command } })
      const { tenant } = definition.aggregate
      // The registry lives at the reserved tenant, and nothing else does.
      if (tenant !== undefined && tenant !== campus) throw problem('UnknownCommand', { params: { context, command, sendTo: tenant } })
      if (tenant === undefined && campus === 'platform') throw problem('UnknownCampus', { params: { campus } })
      return definition
    },
    unrecorded: (context, command) => commands.get(`${context}/${command}`)?.unrecorded,
    refusal: (context, code) => lookUp(refusals.get(context) ?? {}, code) ?? lookUp(genericRefusals, code) ?? unnamedRefusal,
    refusalText: (code) => contexts.map((c) => lookUp(c.refusals, code)).find((r) => r !== undefined) ?? lookUp(genericRefusals, code),
  }
}
