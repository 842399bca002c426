import { z } from 'zod'
import { id, localDate } from '../kit/index.js'
import { Campus, Province } from './aggregates.js'
import { CampusRegistered, ProvinceRegistered } from './events.js'

const isTimeZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}
/** IANA name (C-03). */
const timeZone = z.string().min(1).max(60).refine(isTimeZone, { message: 'not the name of a time zone, such as Asia/Shanghai' })
const name = z.string().trim().min(1).max(200)

export const RegisterCampus = Campus.command('RegisterCampus', {
  title: { zh: '注册学校', en: 'Register a campus' },
  payload: {
    campusId: id,
    name,
    schoolCode: z.string().regex(/^\d{5}$/, 'a school code has five digits'),
    provinceId: id,
    timeZone: timeZone.default('Asia/Shanghai'),
    /** Demo and test only: the calendar starts here and is moved by AdvanceDate. */
    firstDay: localDate.optional(),
  },
  issuers: ['platformAdmin'],
  rules: [],
  refusals: ['CampusExists', 'IdReserved', 'IdTaken', 'FirstDayNotAllowed'],
  emits: [CampusRegistered],
  example: { campusId: 'aksu', name: '阿克苏职业技术学院', schoolCode: '13093', provinceId: 'xinjiang', timeZone: 'Asia/Shanghai' },
})
export const RegisterProvince = Province.command('RegisterProvince', {
  title: { zh: '注册省份', en: 'Register a province' },
  payload: { provinceId: id, name, timeZone: timeZone.default('Asia/Shanghai'), firstDay: localDate.optional() },
  issuers: ['platformAdmin'],
  rules: [],
  refusals: ['ProvinceExists', 'IdReserved', 'IdTaken', 'FirstDayNotAllowed'],
  emits: [ProvinceRegistered],
  example: { provinceId: 'liaoning', name: '辽宁省', timeZone: 'Asia/Shanghai' },
})
