import { eventually } from '@fudao/testing'
import { describe, expect, it } from 'vitest'
import { clientFor, openCampus } from './support/campus.js'
import { fullTimeRow, partTimeRow, rosterOf, sheetOf, workbookOf } from './support/roster.js'

const firstDay = '2024-03-01'
const title = { title: '讲师', titleRank: '中级', titleDiscipline: '思想政治教育', titleGrantedOn: '2023-12-01' }
const rows = [
  fullTimeRow('0001', { idDocument: '11010519491231002X', phone: '13800000001', ...title }),
  partTimeRow('0002', { idDocument: 'E12345678', idDocumentType: '护照' }),
  fullTimeRow('0003', { positionCategory: '其他', positionText: '公寓辅导', contractTo: '' }),
]

/** Numbers in full are asked for with the reason. */
const reason = '核对参保名单'
const inFull = `?${new URLSearchParams({ numbers: 'full', reason }).toString()}`

const openRoster = async () => {
  const { campus, as } = await openCampus({ firstDay })
  const roster = rosterOf(campus)
  expect(await roster.import(await workbookOf(rows))).toMatchObject({ accepted: rows.length, failed: 0 })
  const exported = async (query = '', language = 'zh-CN', by = roster) =>
    by.fileOf(await by.call(`roster-export${query}`, { headers: { 'accept-language': language } }))
  await eventually('the register to hold everybody', async () => (await sheetOf(await exported())).length === rows.length + 1)
  return { campus, as, roster, exported }
}
const codeOf = async (response: Promise<Response>) => {
  const { status, ...problem } = (await (await response).json()) as { status: number; code: string }
  return `${status} ${problem.code}`
}
/** Cells of the row of a staff number, by heading. */
const rowOf = async (file: Buffer, staffNo: string): Promise<Readonly<Record<string, string>>> => {
  const [headings = [], ...body] = await sheetOf(file)
  const row = body.find(([first]) => first === staffNo) ?? []
  return Object.fromEntries(headings.map((heading, i) => [heading, row[i] ?? '']))
}

