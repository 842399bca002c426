import { type RedecideReply, redecideRequest } from '@fudao/contracts/policy'
import { campusOfSubject, redecidePattern, serveJson } from '@fudao/messaging'
import type { ServiceContext } from '../bootstrap-service.js'
import { createTenants } from '../host/tenant.js'
import { type RedecideTools, redecide } from './redecide.js'

const nothing = { changes: [], decisions: 0, notReplayed: {} }

/** Answers `sandbox.<campus>.<context>` for the contexts of a deciding service. */
export const serveRedecide = (service: ServiceContext, contexts: readonly string[], tools: RedecideTools): void => {
  const tenants = createTenants(tools.streams)
  for (const context of contexts) {
    const server = serveJson(service.nc, {
      subject: redecidePattern(context),
      queue: service.name,
      handle: async (message) => {
        const request = redecideRequest.safeParse(message.json())
        const tenant = await tenants(campusOfSubject(message.subject))
        if (!request.success || !tenant) return JSON.stringify({ status: 'invalid', ...nothing } satisfies RedecideReply)
        return JSON.stringify(await redecide(tenant, request.data, tools))
      },
      onError: () => ({ status: 'unavailable', ...nothing }) satisfies RedecideReply,
      logger: service.logger,
    })
    service.onStop('intake', `sandbox ${context}`, server.close)
  }
}
