import { z } from 'zod'
import { policyDraft, provinceSandboxReaders, provinceSandboxResult, sandboxReaders, sandboxResult } from '../policy/index.js'
import { problems } from '../problems/index.js'
import { rosterJob } from '../roster/index.js'
import {
  counselorRegisterView,
  eventsFilter,
  journalEvent,
  type ViewDefinition,
  views,
  whyAnswer,
  whyFilter,
  whyKinds,
} from '../views/index.js'
import { type JsonSchema, toJsonSchema } from './schema.js'

const text = { type: 'string' } as const
const bilingual = { type: 'object', required: ['zh', 'en'], properties: { zh: text, en: text } }
const titled = { type: 'object', required: ['title', 'detail'], properties: { title: text, detail: text } }

/** RFC 9457 with Fudao's extension members. */
export const problemSchema = (codes: readonly string[]): JsonSchema => ({
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'messages', 'traceId'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: text,
    status: { type: 'integer' },
    detail: { ...text, description: '下一步怎么办 · what to do next' },
    code: { ...text, description: `${codes.join(', ')}, 或各命令的 x-refusals · or one of the command's x-refusals` },
    rules: { type: 'array', items: text },
    params: { type: 'object' },
    citations: {
      type: 'array',
      description: '条款出处与内容 · where the rules stand and what they say',
      items: {
        type: 'object',
        required: ['rule', 'regulation', 'article', 'says'],
        properties: { rule: text, regulation: text, article: text, says: text },
      },
    },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'message', 'messages'],
        properties: { path: text, code: text, message: text, messages: bilingual },
      },
    },
    messages: { type: 'object', required: ['zh', 'en'], properties: { zh: titled, en: titled } },
    traceId: text,
  },
})

export const problemExample = {
  type: '/problems/WrongState',
  title: '当前状态不允许这样办理',
  status: 422,
  detail: '请刷新查看当前状态，再选择可办理的事项。',
  code: 'WrongState',
  rules: [],
  messages: {
    zh: { title: '当前状态不允许这样办理', detail: '请刷新查看当前状态，再选择可办理的事项。' },
    en: {
      title: 'This cannot be done in the present state',
      detail: 'Reload to see the present state and choose what it allows.',
    },
  },
  traceId: '0af7651916cd43dd8448eb211c80319c',
}

const codesOf = (status: number): string[] =>
  Object.entries(problems)
    .filter(([, p]) => p.status === status)
    .map(([code, p]) => `- \`${code}\` ${p.title.zh} · ${p.title.en}`)

/** A problem response with the codes of the one table that have this status. */
const problemResponse = (status: number, headers?: JsonSchema): JsonSchema => ({
  description: codesOf(status).join('\n'),
  ...(headers ? { headers } : {}),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})
const retryAfter = { 'Retry-After': { description: '秒 · seconds', schema: { type: 'integer' } } }

const commandStatuses = [400, 401, 403, 404, 409, 413, 415, 503]
const readStatuses = [400, 401, 403, 404, 503]
const references = (statuses: readonly number[]): JsonSchema =>
  Object.fromEntries(statuses.map((s) => [String(s), { $ref: `#/components/responses/Problem${s}` }]))

/** The problem responses that operations refer to. */
export const problemResponses = Object.fromEntries(
  commandStatuses.map((s) => [`Problem${s}`, problemResponse(s, s === 503 ? retryAfter : undefined)]),
)
export const commandProblems = references(commandStatuses)
const readResponses = references(readStatuses)

const campus = { $ref: '#/components/parameters/campus' }
const path = (name: string, description: string, example: string): JsonSchema => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: text,
  example,
})
const json = (schema: JsonSchema, description: string): JsonSchema => ({ description, content: { 'application/json': { schema } } })
const plain = (type: string, description: string): JsonSchema => ({ description, content: { [type]: { schema: text } } })
const read = (operationId: string, summary: string, parameters: readonly JsonSchema[], ok: JsonSchema): JsonSchema => ({
  get: {
    operationId,
    tags: ['queries'],
    summary,
    security: [{ bearer: [] }],
    parameters: [campus, ...parameters],
    responses: { '200': ok, ...readResponses },
  },
})
const meta = (operationId: string, summary: string, ok: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  get: { operationId, tags: ['meta'], summary, security: [], responses: { '200': ok, ...more } },
})

