/** The tenants of the demo: the provinces of the five regulations and a campus each, with the preset of its regulation. */
export const provinces = [
  { provinceId: 'xinjiang', name: '新疆维吾尔自治区', timeZone: 'Asia/Shanghai' },
  { provinceId: 'gansu', name: '甘肃省', timeZone: 'Asia/Shanghai' },
  { provinceId: 'zhejiang', name: '浙江省', timeZone: 'Asia/Shanghai' },
  { provinceId: 'hebei', name: '河北省', timeZone: 'Asia/Shanghai' },
  { provinceId: 'liaoning', name: '辽宁省', timeZone: 'Asia/Shanghai', firstDay: '2021-03-01' },
] as const

export interface DemoCampus {
  readonly campusId: string
  readonly name: string
  readonly schoolCode: string
  readonly provinceId: string
  /** First day of the campus's own, held calendar. */
  readonly firstDay: string
  readonly presets: readonly { readonly preset: string; readonly contexts: readonly string[] }[]
}

/** Aksu has a history to look at; the others start where their regulation does. */
export const campuses: readonly DemoCampus[] = [
  {
    campusId: 'aksu',
    name: '阿克苏职业技术学院',
    schoolCode: '13093',
    provinceId: 'xinjiang',
    firstDay: '2021-01-04',
    presets: [{ preset: 'aksu', contexts: ['staffing', 'training', 'assessment'] }],
  },
  {
    campusId: 'lanzhou',
    name: '兰州大学',
    schoolCode: '10730',
    provinceId: 'gansu',
    firstDay: '2024-09-02',
    presets: [{ preset: 'lanzhou', contexts: ['training', 'workshops'] }],
  },
  {
    campusId: 'hangzhou',
    name: '杭州师范大学',
    schoolCode: '10346',
    provinceId: 'zhejiang',
    firstDay: '2024-09-02',
    presets: [{ preset: 'hangzhou', contexts: ['workshops'] }],
  },
  {
    campusId: 'tangshan',
    name: '唐山示范学院',
    schoolCode: '99013',
    provinceId: 'hebei',
    firstDay: '2015-10-13',
    presets: [{ preset: 'tangshan', contexts: ['mentorship'] }],
  },
  {
    campusId: 'dalian',
    name: '大连交通大学',
    schoolCode: '10150',
    provinceId: 'liaoning',
    firstDay: '2021-04-01',
    presets: [],
  },
]
