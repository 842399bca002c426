import type { RefusalDefinition } from '../kit/index.js'

export interface ProblemDefinition extends RefusalDefinition {
  readonly status: number
}

/**
 * The one table from code to HTTP status: no other place in Fudao knows a status.
 * Each text says what is wrong (`title`) and what to do next (`action`).
 */
export const problems = {
  MalformedJson: {
    status: 400,
    title: { zh: '请求体不是有效的 JSON', en: 'The body is not valid JSON' },
    action: {
      zh: '请检查括号、引号和编码（必须是 UTF-8）后重新发送。',
      en: 'Check brackets, quotes and encoding (UTF-8 only), then send it again.',
    },
  },
  InvalidPayload: {
    status: 400,
    title: { zh: '请求内容有误', en: 'The payload is not valid' },
    action: { zh: '请按 errors 中列出的字段逐项更正。', en: 'Correct each field listed in errors.' },
  },
  InvalidHeader: {
    status: 400,
    title: { zh: '请求头 {header} 有误', en: 'The header {header} is not valid' },
    action: { zh: '{expectedZh}', en: '{expectedEn}' },
  },
  InvalidQuery: {
    status: 400,
    title: { zh: '查询条件有误', en: 'The query is not valid' },
    action: { zh: '请按 errors 中列出的条件逐项更正。', en: 'Correct each parameter listed in errors.' },
  },
  NotSignedIn: {
    status: 401,
    title: { zh: '尚未登录', en: 'You are not signed in' },
    action: {
      zh: '请先登录，或在 Authorization 请求头中附上访问令牌。',
      en: 'Sign in, or send an access token in the Authorization header.',
    },
  },
  AccessTokenInvalid: {
    status: 401,
    title: { zh: '访问令牌无效', en: 'The access token is not valid' },
    action: { zh: '请重新登录以取得新的令牌。', en: 'Sign in again to get a new token.' },
  },
  SignInExpired: {
    status: 401,
    title: { zh: '登录已过期', en: 'Your sign-in has expired' },
    action: { zh: '请重新登录；刚才的内容没有保存。', en: 'Sign in again; nothing of this request was stored.' },
  },
  NotAuthorized: {
    status: 403,
    title: { zh: '您的角色不能办理此事', en: 'Your role may not do this' },
    action: { zh: '请由以下角色办理：{issuers}。', en: 'Ask one of these roles to do it: {issuers}.' },
  },
  WrongCampus: {
    status: 403,
    title: { zh: '您不属于该校区', en: 'You do not belong to this campus' },
    action: { zh: '请切换到您所在的学校，或请该校的同事办理。', en: 'Switch to your own campus, or ask a colleague of that campus.' },
  },
  SystemRoleRefused: {
    status: 403,
    title: { zh: '系统角色不能通过 HTTP 使用', en: 'The role system cannot be used over HTTP' },
    action: { zh: '请使用办理人员本人的角色。', en: 'Use the role of the person who acts.' },
  },
  UnknownCommand: {
    status: 404,
    title: { zh: '没有 {context}/{command} 这个命令', en: 'There is no command {context}/{command}' },
    action: { zh: '请对照 /openapi.json 检查名称（区分大小写）。', en: 'Check the name, letter for letter, against /openapi.json.' },
  },
  UnknownCampus: {
    status: 404,
    title: { zh: '没有登记过学校 {campus}', en: 'No campus {campus} is registered' },
    action: { zh: '请检查学校标识，或请平台管理员先登记。', en: 'Check the campus id, or ask the platform administrator to register it.' },
  },
  UnknownView: {
    status: 404,
    title: { zh: '没有 {view} 这个视图', en: 'There is no view {view}' },
    action: { zh: '请对照 /openapi.json 检查名称。', en: 'Check the name against /openapi.json.' },
  },
  NothingToExplain: {
    status: 404,
    title: { zh: '没有找到 {id} 的依据', en: 'There is nothing to explain about {id}' },
    action: { zh: '请检查标识；刚发生的变化请稍候再试。', en: 'Check the id; if it has just changed, try again in a moment.' },
  },
  NotFound: {
    status: 404,
    title: { zh: '没有这个地址', en: 'There is nothing at this address' },
    action: { zh: '接口说明见 /openapi.json。', en: 'The API is described at /openapi.json.' },
  },
  MethodNotAllowed: {
    status: 405,
    title: { zh: '此地址不接受 {method}', en: 'This address does not accept {method}' },
    action: { zh: '请改用 {allow}。', en: 'Use {allow} instead.' },
  },
  VersionConflict: {
    status: 409,
    title: { zh: '数据已被他人更新', en: 'Someone else has changed this' },
    action: {
      zh: '您看到的是第 {expected} 版，现在是第 {actual} 版。请刷新后再试。',
      en: 'You saw revision {expected}, it is now {actual}. Reload and try again.',
    },
  },
  PayloadTooLarge: {
    status: 413,
    title: { zh: '请求体超过 1 MiB', en: 'The body is larger than 1 MiB' },
    action: { zh: '请拆分后分批发送；附件请只填写文号或链接。', en: 'Send it in parts; for attachments send only a reference.' },
  },
  UriTooLong: {
    status: 414,
    title: { zh: '地址过长', en: 'The address is too long' },
    action: { zh: '标识最多 64 个字符；请缩短查询条件。', en: 'Ids have at most 64 characters; shorten the filters.' },
  },
  UnsupportedMediaType: {
    status: 415,
    title: { zh: '只接受 application/json', en: 'Only application/json is accepted' },
    action: { zh: '请设置 Content-Type: application/json。', en: 'Set Content-Type: application/json.' },
  },
  NotAWorkbook: {
    status: 400,
    title: { zh: '文件不是可以读取的 Excel 工作簿（.xlsx）', en: 'The file is no Excel workbook (.xlsx) that can be read' },
    action: {
      zh: '请下载模板填写，或用 Excel 另存为 .xlsx（不加密码）后再上传。',
      en: 'Fill in the template, or save it as .xlsx without a password, and upload it again.',
    },
  },
  RosterColumnsWrong: {
    status: 400,
    title: {
      zh: '表头与模板不符（缺少：{missing}；不认识或重复：{unknown}）',
      en: 'The headings differ from the template (missing: {missing}; unknown or twice: {unknown})',
    },
    action: { zh: '请使用模板的表头，第一行为表头。', en: 'Use the headings of the template, in the first row.' },
  },
  RosterEmpty: {
    status: 400,
    title: { zh: '文件中没有数据行', en: 'The file has no rows' },
    action: { zh: '请在第一张工作表填写后再上传。', en: 'Fill in the first sheet and upload it again.' },
  },
  RosterTooLarge: {
    status: 413,
    title: { zh: '文件超过 5 MiB 或 10,000 行', en: 'The file has more than 5 MiB or 10,000 rows' },
    action: { zh: '请拆分成几个文件，依次导入。', en: 'Split it and import one file after the other.' },
  },
  WorkbookExpected: {
    status: 415,
    title: { zh: '这里需要 Excel 工作簿（.xlsx）', en: 'This address takes an Excel workbook (.xlsx)' },
    action: {
      zh: '请以 application/vnd.openxmlformats-officedocument.spreadsheetml.sheet 发送文件内容。',
      en: 'Send the file as application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.',
    },
  },
  RosterBusy: {
    status: 409,
    title: { zh: '正在导入另一份名册', en: 'Another roster is being imported' },
    action: { zh: '请等它完成后再上传。', en: 'Wait until it is done, then upload this one.' },
  },
  RosterJobUnknown: {
    status: 404,
    title: { zh: '没有这次导入', en: 'There is no such import' },
    action: {
      zh: '结果只保留一小时，系统重启后也不再保留。重新导入同一文件即可：已办的不会重复办理，未办完的会接着办完。',
      en: 'Results are kept for an hour and not over a restart. Import the same file again: nothing happens twice and what was begun is completed.',
    },
  },
  RosterNoFaults: {
    status: 404,
    title: { zh: '没有未导入的行，或导入尚未完成', en: 'No row came back, or the import is not over yet' },
    action: { zh: '请先查看导入进度。', en: 'Look at the progress of the import first.' },
  },
  TooManyStreams: {
    status: 503,
    title: { zh: '实时连接过多', en: 'Too many live connections' },
    action: {
      zh: '请关闭多余的页面，稍后重试；页面仍可手动刷新。',
      en: 'Close pages you do not need and try again; reloading still works.',
    },
  },
  Unavailable: {
    status: 503,
    title: { zh: '服务暂时不可用', en: 'The service is not available right now' },
    action: {
      zh: '没有丢失任何数据。请稍候用同一个 Idempotency-Key 重试。',
      en: 'Nothing is lost. Try again shortly with the same Idempotency-Key.',
    },
  },
  TimedOut: {
    status: 503,
    title: { zh: '处理超时，结果尚不确定', en: 'The answer took too long; the outcome is not known yet' },
    action: {
      zh: '请用 Idempotency-Key {commandId} 重试：不会重复办理，会得到同一个结果。',
      en: 'Try again with Idempotency-Key {commandId}: nothing happens twice and you get the one result.',
    },
  },
  ReferenceBehind: {
    status: 503,
    title: { zh: '所依据的数据尚未同步，未作任何改动', en: 'The data to decide on is not there yet; nothing was changed' },
    action: {
      zh: '其他业务的最新数据还在同步。请稍候用同一个 Idempotency-Key 重试；若持续出现，请告诉运维人员。',
      en: 'News of other fields is still on its way. Try again shortly with the same Idempotency-Key; if it stays so, tell your operator.',
    },
  },
  Unexpected: {
    status: 500,
    title: { zh: '系统出现缺陷', en: 'Fudao has a defect here' },
    action: { zh: '请把 traceId 告诉运维人员。', en: 'Give the traceId to your operator.' },
  },
} as const satisfies Record<string, ProblemDefinition>

