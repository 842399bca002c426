import type { CommandDefinition, ContextDefinition, RefusalDefinition } from '../kit/index.js'
import { genericRefusals, problems } from '../problems/index.js'
import { commandProblems, problemExample, problemResponses, problemSchema, queryPaths, viewSchemas } from './openapi-parts.js'
import { accepted, viewPage } from './replies.js'
import { type JsonSchema, toJsonSchema } from './schema.js'

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` })
const envelopeFields = {
  asOf: { type: 'string', format: 'date', description: '业务日期，仅 demo/test 可用 · business date, demo and test only' },
  token: { type: 'string', description: '先前答复的 token：达到后才处理 · token of an earlier reply: decided only after it is reached' },
}

/** The body is the payload plus `asOf` and `token`, except where a payload has such a field itself: then they come by header. */
const bodySchema = (command: CommandDefinition): JsonSchema => {
  const schema = toJsonSchema(command.payload)
  const own = schema.properties as Record<string, unknown>
  return { ...schema, properties: { ...own, ...Object.fromEntries(Object.entries(envelopeFields).filter(([name]) => !(name in own))) } }
}

const refusalTexts = (command: CommandDefinition, refusals: Readonly<Record<string, RefusalDefinition>>): string =>
  command.refusals
    .map((code) => {
      const text = refusals[code] ?? (genericRefusals as Record<string, RefusalDefinition>)[code]
      return text ? `- \`${code}\` ${text.title.zh} · ${text.title.en}` : `- \`${code}\``
    })
    .join('\n')

const operation = (command: CommandDefinition, context: ContextDefinition): JsonSchema => {
  const name = `${context.context}.${command.name}`
  return {
    operationId: name,
    tags: [context.context],
    summary: `${command.title.zh} · ${command.title.en}`,
    description: [
      `办理角色 · issuers: ${command.issuers.join(', ')}`,
      ...(command.coSigners.length > 0 ? [`会签 · co-signers: ${command.coSigners.join(', ')}`] : []),
      ...(command.approval ? [`批准 · approval of: ${command.approval}`] : []),
      ...(command.rules.length > 0 ? [`条款 · rules: ${command.rules.join(', ')}`] : []),
      command.unrecorded
        ? `不留记录：无事件、轨迹和日志${command.unrecorded === 'sessionless' ? '；不需登录' : ''} · unrecorded: no event, trace or log line${command.unrecorded === 'sessionless' ? '; sent without signing in' : ''}`
        : `事件 · events: ${command.emits.map((e) => e.type).join(', ')}`,
    ].join('\n\n'),
    security: command.unrecorded === 'sessionless' ? [] : [{ bearer: [] }],
    parameters: [
      ...(command.aggregate.tenant ? [] : [{ $ref: '#/components/parameters/campus' }]),
      { $ref: '#/components/parameters/idempotencyKey' },
      { $ref: '#/components/parameters/ifMatch' },
    ],
    requestBody: { required: true, content: { 'application/json': { schema: ref(name), example: command.example } } },
    responses: {
      '200': {
        description: '已办理，事件已落盘 · accepted, the events are durable',
        headers: { ETag: { description: '新版本号 · the new revision', schema: { type: 'string' } } },
        content: { 'application/json': { schema: ref('Accepted') } },
      },
      ...commandProblems,
      '422': {
        description: `不符合规定 · a rule does not allow it\n\n${refusalTexts(command, context.refusals)}`,
        content: { 'application/problem+json': { schema: ref('Problem'), example: problemExample } },
      },
    },
    'x-issuers': command.issuers,
    'x-rules': command.rules,
    'x-refusals': command.refusals,
    'x-events': command.emits.map((e) => ({ type: e.type, version: e.version })),
  }
}

/** The OpenAPI 3.1 document of the gateway: served as it is at `/openapi.json`. */
export const openApiDocument = (contexts: readonly ContextDefinition[], version: string): JsonSchema => {
  const commands = contexts.flatMap((context) => context.commands.map((command) => ({ context, command })))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Fudao 辅导',
      version,
      description:
        '高校辅导员队伍管理 · the university-counselor workforce. 每个命令一个地址；错误均为 RFC 9457 · one address per command; every error is an RFC 9457 problem.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/' }],
    tags: [
      ...contexts.map((c) => ({ name: c.context, description: `${c.title.zh} · ${c.title.en}` })),
      { name: 'queries', description: '查询 · reading' },
      { name: 'meta', description: '运行 · operation' },
    ],
    paths: {
      ...Object.fromEntries(
        commands.map(({ context, command }) => [
          `/api/${command.aggregate.tenant ?? '{campus}'}/${context.context}/${command.name}`,
          { post: operation(command, context) },
        ]),
      ),
      ...queryPaths,
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      parameters: {
        campus: {
          name: 'campus',
          in: 'path',
          required: true,
          description: '学校标识 · campus id',
          schema: { type: 'string', pattern: '^[A-Za-z0-9_]{1,64}$' },
          example: 'aksu',
        },
        idempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          description:
            '同一键重复发送只办理一次，答复相同 · the same key sent again acts once and answers the same; a UUID is the command id itself',
          schema: { type: 'string', minLength: 1, maxLength: 200 },
        },
        ifMatch: {
          name: 'If-Match',
          in: 'header',
          description: '所见版本号，带引号 · the revision the caller saw, in quotes; "-1": must not exist yet',
          schema: { type: 'string', pattern: '^"(-1|0|[1-9][0-9]*)"$' },
        },
      },
      responses: problemResponses,
      schemas: {
        ...Object.fromEntries(commands.map(({ context, command }) => [`${context.context}.${command.name}`, bodySchema(command)])),
        ...viewSchemas,
        Accepted: toJsonSchema(accepted),
        ViewPage: toJsonSchema(viewPage),
        Problem: problemSchema(Object.keys(problems)),
      },
    },
  }
}
