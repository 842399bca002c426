import { ROSTER_MAX_BYTES } from '@fudao/contracts/roster'
import type { FastifyInstance } from 'fastify'
import { problem } from '../problems/problem.js'

export const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const ROUTE = /\/staffing\/roster-import$/

/** Whether the address takes a workbook. */
export const takesWorkbook = (url: string): boolean => ROUTE.test(url.split('?', 1)[0] ?? '')

/** Workbooks at the import's address and nowhere else. */
export const acceptWorkbooks = (server: FastifyInstance): void => {
  server.addContentTypeParser(WORKBOOK, { parseAs: 'buffer', bodyLimit: ROSTER_MAX_BYTES }, (request, body, done) => {
    if (takesWorkbook(request.url)) done(null, body)
    else done(problem('UnsupportedMediaType'))
  })
}
