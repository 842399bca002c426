import type { Role } from '@fudao/contracts/kit'
import { eventReaders, type ViewDefinition, views } from '@fudao/contracts/views'

const ofView = ({ scope }: ViewDefinition): readonly Role[] => [
  ...scope.campus,
  ...scope.department,
  ...(scope.person ?? []),
  ...(scope.self ? (['counselor'] as const) : []),
]

/** Whom to ask when a role may not read something: `views.<view>`, `events` or `why.<kind>`. */
export const readersOf = (query: string): readonly Role[] => {
  const view = views.find((v) => `views.${v.name}` === query)
  const roles = view ? ofView(view) : query === 'events' ? eventReaders : views.flatMap(ofView)
  return [...new Set(roles)].filter((role) => role !== 'system')
}
