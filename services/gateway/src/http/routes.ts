/** Reserved second segments: no context may have these names. */
export const reservedContexts = ['views', 'events', 'why', 'live', 'ops'] as const

const segment = '[^/]+'
const routes: readonly { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [
  { pattern: /^\/api\/demo\/session$/, methods: ['GET', 'POST'] },
  { pattern: new RegExp(`^/api/${segment}/views/${segment}$`), methods: ['GET'] },
  { pattern: new RegExp(`^/api/${segment}/(events|live)$`), methods: ['GET'] },
  { pattern: new RegExp(`^/api/${segment}/why/${segment}/${segment}$`), methods: ['GET'] },
  { pattern: new RegExp(`^/api/${segment}/ops/${segment}/${segment}$`), methods: ['GET', 'POST'] },
  { pattern: new RegExp(`^/api/${segment}/staffing/roster-(template|export)$`), methods: ['GET'] },
  { pattern: new RegExp(`^/api/${segment}/staffing/roster-import/${segment}(/(result|progress))?$`), methods: ['GET'] },
  { pattern: new RegExp(`^/api/${segment}/(?!views/|why/|events/|live/|ops/)${segment}/${segment}$`), methods: ['POST'] },
  { pattern: /^\/(healthz|readyz|metrics|openapi\.json|asyncapi\.json)$/, methods: ['GET'] },
]

/** Methods the address accepts; empty when there is nothing at it. Tells 405 from 404. */
export const allowedMethods = (url: string): readonly string[] => {
  const path = url.split('?', 1)[0] ?? ''
  const route = routes.find((r) => r.pattern.test(path))
  if (route) return route.methods
  return path.startsWith('/api/') ? [] : ['GET']
}
