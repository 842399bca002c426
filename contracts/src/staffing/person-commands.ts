import { z } from 'zod'
import { id } from '../kit/index.js'
import { CampusStructure, Person } from './aggregates.js'
import * as ev from './events.js'
import { department, namedText, personFields } from './shapes.js'

// `system` among the issuers: the rules of `domain/40` name the command in their row (C-15).
// A date "on which it happened" that is left out is the business date of the command.

export const RegisterPerson = Person.command('RegisterPerson', {
  subject: 'personId',
  title: { zh: '登记人员', en: 'Register a person' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-31'],
  refusals: ['AlreadyRegistered', 'DocumentHeld', 'InvalidValue', 'PersonErased'],
  emits: [ev.PersonRegistered],
  payload: personFields,
  example: { personId: 'p_0001', name: '示例甲', staffNo: '2021017', idDocument: '11010519491231002X', phone: '13800000000' },
})
export const ChangePerson = Person.command('ChangePerson', {
  subject: 'personId',
  title: { zh: '变更人员信息', en: 'Change a person' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-31'],
  refusals: ['AlreadyRegistered', 'DocumentHeld', 'InvalidValue', 'PersonErased', 'WrongState'],
  emits: [ev.PersonChanged],
  payload: personFields,
  example: { personId: 'p_0001', name: '示例甲', staffNo: '2021017', phone: '13900000000' },
})
/** PIPL-47: destroys the person's key. Nothing brings it back. The reason is kept, so it names nobody. */
export const ErasePerson = Person.command('ErasePerson', {
  title: { zh: '删除个人信息', en: 'Erase personal data' },
  issuers: ['orgPersonnel', 'platformAdmin'],
  approval: 'orgPersonnel',
  rules: ['PIPL-47'],
  refusals: ['PersonInService', 'PersonUnknown', 'ReasonMissing'],
  emits: [ev.PersonErased],
  payload: { personId: id, reason: namedText },
  example: { personId: 'p_0001', reason: '本人申请，保存期限已满', approvalRef: '组人删〔2024〕1号' },
})
export const SetDepartments = CampusStructure.command('SetDepartments', {
  title: { zh: '设置系（部）', en: 'Set the departments' },
  issuers: ['orgPersonnel'],
  rules: ['R-AK-28'],
  refusals: ['InvalidValue'],
  emits: [ev.DepartmentsSet],
  payload: { departments: z.array(department) },
  example: {
    departments: [{ departmentId: 'dept_nursing', name: '护理系', teachingUnit: true, siteId: 'site_main', grades: ['2022', '2023'] }],
  },
})
