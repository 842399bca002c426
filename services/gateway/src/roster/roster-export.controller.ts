import { counselorRegisterView, type ViewPage } from '@fudao/contracts/views'
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { authenticate, enterCampus } from '../auth/authenticate.js'
import { GatewayContext } from '../gateway-context.js'
import { preferredLanguage } from '../problems/language.js'
import { problem } from '../problems/problem.js'
import { queryParams } from '../queries/query-params.js'
import { queryProblem } from '../queries/query-problem.js'
import { revealNumbers } from '../queries/reveal-numbers.js'
import { type RegisterRow, toCells } from './export-cells.js'
import { sendWorkbook } from './send-workbook.js'
import { writeWorkbook } from './write-workbook.js'

const fileName = { zh: '辅导员花名册.xlsx', en: 'counselor-register.xlsx' } as const
const PAGE = '500'

/** The register of counselors in the template of the import: edited, it is imported as it is. */
@Controller('api')
export class RosterExportController {
  constructor(@Inject(GatewayContext) private readonly gateway: GatewayContext) {}

  /** Filters are those of the view; who may read what is decided where it is read. Numbers in full are recorded first. */
  @Get(':campus/staffing/roster-export')
  async export(@Param('campus') campus: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { config, bus, verify } = this.gateway
    const principal = await authenticate(request, verify)
    const { actor } = principal
    enterCampus(principal, campus, config.mode !== 'production')
    const { limit: _limit, cursor: _cursor, ...filter } = queryParams(request.query)
    const name = `views.${counselorRegisterView.name}`
    await revealNumbers(this.gateway, campus, principal, name, filter)
    const rows: RegisterRow[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const params = { ...filter, limit: PAGE, ...(cursor ? { cursor } : {}) }
      const answer = await bus.query(campus, name, { actor, params })
      if (answer.status !== 'ok')
        throw queryProblem(answer, { name, campus, unknown: () => problem('UnknownView', { params: { view: name } }) })
      const page = answer.result as ViewPage<RegisterRow>
      rows.push(...page.items)
      cursor = page.next
    }
    const language = preferredLanguage(request.headers['accept-language'])
    const cells = toCells(rows, language).map((row) => ({ cells: row }))
    return sendWorkbook(reply, await writeWorkbook(cells, language, false), fileName[language])
  }
}
