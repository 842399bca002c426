import { signToken } from '@fudao/api-client'
import { roles } from '@fudao/contracts/kit'
import { BilingualError } from '../bilingual-error.js'
import { type OptionDefinitions, parseOptions } from '../cli/parse-options.js'
import { defaultDataPath } from '../repository.js'
import { readTokenKey } from '../secrets.js'

export const tokenOptions = {
  campus: { kind: 'text', required: true, help: ['学校编号（platformAdmin 用 *）', 'campus id (platformAdmin: *)'] },
  role: { kind: 'text', required: true, help: ['角色', 'role'] },
  user: { kind: 'text', help: ['用户编号，默认 demo-<角色>', 'user id, default demo-<role>'] },
  department: { kind: 'text', help: ['系部编号（deptBranch、departmentOffice）', 'department id (deptBranch, departmentOffice)'] },
  counselor: { kind: 'text', help: ['辅导员编号（counselor）', 'counselor id (counselor)'] },
  person: { kind: 'text', help: ['人员编号', 'person id'] },
  data: { kind: 'text', help: ['数据目录，默认 .data', 'data directory, default .data'] },
} as const satisfies OptionDefinitions

/** `npm run token`: prints a demo access token, good for twelve hours, and nothing else. */
export const token = async (argv: readonly string[]): Promise<number> => {
  const o = parseOptions(argv, tokenOptions)
  if (!roles.some((r) => r === o.role))
    throw new BilingualError(
      `没有角色“${o.role}”：可用的有 ${roles.join('、')}。`,
      `There is no role "${o.role}": use one of ${roles.join(', ')}.`,
      2,
    )
  const signed = await signToken(readTokenKey(o.data ?? defaultDataPath), {
    sub: o.user ?? `demo-${o.role}`,
    role: o.role,
    campus: o.campus,
    ...(o.department === undefined ? {} : { departmentId: o.department }),
    ...(o.counselor === undefined ? {} : { counselorId: o.counselor }),
    ...(o.person === undefined ? {} : { personId: o.person }),
  })
  process.stdout.write(`${signed}\n`)
  return 0
}