/** Query parameters of a strict filter schema. */
const queryOf = (filter: z.ZodObject): readonly JsonSchema[] => {
  const { properties } = toJsonSchema(filter) as { readonly properties: Readonly<Record<string, JsonSchema>> }
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }))
}
const pageOf = (row: JsonSchema): JsonSchema => ({
  allOf: [{ $ref: '#/components/schemas/ViewPage' }, { properties: { items: { type: 'array', items: row } } }],
})

/** Who may read a view, and how much of it. */
const readers = ({ scope }: ViewDefinition): string =>
  [
    `全校 · campus: ${scope.campus.join(', ')}`,
    ...(scope.department.length > 0 ? [`本系（部） · own department: ${scope.department.join(', ')}`] : []),
    ...(scope.self ? ['本人 · self: counselor'] : []),
    ...(scope.person ? [`本人 · own person: ${scope.person.join(', ')}`] : []),
    ...(scope.own ? [`与本人有关的 · own rows: ${scope.own.join(', ')}`] : []),
  ].join('\n\n')

const viewPaths = Object.fromEntries(
  views.map((view) => {
    const { get } = read(
      `views.${view.name}`,
      `${view.title.zh} · ${view.title.en} (${view.readModel})`,
      queryOf(view.filter),
      json(pageOf({ $ref: `#/components/schemas/views.${view.name}` }), '一页 · a page'),
    ) as { readonly get: JsonSchema }
    return [`/api/{campus}/views/${view.name}`, { get: { ...get, description: readers(view), 'x-rules': view.rules } }]
  }),
)
/** Rows of views, and the answer to *why?*. */
export const viewSchemas = {
  ...Object.fromEntries(views.map((view) => [`views.${view.name}`, toJsonSchema(view.row)])),
  WhyAnswer: toJsonSchema(whyAnswer),
  Event: toJsonSchema(journalEvent),
  PolicyDraft: toJsonSchema(policyDraft),
  RosterJob: toJsonSchema(rosterJob),
  SandboxResult: toJsonSchema(z.union([sandboxResult, provinceSandboxResult])),
}

