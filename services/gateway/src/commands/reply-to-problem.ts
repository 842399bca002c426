import { type CommandDefinition, type CommandReply, REFERENCE_BEHIND } from '@fudao/contracts/kit'
import { Problem, problem } from '../problems/problem.js'
import type { CommandCatalogue } from './command-catalogue.js'

type Refusing = Exclude<CommandReply, { readonly status: 'accepted' }>

const refusalStatus = 422

/** What the caller sees when a service did not accept the command. */
export const replyToProblem = (
  reply: Refusing,
  context: {
    readonly definition: CommandDefinition
    readonly campus: string
    readonly commandId: string
    readonly catalogue: CommandCatalogue
  },
): Problem => {
  const { definition, campus, commandId, catalogue } = context
  switch (reply.status) {
    case 'refused': {
      const texts = catalogue.refusal(definition.aggregate.context, reply.code)
      return new Problem(reply.code, refusalStatus, texts, { rules: reply.rules, params: reply.params })
    }
    case 'invalid':
      return problem('InvalidPayload', { issues: reply.issues })
    case 'forbidden':
      return reply.code === 'WrongCampus'
        ? problem('WrongCampus', { params: { ...reply.params, campus } })
        : problem('NotAuthorized', { params: { issuers: definition.issuers, ...reply.params } })
    case 'unknown':
      return reply.code === 'UnknownCampus'
        ? problem('UnknownCampus', { params: { ...reply.params, campus } })
        : problem('UnknownCommand', { params: { ...reply.params, context: definition.aggregate.context, command: definition.name } })
    case 'conflict':
      return problem('VersionConflict', { params: { stream: reply.stream, expected: reply.expected, actual: reply.actual } })
    case 'unavailable':
      if (reply.reason === REFERENCE_BEHIND) return problem('ReferenceBehind', { headers: { 'retry-after': '1' } })
      // A handler that never began is safe to call again; one that may have acted is asked again with the same key.
      return reply.reason === 'noResponders'
        ? problem('Unavailable', { headers: { 'retry-after': '1' } })
        : problem('TimedOut', { params: { commandId }, headers: { 'retry-after': '1' } })
  }
}
