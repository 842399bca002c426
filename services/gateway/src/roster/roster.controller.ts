import type { Language } from '@fudao/contracts/kit'
import { type RosterJob, rosterImporters } from '@fudao/contracts/roster'
import { type BeforeApplicationShutdown, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { authenticate, enterCampus } from '../auth/authenticate.js'
import type { Principal } from '../auth/principal.js'
import { GatewayContext } from '../gateway-context.js'
import { openEventStream } from '../live/open-event-stream.js'
import { preferredLanguage } from '../problems/language.js'
import { problem } from '../problems/problem.js'
import { queryParams } from '../queries/query-params.js'
import { streamProgress } from './progress-stream.js'
import { readWorkbook } from './read-workbook.js'
import { RosterImports } from './roster-imports.js'
import { RosterImport } from './roster-job.js'
import { sayReasons } from './say-reasons.js'
import { sendWorkbook } from './send-workbook.js'
import { writeTemplate, writeWorkbook } from './write-workbook.js'

const fileNames = {
  template: { zh: '辅导员名册模板.xlsx', en: 'roster-template.xlsx' },
  result: { zh: '辅导员名册-未导入.xlsx', en: 'roster-faulty-rows.xlsx' },
} as const

/** The roster as a workbook: template, import, and what came back. */
@Controller('api')
export class RosterController implements BeforeApplicationShutdown {
  readonly #imports = new RosterImports()
  readonly #streams = new Set<() => void>()
  constructor(@Inject(GatewayContext) private readonly gateway: GatewayContext) {}

  @Get(':campus/staffing/roster-template')
  async template(@Param('campus') campus: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    await this.#enter(campus, request)
    const language = this.#languageOf(request)
    return sendWorkbook(reply, await writeTemplate(language), fileNames.template[language])
  }

  @Post(':campus/staffing/roster-import')
  @HttpCode(202)
  async start(
    @Param('campus') campus: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RosterJob> {
    const { actor } = await this.#enter(campus, request)
    const { dryRun = 'false' } = queryParams(request.query)
    if (dryRun !== 'true' && dryRun !== 'false')
      throw problem('InvalidQuery', {
        issues: [{ path: 'dryRun', code: 'custom', message: { zh: '应为 true 或 false', en: 'must be true or false' } }],
      })
    if (!Buffer.isBuffer(request.body)) throw problem('WorkbookExpected')
    const job = new RosterImport(campus, actor, dryRun === 'true', await readWorkbook(request.body))
    void this.#imports.start(job, (rows) => this.gateway.bus.roster(campus, rows)).then(() => this.#log(job))
    reply.header('location', `/api/${campus}/staffing/roster-import/${job.id}`)
    return job.report
  }

  @Get(':campus/staffing/roster-import/:job')
  async progress(@Param('campus') campus: string, @Param('job') jobId: string, @Req() request: FastifyRequest): Promise<RosterJob> {
    const { actor } = await this.#enter(campus, request)
    return this.#imports.find(jobId, campus, actor.userId).report
  }

  /** The same as server-sent events, until it is over. */
  @Get(':campus/staffing/roster-import/:job/progress')
  async follow(@Param('campus') campus: string, @Param('job') jobId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { actor, expiresAt } = await this.#enter(campus, request)
    const job = this.#imports.find(jobId, campus, actor.userId)
    if (this.#streams.size >= this.gateway.config.liveConnections) throw problem('TooManyStreams', { headers: { 'retry-after': '30' } })
    const out = openEventStream(reply)
    const stop = streamProgress(out, () => job.report, expiresAt * 1000)
    this.#streams.add(stop)
    out.once('close', () => this.#streams.delete(stop))
  }

  /** The faulty rows in the template, with a column that says why; mended, the file is imported as it is. */
  @Get(':campus/staffing/roster-import/:job/result')
  async result(
    @Param('campus') campus: string,
    @Param('job') jobId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { actor } = await this.#enter(campus, request)
    const job = this.#imports.find(jobId, campus, actor.userId)
    if (job.report.result === null) throw problem('RosterNoFaults')
    const language = this.#languageOf(request)
    const rows = job.faulty.map(({ cells, reasons }) => ({ cells, reason: sayReasons(reasons, language, this.gateway.catalogue) }))
    return sendWorkbook(reply, await writeWorkbook(rows, language, true), fileNames.result[language])
  }

  beforeApplicationShutdown(): void {
    for (const stop of this.#streams) stop()
  }

  async #enter(campus: string, request: FastifyRequest): Promise<Principal> {
    const principal = await authenticate(request, this.gateway.verify)
    enterCampus(principal, campus, false)
    if (!rosterImporters.includes(principal.role))
      throw problem('NotAuthorized', { params: { issuers: rosterImporters, role: principal.role } })
    return principal
  }

  #languageOf(request: FastifyRequest): Language {
    return preferredLanguage(request.headers['accept-language'])
  }

  /** Numbers only: nothing of the rows. */
  #log(job: RosterImport): void {
    const { result: _, ...report } = job.report
    this.gateway.log.info('roster import', { campus: job.campus, ...report })
  }
}
