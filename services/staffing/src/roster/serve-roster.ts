import { type RosterReply, rosterImporters, rosterRequest } from '@fudao/contracts/roster'
import { gatherAppends, LedgerStreams, LedgerUnavailable, type StreamAccess } from '@fudao/ledger-client'
import { campusOfSubject, ROSTER_PATTERN, serveJson } from '@fudao/messaging'
import { createTenants, type DecidingService } from '@fudao/service-kit'
import { importRows } from './import-rows.js'

/** Answers `roster.<campus>.import`. */
export const serveRoster = ({ nc, name, streams, host, config, logger, onStop }: DecidingService): void => {
  const tenants = createTenants(streams)
  const { masterKey } = config
  const { codec } = streams
  const appending = new LedgerStreams({ ledger: gatherAppends(streams.ledger), codec })
  const access: StreamAccess = {
    fold: (campus, requests) => streams.fold(campus, requests),
    append: (stream, expectedRevision, events) => appending.append(stream, expectedRevision, events),
  }
  if (!masterKey) logger.warn('FUDAO_MASTER_KEY is not set: no roster can be imported')
  const answer = async (subject: string, body: unknown): Promise<RosterReply> => {
    const request = rosterRequest.safeParse(body)
    if (!request.success) return { status: 'invalid' }
    if (!rosterImporters.includes(request.data.actor.role)) return { status: 'forbidden' }
    const tenant = await tenants(campusOfSubject(subject))
    if (tenant?.kind !== 'campus') return { status: 'unknown' }
    if (!masterKey) return { status: 'unavailable', reason: 'masterKey' }
    return importRows(tenant, request.data, { streams: access, codec, host, masterKey, now: () => new Date() })
  }
  const server = serveJson(nc, {
    subject: ROSTER_PATTERN,
    queue: name,
    handle: async (message) => JSON.stringify(await answer(message.subject, message.json())),
    onError: (error) =>
      ({ status: 'unavailable', reason: error instanceof LedgerUnavailable ? error.reason : 'defect' }) satisfies RosterReply,
    logger,
  })
  onStop('intake', 'roster', server.close)
}
