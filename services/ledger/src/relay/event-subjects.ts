import { type ContextDefinition, tenantOf } from '@fudao/contracts/kit'
import { eventSubject } from '@fudao/messaging'

const unknownAggregate = 'Unknown'

/** Subject of an event by its stored type: the aggregate's name is the contract's, `Unknown` for a type no contract has. */
export const makeSubjects = (contexts: readonly ContextDefinition[]): ((stream: string, type: string) => string) => {
  const aggregates = new Map(contexts.flatMap((context) => context.events.map((event) => [event.type, event.aggregate.name] as const)))
  const known = new Map<string, string>()
  return (stream, type) => {
    const campus = tenantOf(stream)
    const key = `${campus}.${type}`
    let subject = known.get(key)
    if (subject === undefined) {
      const dot = type.indexOf('.')
      subject = eventSubject(campus, type.slice(0, dot), aggregates.get(type) ?? unknownAggregate, type.slice(dot + 1))
      known.set(key, subject)
    }
    return subject
  }
}
