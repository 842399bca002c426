import { z } from 'zod'
import { id, localDate } from '../kit/index.js'
import { Campus, Province } from './aggregates.js'

// These names are stored.

export const CampusRegistered = Campus.event('CampusRegistered', {
  title: { zh: '学校已注册', en: 'Campus registered' },
  data: { campusId: id, name: z.string(), schoolCode: z.string(), provinceId: id, timeZone: z.string(), firstDay: localDate.optional() },
})
export const ProvinceRegistered = Province.event('ProvinceRegistered', {
  title: { zh: '省份已注册', en: 'Province registered' },
  data: { provinceId: id, name: z.string(), timeZone: z.string(), firstDay: localDate.optional() },
})
