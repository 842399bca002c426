import { HttpException } from '@nestjs/common'
import { allowedMethods } from '../http/routes.js'
import { takesWorkbook } from '../roster/workbook-type.js'
import { Problem, problem } from './problem.js'

interface RequestLine {
  readonly method: string
  readonly url: string
}

const byFastifyCode = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'MalformedJson',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'MalformedJson',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'MalformedJson',
  FST_ERR_CTP_BODY_TOO_LARGE: 'PayloadTooLarge',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UnsupportedMediaType',
  FST_ERR_BAD_URL: 'NotFound',
  FST_ERR_MAX_PARAM_LENGTH: 'UriTooLong',
} as const

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return typeof code === 'string' ? code : ''
}

const isStackOverflow = (error: unknown): boolean => error instanceof RangeError && error.message.includes('call stack')

const general = (error: unknown, request: RequestLine): Problem => {
  const code = codeOf(error)
  if (code in byFastifyCode) return problem(byFastifyCode[code as keyof typeof byFastifyCode])
  // A document nested thousands deep is a malformed document, not a defect.
  if (isStackOverflow(error) || (error instanceof SyntaxError && 'statusCode' in error)) return problem('MalformedJson')
  const status = error instanceof HttpException ? error.getStatus() : undefined
  if (status === 404 || status === 405) {
    const allow = allowedMethods(request.url)
    if (allow.length === 0) return problem('NotFound')
    return problem('MethodNotAllowed', { params: { method: request.method, allow }, headers: { allow: allow.join(', ') } })
  }
  if (status === 413) return problem('PayloadTooLarge')
  if (status === 415) return problem('UnsupportedMediaType')
  if (status === 400) return problem('MalformedJson')
  return problem('Unexpected')
}

/** Any error → the problem the caller sees. Only a defect of ours becomes `Unexpected`. */
export const toProblem = (error: unknown, request: RequestLine): Problem => {
  if (error instanceof Problem) return error
  const found = general(error, request)
  if (!takesWorkbook(request.url)) return found
  if (found.code === 'PayloadTooLarge') return problem('RosterTooLarge')
  return found.code === 'UnsupportedMediaType' ? problem('WorkbookExpected') : found
}
