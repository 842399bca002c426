import type { Bilingual } from '../kit/index.js'
import {
  contractKinds,
  employments,
  homeRoles,
  idDocumentTypes,
  personCategories,
  positionCategories,
  titleRanks,
} from '../staffing/index.js'
import { sayCode } from '../vocabulary/index.js'

/** How a cell is read; every cell is written as text, so that no staff number loses its zeros and no id number its last digits. */
export type RosterKind = 'text' | 'date' | 'code'

export interface RosterColumn {
  readonly field: string
  readonly title: Bilingual
  readonly kind: RosterKind
  /** Values of a `code`; a cell holds the code or its words in either language. */
  readonly codes?: readonly string[]
  readonly required?: boolean
  /** What belongs here, for the guide of the template. */
  readonly hint: Bilingual
  readonly sample: Bilingual
}

const both = (text: string): Bilingual => ({ zh: text, en: text })

/**
 * The columns of the roster, in the order of the template. Only what a command of registration needs is asked for (A8): no sex, no
 * nationality, no degree, since no rule of a registered counselor reads them.
 */
export const rosterColumns = [
  {
    field: 'staffNo',
    title: { zh: '工号', en: 'Staff number' },
    kind: 'text',
    required: true,
    hint: { zh: '本校唯一；据此识别人员', en: 'Unique at the campus; tells who the row is about' },
    sample: { zh: '（示例）', en: '(sample)' },
  },
  {
    field: 'name',
    title: { zh: '姓名', en: 'Name' },
    kind: 'text',
    required: true,
    hint: { zh: '与证件一致', en: 'As in the document' },
    sample: { zh: '示例甲', en: 'Example' },
  },
  {
    field: 'idDocumentType',
    title: { zh: '证件类型', en: 'Document type' },
    kind: 'code',
    codes: idDocumentTypes,
    hint: { zh: '不填为居民身份证', en: 'Left empty: resident ID' },
    sample: sayCode('residentId'),
  },
  {
    field: 'idDocument',
    title: { zh: '证件号码', en: 'Document number' },
    kind: 'text',
    hint: { zh: '居民身份证按 GB 11643 校验；带 * 的表示不改', en: 'Resident IDs are checked by GB 11643; one with * stays as it is' },
    sample: both('11010519491231002X'),
  },
  {
    field: 'phone',
    title: { zh: '手机号', en: 'Phone' },
    kind: 'text',
    hint: { zh: '带 * 的表示不改', en: 'One with * stays as it is' },
    sample: both('13800000000'),
  },
  {
    field: 'employment',
    title: { zh: '专兼职', en: 'Employment' },
    kind: 'code',
    codes: employments,
    required: true,
    hint: {
      zh: '专职须有合同（R-AK-34），兼职须有本职岗位和证明（R-AK-36）',
      en: 'Full time needs a contract (R-AK-34), part time a home role and evidence (R-AK-36)',
    },
    sample: sayCode('fullTime'),
  },
  {
    field: 'personCategory',
    title: { zh: '人员类别', en: 'Category' },
    kind: 'code',
    codes: personCategories,
    hint: { zh: '不填与专兼职一致', en: 'Left empty: as the employment' },
    sample: sayCode('fullTime'),
  },
  {
    field: 'positionCategory',
    title: { zh: '岗位', en: 'Position' },
    kind: 'code',
    codes: positionCategories,
    required: true,
    hint: { zh: '选“其他”时须写岗位说明', en: 'For “other” describe it' },
    sample: sayCode('frontline'),
  },
  {
    field: 'positionText',
    title: { zh: '岗位说明', en: 'Description of the position' },
    kind: 'text',
    hint: { zh: '岗位为“其他”时填写', en: 'Where the position is “other”' },
    sample: both(''),
  },
  {
    field: 'departmentId',
    title: { zh: '系（部）', en: 'Department' },
    kind: 'text',
    required: true,
    hint: { zh: '名称或编号，须已在系统中设置', en: 'Name or id, as set in the system' },
    sample: { zh: '护理系', en: 'Nursing' },
  },
  {
    field: 'siteId',
    title: { zh: '校区编号', en: 'Site' },
    kind: 'text',
    hint: { zh: '不填为系（部）所在校区', en: 'Left empty: the site of the department' },
    sample: both(''),
  },
  {
    field: 'startDate',
    title: { zh: '任职起始日期', en: 'Start of service' },
    kind: 'date',
    required: true,
    hint: both('yyyy-mm-dd'),
    sample: both('2024-09-01'),
  },
  {
    field: 'homeRole',
    title: { zh: '本职岗位（兼职）', en: 'Home role (part time)' },
    kind: 'code',
    codes: homeRoles,
    hint: { zh: '兼职辅导员填写（R-AK-36）', en: 'Of part-time counselors (R-AK-36)' },
    sample: both(''),
  },
  {
    field: 'excellenceEvidence',
    title: { zh: '优秀证明（兼职）', en: 'Evidence of excellence (part time)' },
    kind: 'text',
    hint: { zh: '材料编号，兼职辅导员填写（R-AK-36）', en: 'Reference, of part-time counselors (R-AK-36)' },
    sample: both(''),
  },
  {
    field: 'attested',
    title: { zh: '六项基本条件已确认', en: 'Six basic conditions attested' },
    kind: 'code',
    codes: ['yes', 'no'],
    hint: { zh: '入职注册须为“是”（R-AK-38 至 R-AK-43）', en: 'A registration needs “yes” (R-AK-38 to R-AK-43)' },
    sample: sayCode('yes'),
  },
  {
    field: 'contractKind',
    title: { zh: '合同类型', en: 'Contract kind' },
    kind: 'code',
    codes: contractKinds,
    hint: { zh: '有合同起始日期而不填，为聘用合同', en: 'Left empty beside a contract start: employment' },
    sample: sayCode('employment'),
  },
  {
    field: 'contractFrom',
    title: { zh: '合同起始日期', en: 'Contract from' },
    kind: 'date',
    hint: { zh: '专职辅导员须填（R-AK-34）', en: 'Full time needs it (R-AK-34)' },
    sample: both('2024-09-01'),
  },
  {
    field: 'contractTo',
    title: { zh: '合同终止日期', en: 'Contract to' },
    kind: 'date',
    hint: { zh: '无固定期限的不填', en: 'Left empty: without an end' },
    sample: both('2027-08-31'),
  },
  {
    field: 'contractSignedOn',
    title: { zh: '合同签订日期', en: 'Contract signed on' },
    kind: 'date',
    hint: { zh: '未签订的不填；专职辅导员须已签订', en: 'Left empty: not signed; full time needs a signed one' },
    sample: both('2024-08-20'),
  },
  {
    field: 'title',
    title: { zh: '职称', en: 'Title' },
    kind: 'text',
    hint: { zh: '职称四列须同时填写，或同时不填', en: 'All four columns of the title, or none' },
    sample: { zh: '讲师', en: 'Lecturer' },
  },
  {
    field: 'titleRank',
    title: { zh: '职称级别', en: 'Rank of the title' },
    kind: 'code',
    codes: titleRanks,
    hint: both('GB/T 8561'),
    sample: sayCode('intermediate'),
  },
  {
    field: 'titleDiscipline',
    title: { zh: '职称学科', en: 'Discipline of the title' },
    kind: 'text',
    hint: { zh: '如 思想政治教育', en: 'Such as ideological education' },
    sample: { zh: '思想政治教育', en: 'Ideological education' },
  },
  {
    field: 'titleGrantedOn',
    title: { zh: '职称取得日期', en: 'Title granted on' },
    kind: 'date',
    hint: both('yyyy-mm-dd'),
    sample: both('2023-12-01'),
  },
  {
    field: 'effectiveDate',
    title: { zh: '变更生效日期', en: 'Change takes effect on' },
    kind: 'date',
    hint: { zh: '在册人员变更专兼职或岗位时适用；不填为当日', en: 'Of a change of employment or position; left empty: today' },
    sample: both(''),
  },
] as const satisfies readonly RosterColumn[]

