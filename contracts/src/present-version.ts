import { contexts } from './contexts.js'
import { type CloudEvent, upcastEvent } from './kit/index.js'

const byType = new Map(contexts.flatMap(({ events }) => events).map((event) => [event.type, event]))

/** For consumers of `EVENTS`: an event in the present version of the published language; a type nobody published stays as it is. */
export const toPresentVersion = (event: CloudEvent): CloudEvent => {
  const definition = byType.get(event.type)
  return definition ? upcastEvent(definition, event) : event
}