const opsOperation = (method: string, operations: string): JsonSchema => ({
  operationId: `ops.${method}`,
  tags: ['meta'],
  summary: `运维 · operation: ${operations}`,
  description: 'platformAdmin',
  security: [{ bearer: [] }],
  parameters: [campus, path('area', 'rules, views', 'rules'), path('operation', operations, operations.split(', ')[0] ?? '')],
  responses: { '200': json({}, '结果 · result'), ...readResponses },
})
const sandboxPath = {
  post: {
    operationId: 'policy.sandbox',
    tags: ['queries'],
    summary: '政策试算 · try a draft policy on what has happened',
    description: [
      '不改变任何数据 · changes nothing',
      `本校 · campus: ${sandboxReaders.join(', ')} (orgPersonnel: staffing.*)`,
      `全省，只有数目 · province, counts only: ${provinceSandboxReaders.join(', ')}`,
    ].join('\n\n'),
    security: [{ bearer: [] }],
    parameters: [campus],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { $ref: '#/components/schemas/PolicyDraft' },
          example: { entries: [{ key: 'staffing.exit.offerResponseDays', value: 20, effectiveFrom: '2024-01-01' }] },
        },
      },
    },
    responses: {
      '200': json({ $ref: '#/components/schemas/SandboxResult' }, '将有变化的事项 · what would change'),
      ...readResponses,
      '422': {
        description: '草案有误 · the draft is not a policy\n\n- `UnknownParameter`\n- `InvalidValue`\n- `UnknownPreset`',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, example: problemExample } },
      },
    },
  },
}
const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const workbook = (description: string): JsonSchema => ({
  description,
  content: { [WORKBOOK]: { schema: { type: 'string', format: 'binary' } } },
})
const job = path('jobId', '导入编号 · the import', '0f0e0d0c-0b0a-4908-8706-050403020100')
const rosterJobSchema = { $ref: '#/components/schemas/RosterJob' }
const rosterPaths = {
  '/api/{campus}/staffing/roster-template': read(
    'staffing.roster-template',
    '名册模板 · template of the roster',
    [],
    workbook('表头、代码表、填写说明 · headings, code lists, guide'),
  ),
  '/api/{campus}/staffing/roster-export': read(
    'staffing.roster-export',
    '导出花名册 · the register in the template',
    queryOf(counselorRegisterView.filter.omit({ limit: true, cursor: true })),
    workbook('修改后可直接导入；未修改的不改变任何数据 · edited, it is imported as it is'),
  ),
  '/api/{campus}/staffing/roster-import': {
    post: {
      operationId: 'staffing.roster-import',
      tags: ['commands'],
      summary: '导入名册 · import a roster',
      description: [
        'orgPersonnel',
        '每行要么整行办理，要么带原因退回；重复导入不改变任何数据 · a row goes in whole or comes back; importing it again changes nothing',
      ].join('\n\n'),
      security: [{ bearer: [] }],
      parameters: [
        campus,
        { name: 'dryRun', in: 'query', description: '只检查，不写入 · decides only', schema: { type: 'string', enum: ['true', 'false'] } },
      ],
      requestBody: { required: true, content: { [WORKBOOK]: { schema: { type: 'string', format: 'binary' } } } },
      responses: { '202': json(rosterJobSchema, '已开始 · begun'), ...commandProblems },
    },
  },
  '/api/{campus}/staffing/roster-import/{jobId}': read(
    'staffing.roster-import.progress',
    '导入进度 · progress',
    [job],
    json(rosterJobSchema, '进度 · progress'),
  ),
  '/api/{campus}/staffing/roster-import/{jobId}/progress': read(
    'staffing.roster-import.follow',
    '导入进度（推送） · progress, told',
    [job],
    plain('text/event-stream', 'progress RosterJob …, expired'),
  ),
  '/api/{campus}/staffing/roster-import/{jobId}/result': read(
    'staffing.roster-import.result',
    '未导入的行 · rows that came back',
    [job],
    workbook('模板加原因列 · the template with a column of reasons'),
  ),
}
const opsPath = {
  get: opsOperation('get', 'status, list, show'),
  post: {
    ...opsOperation('post', 'retry, discard'),
    requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', additionalProperties: text } } } },
  },
}

/** Everything that is not a command. */
export const queryPaths = {
  ...viewPaths,
  '/api/{campus}/events': read(
    'readEvents',
    '读取事件 · read events',
    queryOf(eventsFilter),
    json(pageOf({ $ref: '#/components/schemas/Event' }), '一页 · a page'),
  ),
  '/api/{campus}/why/{kind}/{id}': read(
    'why',
    '依据 · why is it so',
    [path('kind', whyKinds.join(', '), 'contract'), path('id', '标识 · id', 'k_0001'), ...queryOf(whyFilter.omit({ id: true }))],
    json({ $ref: '#/components/schemas/WhyAnswer' }, '条款、政策值、事件、算式 · rules, policy values, events, arithmetic'),
  ),
  '/api/{campus}/policy/sandbox': sandboxPath,
  ...rosterPaths,
  '/api/{campus}/live': read(
    'live',
    '实时变化 · live changes',
    [],
    plain('text/event-stream', 'ready, change {view, ids, position}, expired'),
  ),
  '/api/{campus}/ops/{area}/{operation}': opsPath,
  '/healthz': meta('alive', '存活 · alive', json({ type: 'object' }, 'ok')),
  '/readyz': meta('ready', '就绪 · ready', json({ type: 'object' }, 'ok'), {
    '503': json({ type: 'object' }, '尚未连接 NATS · NATS is away'),
  }),
  '/metrics': meta('metrics', '指标 · metrics', plain('text/plain', 'Prometheus')),
  '/openapi.json': meta('openapi', '本文档 · this document', json({ type: 'object' }, 'OpenAPI 3.1')),
  '/asyncapi.json': meta('asyncapi', 'NATS 接口 · the API over NATS', json({ type: 'object' }, 'AsyncAPI 3')),
}