export type ProblemCode = keyof typeof problems

/** Refusals every context can answer with (C-09, C-13, A4); a context's own text of the same code wins. */
export const genericRefusals = {
  WrongState: {
    title: { zh: '当前状态不允许这样办理', en: 'This cannot be done in the present state' },
    action: { zh: '请刷新查看当前状态，再选择可办理的事项。', en: 'Reload to see the present state and choose what it allows.' },
  },
  InvalidValue: {
    title: { zh: '填写的值不符合规定', en: 'A value is not allowed' },
    action: { zh: '请更正后重新提交。', en: 'Correct it and send it again.' },
  },
  NotAuthorized: {
    title: { zh: '您不能办理此事', en: 'You may not do this' },
    action: { zh: '请由有权限的人员办理。', en: 'Ask a colleague who may.' },
  },
  SignatureMissing: {
    title: { zh: '缺少会签', en: 'A co-signature is missing' },
    action: { zh: '请在 coSigners 中附上规定部门的会签。', en: 'Add the required co-signature in coSigners.' },
  },
  ApprovalMissing: {
    title: { zh: '缺少批准文号', en: 'The approval reference is missing' },
    action: { zh: '请先取得批准，并在 approvalRef 中填写文号。', en: 'Get the approval first and give its reference in approvalRef.' },
  },
  IdempotencyKeyReused: {
    title: { zh: '这个 Idempotency-Key 已用于另一个请求', en: 'This Idempotency-Key was used for another request' },
    action: { zh: '内容不同的请求请换用新的 Idempotency-Key。', en: 'Use a new Idempotency-Key for a request with other content.' },
  },
  PersonErased: {
    title: { zh: '此人的个人信息已删除', en: 'The personal data of this person was erased' },
    action: {
      zh: '不能再写入其个人信息；如重新入职，请用新的人员编号。',
      en: 'Nothing more can be stored about them; use a new person id if they return.',
    },
  },
} as const satisfies Record<string, RefusalDefinition>

/** Text of a refusal code that no table knows: the code itself is still true. */
export const unnamedRefusal: RefusalDefinition = {
  title: { zh: '不符合规定', en: 'A rule does not allow this' },
  action: { zh: '请查看 rules 中列出的条款。', en: 'See the articles listed in rules.' },
}
