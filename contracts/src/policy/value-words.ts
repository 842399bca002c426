import type { Bilingual } from '../kit/index.js'
import { sayCode } from '../vocabulary/index.js'

/** Codes that mean something else as a parameter's value than elsewhere. */
const codes: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  campus: ['全校', 'whole campus'],
  department: ['按系（部）', 'per department'],
  refusal: ['视为拒绝', 'counts as refusal'],
  none: ['不折算', 'not pro rata'],
  leader: ['按领导', 'per leader'],
  exception: ['说明理由可例外', 'only with a reason'],
  year: ['年', 'year'],
}

/** Units of parameters; one that says nothing beside the value (`mm-dd`) is left out. */
const units: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  advisors: [' 名导师', ' advisors'],
  awards: [' 项', ' awards'],
  ballots: [' 票', ' ballots'],
  briefings: [' 次', ' briefings'],
  characters: [' 字', ' characters'],
  counselor: [' 人', ' counselors'],
  counselors: [' 人', ' counselors'],
  courses: [' 门', ' courses'],
  'day of month': [' 日', '. day of the month'],
  days: [' 天', ' days'],
  deferrals: [' 次', ' deferrals'],
  delegates: [' 人', ' delegates'],
  evaluations: [' 次', ' evaluations'],
  fen: [' 分（人民币）', ' fen'],
  guidances: [' 次', ' guidances'],
  hours: [' 学时', ' hours'],
  interviews: [' 次', ' talks'],
  minutes: [' 分钟', ' minutes'],
  months: [' 个月', ' months'],
  percent: ['%', '%'],
  points: [' 分', ' points'],
  results: [' 项', ' results'],
  rooms: [' 间', ' rooms'],
  students: [' 人', ' students'],
  themes: [' 个主题', ' themes'],
  trainings: [' 次', ' trainings'],
  winners: [' 人', ' winners'],
  year: [' 年', ' years'],
  years: [' 年', ' years'],
}

type Language = keyof Bilingual
const at = (pair: readonly [string, string], language: Language): string => pair[language === 'zh' ? 0 : 1]
const lookUp = (table: Readonly<Record<string, readonly [string, string]>>, key: string): readonly [string, string] | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

const say = (value: unknown, unit: string, language: Language): string => {
  const zh = language === 'zh'
  if (value === null || value === undefined) return zh ? '未设定（此项不起作用）' : 'not set (has no effect)'
  if (typeof value === 'boolean') return zh ? (value ? '是' : '否') : value ? 'yes' : 'no'
  if (typeof value === 'number') return `${value}${at(lookUp(units, unit) ?? ['', ''], language)}`
  if (typeof value === 'string') return at(lookUp(codes, value) ?? [sayCode(value).zh, sayCode(value).en], language)
  if (Array.isArray(value)) return value.map((item) => say(item, unit, language)).join(zh ? '、' : ', ')
  const fields = value as Readonly<Record<string, unknown>>
  if ('num' in fields && 'den' in fields) return `${String(fields.num)}/${String(fields.den)}`
  return Object.entries(fields)
    .map(([field, item]) => `${say(field, '', language)} ${say(item, unit, language)}`)
    .join(zh ? '，' : ', ')
}

/** A parameter's value as people read it: `15 天` / `15 days`, `劳务派遣、人事代理`; `null` says that the rule is inactive. */
export const sayPolicyValue = (value: unknown, unit = ''): Bilingual => ({ zh: say(value, unit, 'zh'), en: say(value, unit, 'en') })
