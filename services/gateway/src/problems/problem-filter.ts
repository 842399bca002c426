import type { Logger } from '@fudao/telemetry'
import { errorText } from '@fudao/telemetry'
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { traceIdOf } from '../http/request-trace.js'
import { toDocument } from './document.js'
import { preferredLanguage } from './language.js'
import { toProblem } from './to-problem.js'

/** Answers with a problem document: also used where Nest has no part in the request (a URL that cannot be decoded). */
export const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): void => {
  const problem = toProblem(error, { method: request.method, url: request.url })
  const language = preferredLanguage(request.headers['accept-language'])
  const traceId = traceIdOf(request)
  if (problem.status === 500)
    log.error('a request met a defect', { error: errorText(error), traceId, stack: error instanceof Error ? error.stack : '' })
  void reply
    .status(problem.status)
    .headers(problem.details.headers ?? {})
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('content-language', language)
    .header('cache-control', 'no-store')
    .header('vary', 'Accept-Language')
    .send(JSON.stringify(toDocument(problem, language, traceId)))
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp()
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.log)
  }
}
