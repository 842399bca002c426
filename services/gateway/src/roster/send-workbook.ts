import type { FastifyReply } from 'fastify'
import { WORKBOOK } from './workbook-type.js'

/** A workbook to be saved under a name in any script. */
export const sendWorkbook = (reply: FastifyReply, file: Buffer, name: string): Buffer => {
  reply.type(WORKBOOK).header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
  return file
}