export type RosterField = (typeof rosterColumns)[number]['field']
export const rosterFields = rosterColumns.map(({ field }) => field) as readonly RosterField[]
export const rosterColumn = (field: string): RosterColumn | undefined => rosterColumns.find((column) => column.field === field)

/** Heads the column in which faulty rows come back; a file with it can be imported as it is. */
export const reasonTitle: Bilingual = { zh: '未导入的原因', en: 'Why it was not imported' }

/** The code that a cell stands for, by itself or by its words in either language; `undefined`: none of the list. */
export const codeOfCell = (codes: readonly string[], cell: string): string | undefined => {
  const asked = cell.trim().toLowerCase()
  return codes.find((code) => [code, sayCode(code).zh, sayCode(code).en].some((word) => word.toLowerCase() === asked))
}

/** A document number as people see it who need not read it whole: `110105********002X`. */
export const maskDocument = (value: string): string =>
  value.length < 15
    ? `${value.slice(0, 1)}${'*'.repeat(Math.max(1, value.length - 2))}${value.slice(-1)}`
    : `${value.slice(0, 6)}${'*'.repeat(value.length - 10)}${value.slice(-4)}`
/** `138****1234` */
export const maskPhone = (value: string): string =>
  value.length < 7 ? '*'.repeat(value.length) : `${value.slice(0, 3)}${'*'.repeat(value.length - 7)}${value.slice(-4)}`
export const isMasked = (value: string): boolean => value.includes('*')