describe('roster export to Excel through the public API', () => {
  it('what is exported is the template filled in: imported again it changes nothing, masked or in full, in either language', async () => {
    const { roster, exported } = await openRoster()
    const masked = await exported()
    expect(await rowOf(masked, '0001')).toMatchObject({
      '姓名*': '名册 0001',
      证件类型: '',
      证件号码: '110105********002X',
      手机号: '138****0001',
      '专兼职*': '专职',
      '系（部）*': '护理系',
      '任职起始日期*': '2024-01-01',
      六项基本条件已确认: '是',
      合同类型: '聘用合同',
      合同终止日期: '2030-12-31',
      合同签订日期: '2023-12-20',
      职称: '讲师',
      职称级别: '中级',
    })
    const full = await exported(inFull)
    expect(await rowOf(full, '0002')).toMatchObject({ 证件类型: '护照', 证件号码: 'E12345678', '本职岗位（兼职）': '专任教师' })
    expect(await rowOf(full, '0003')).toMatchObject({ '岗位*': '其他', 岗位说明: '公寓辅导', 合同终止日期: '' })
    const english = await exported(inFull, 'en')
    expect(await rowOf(english, '0002')).toMatchObject({ 'Document type': 'passport' })
    for (const file of [masked, full, english])
      expect(await roster.import(file)).toMatchObject({ total: 3, unchanged: 3, accepted: 0, failed: 0, events: 0 })
  })

  it('edited it is imported as it is; who left is not in it', async () => {
    const { as, roster, exported } = await openRoster()
    const cells = (await sheetOf(await exported(inFull))).map((row) => row.map((cell) => (cell === '13800000001' ? '13900000009' : cell)))
    const { default: writeExcelFile } = await import('write-excel-file/node')
    const edited = await writeExcelFile(
      cells.map((row) => row.map((cell) => (cell ? { value: cell, type: String } : null))),
      { sheet: 'x' },
    ).toBuffer()
    expect(await roster.import(edited)).toMatchObject({ total: 3, accepted: 1, unchanged: 2, events: 1 })
    await eventually('the change', async () => (await rowOf(await exported(), '0001')).手机号 === '139****0009')

    const { items } = (await (await roster.call('../views/counselor-register')).json()) as {
      readonly items: readonly { readonly counselorId: string; readonly staffNo: string }[]
    }
    const left = items.find(({ staffNo }) => staffNo === '0003')?.counselorId
    await as('orgPersonnel', 'staffing', 'DeregisterCounselor', { counselorId: left, lastDay: firstDay, reason: 'resigned' })
    await eventually('two of them', async () => (await sheetOf(await exported())).length === 3)
    expect(await rowOf(await exported(), '0003')).toMatchObject({ '工号*': '' })
  })

  it('numbers in full are for personnel, a department gets its own people, others nothing', async () => {
    const { campus, exported } = await openRoster()
    const affairs = rosterOf(campus, 'studentAffairs')
    expect(await rowOf(await exported('', 'zh-CN', affairs), '0001')).toMatchObject({ 证件号码: '110105********002X' })
    expect(await codeOf(affairs.call(`roster-export${inFull}`))).toBe('403 NotAuthorized')
    expect(await codeOf(rosterOf(campus, 'disciplineInspection').call('roster-export'))).toBe('403 NotAuthorized')
    const branch = (departmentId: string) => rosterOf(campus, 'deptBranch', { departmentId })
    expect(await sheetOf(await exported('', 'zh-CN', branch('nursing')))).toHaveLength(4)
    expect(await sheetOf(await exported('', 'zh-CN', branch('other')))).toHaveLength(1)
    expect(await codeOf(rosterOf(campus).call('roster-export?colour=red'))).toBe('400 InvalidQuery')
  })

  it('PIPL-6: numbers in full need a reason; who read them, when and why is in the journal, and nothing about the people', async () => {
    const { campus, roster, exported } = await openRoster()
    const journal = async () => (await (await clientFor(campus, 'orgPersonnel')).events(campus, { type: 'staffing.NumbersRevealed' })).items
    for (const path of ['roster-export', '../views/counselor-register'])
      for (const query of ['?numbers=full', '?numbers=full&reason=%20']) {
        const answer = await roster.call(`${path}${query}`)
        expect(await answer.json(), path).toMatchObject({
          status: 422,
          code: 'ReasonMissing',
          rules: ['PIPL-6'],
          params: { field: 'reason' },
          messages: { zh: { title: '缺少理由' }, en: { title: 'The reason is missing' } },
        })
      }
    expect(await codeOf(roster.call(`roster-export?numbers=full&reason=${'x'.repeat(201)}`))).toBe('400 InvalidPayload')
    await exported()
    expect(await journal(), 'masked, or refused: nothing was shown').toEqual([])

    expect(await rowOf(await exported(inFull), '0001')).toMatchObject({ 证件号码: '11010519491231002X', 手机号: '13800000001' })
    const { items } = (await (await roster.call(`../views/counselor-register${inFull}`)).json()) as { readonly items: readonly unknown[] }
    expect(items).toContainEqual(expect.objectContaining({ idDocument: '11010519491231002X' }))
    const revealed = await eventually('both showings', async () => {
      const found = await journal()
      return found.length === 2 ? found : undefined
    })
    for (const { data, actor } of revealed) {
      expect(actor).toEqual({ id: 'test_orgPersonnel', role: 'orgPersonnel' })
      expect(data).toEqual({ revealId: expect.any(String), view: 'counselor-register', reason, basis: { rules: ['PIPL-6'] } })
    }
  })

  it('an empty campus gives an empty template', async () => {
    const { campus } = await openCampus({ firstDay })
    const roster = rosterOf(campus)
    const file = await roster.fileOf(await roster.call('roster-export'))
    const [headings, ...body] = await sheetOf(file)
    expect([headings?.[0], body]).toEqual(['工号*', []])
    expect(await codeOf(roster.upload(file))).toBe('400 RosterEmpty')
  })
})
