/** The demo's people: invented names, deterministic, so that a second load finds what the first one wrote. */
export interface DemoCounselor {
  readonly counselorId: string
  readonly personId: string
  readonly contractId: string
  readonly name: string
  readonly staffNo: string
  readonly departmentId: string
  readonly employment: 'fullTime' | 'partTime'
  readonly positionCategory: 'frontline' | 'deputyBranchSecretary' | 'studentOfficeHead' | 'leagueSecretary'
  readonly contractTo: string
}

export const departments = [
  { departmentId: 'nursing', name: '护理系', teachingUnit: true, siteId: 'main', grades: ['2021', '2022', '2023'] },
  { departmentId: 'mechatronics', name: '机电工程系', teachingUnit: true, siteId: 'main', grades: ['2021', '2022', '2023'] },
  { departmentId: 'information', name: '信息工程系', teachingUnit: true, siteId: 'main', grades: ['2021', '2022', '2023'] },
  { departmentId: 'biotech', name: '生物科技系', teachingUnit: true, siteId: 'east', grades: ['2021', '2022', '2023'] },
  { departmentId: 'education', name: '师范教育系', teachingUnit: true, siteId: 'east', grades: ['2021', '2022', '2023'] },
  { departmentId: 'business', name: '经济贸易系', teachingUnit: true, siteId: 'main', grades: ['2021', '2022', '2023'] },
] as const

const surnames = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'
const given = [
  '晓岚',
  '子衡',
  '雨桐',
  '思远',
  '静怡',
  '浩然',
  '佳宁',
  '志远',
  '欣妍',
  '明哲',
  '若溪',
  '建新',
  '文博',
  '雪莹',
  '宏伟',
  '梓涵',
  '海燕',
  '俊杰',
  '丽萍',
  '天佑',
  '春梅',
  '永康',
  '秋实',
  '冬青',
  '立群',
  '慧敏',
  '国栋',
  '诗涵',
  '卫东',
  '嘉怡',
]

/** How many of the 60 are part-time (drawn from full-time teachers, without a contract of their own). */
const partTimeFrom = 55
export const rosterSize = 60

const contractEnd = (n: number): string => {
  if ((n >= 12 && n <= 15) || n === 17 || n % 11 === 0) return '2024-12-31'
  return n % 3 === 0 ? '2025-08-31' : n % 3 === 1 ? '2026-08-31' : '2027-12-31'
}

const position = (n: number): DemoCounselor['positionCategory'] =>
  n > 48 && n < partTimeFrom
    ? ((['deputyBranchSecretary', 'studentOfficeHead', 'leagueSecretary'] as const)[n % 3] ?? 'frontline')
    : 'frontline'

const makeCounselor = (n: number): DemoCounselor => {
  const number = String(n).padStart(4, '0')
  const department = departments[n % departments.length] ?? departments[0]
  return {
    counselorId: `c_${number}`,
    personId: `p_${number}`,
    contractId: `k_${number}`,
    name: `${surnames[(n * 7) % surnames.length]}${given[(n * 11 + Math.floor(n / given.length)) % given.length]}`,
    staffNo: `AK2021${number}`,
    departmentId: department.departmentId,
    employment: n >= partTimeFrom ? 'partTime' : 'fullTime',
    positionCategory: position(n),
    contractTo: contractEnd(n),
  }
}

export const roster: readonly DemoCounselor[] = Array.from({ length: rosterSize }, (_, i) => makeCounselor(i + 1))
