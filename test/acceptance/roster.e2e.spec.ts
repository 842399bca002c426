import { describe, expect, it } from 'vitest'
import { openCampus } from './support/campus.js'
import { fullTimeRow, partTimeRow, rosterOf, sheetOf, workbookOf } from './support/roster.js'

const firstDay = '2024-03-01'
const lastOf = (row: readonly string[] | undefined): string => row?.at(-1) ?? ''

describe('roster import from Excel through the public API', () => {
  it('rows go in whole or come back with reasons in the template; the same file again changes nothing; mended, it goes in', async () => {
    const { campus, rows } = await openCampus({ firstDay })
    const roster = rosterOf(campus)
    const title = { title: '讲师', titleRank: '中级', titleDiscipline: '思想政治教育', titleGrantedOn: '2023-12-01' }
    const good = [
      fullTimeRow('1001', { idDocument: '11010519491231002X', phone: '13800000001', ...title }),
      partTimeRow('0002', { idDocument: 'E12345678', idDocumentType: '护照' }),
    ]
    const faulty = [
      fullTimeRow('1003', { idDocument: '110105194912310021' }),
      fullTimeRow('1004', { contractFrom: '', contractTo: '', contractSignedOn: '' }),
      fullTimeRow('1005', { departmentId: '不存在系' }),
      fullTimeRow('1006', { positionCategory: '班主任' }),
      partTimeRow('1007', { homeRole: '其他' }),
      fullTimeRow('1008', { attested: '否' }),
      fullTimeRow('1009'),
      fullTimeRow('1009', { name: '另一人' }),
      fullTimeRow('1010', { contractKind: '劳务派遣' }),
      fullTimeRow('1011', { name: '', startDate: '2024-02-30' }),
    ]
    const file = await workbookOf([...good, ...faulty])

    const dry = await roster.import(file, { dryRun: true })
    expect(dry).toMatchObject({ state: 'done', dryRun: true, total: 12, done: 12, accepted: 2, unchanged: 0, failed: 10 })
    expect(await rows('contracts'), 'a dry run writes nothing').toEqual([])

    const first = await roster.import(file)
    expect(first).toMatchObject({ state: 'done', total: 12, done: 12, accepted: 2, unchanged: 0, failed: 10, events: dry.events })
    const back = await roster.faulty(first)
    expect(back).toHaveLength(11)
    expect(lastOf(back[0])).toBe('未导入的原因')
    const reasons = back.slice(1).map(lastOf)
    expect(reasons[0]).toMatch(/IdNumberWrong · 证件号码：.*GB 11643.*R-AK-31/)
    expect(reasons[1]).toMatch(/ContractMissing · 合同签订日期：.*R-AK-34/)
    expect(reasons[2]).toMatch(/DepartmentUnknown · 系（部）：/)
    expect(reasons[3]).toMatch(/CodeUnknown · 岗位：.*一线辅导员/)
    expect(reasons[4]).toMatch(/PartTimeSourceInvalid · 本职岗位（兼职）：.*R-AK-36/)
    expect(reasons[5]).toMatch(/AttestationMissing/)
    expect(reasons[6]).toMatch(/RowTwice · 工号：与第 11 行重复/)
    expect(reasons[7]).toMatch(/RowTwice · 工号：与第 10 行重复/)
    expect(reasons[8]).toMatch(/ForbiddenContractKind · 合同类型：.*R-AK-35/)
    expect(reasons[9]).toMatch(/CellMissing · 姓名：.*\nDateMalformed · 任职起始日期：/)
    expect((await roster.faulty(first, 'en')).slice(1).map(lastOf)[2]).toMatch(
      /DepartmentUnknown · Department: There is no such department/,
    )

    const again = await roster.import(file)
    expect(again).toMatchObject({ accepted: 0, unchanged: 2, failed: 10, events: 0 })

    const back2 = await roster.faulty(again)
    const mended = back2.map((row) => row.map((cell) => (cell === '110105194912310021' ? '440524188001010014' : cell)))
    const { default: writeExcelFile } = await import('write-excel-file/node')
    const sheet = mended.map((row) => row.map((cell) => (cell ? { value: cell, type: String } : null)))
    const third = await roster.import(await writeExcelFile(sheet, { sheet: 'x' }).toBuffer())
    expect(third, 'the file that came back is imported as it is').toMatchObject({ total: 10, accepted: 1, failed: 9 })
  })

  it('changed data of somebody in service become the commands of the change, or a reason where none fits', async () => {
    const { campus, as, rows } = await openCampus({ firstDay })
    const roster = rosterOf(campus)
    expect(await roster.import(await workbookOf([fullTimeRow('2001', { phone: '13800000001' })]))).toMatchObject({ accepted: 1 })
    await as('orgPersonnel', 'staffing', 'SetDepartments', {
      departments: [
        { departmentId: 'nursing', name: '护理系', teachingUnit: true, siteId: 'main', grades: ['2022'] },
        { departmentId: 'pharmacy', name: '药学系', teachingUnit: true, siteId: 'main', grades: ['2022'] },
      ],
    })
    const moved = fullTimeRow('2001', { departmentId: '药学系', phone: '13900000002', effectiveDate: '2024-03-01' })
    expect(await roster.import(await workbookOf([moved]))).toMatchObject({ accepted: 1, events: 2 })
    expect(await roster.import(await workbookOf([moved]))).toMatchObject({ unchanged: 1, events: 0 })
    // and back: the same command as once before is another one
    const home = fullTimeRow('2001', { phone: '13800000001', effectiveDate: '2024-03-02' })
    expect(await roster.import(await workbookOf([home]))).toMatchObject({ accepted: 1, events: 2 })
    expect(
      await roster.import(await workbookOf([fullTimeRow('2001', { phone: '138****0001', effectiveDate: '2024-03-02' })])),
    ).toMatchObject({
      unchanged: 1,
      events: 0,
    })
    const other = await roster.import(await workbookOf([fullTimeRow('2001', { startDate: '2023-01-01' })]))
    expect(lastOf((await roster.faulty(other))[1])).toMatch(/DiffersFromRecord · 任职起始日期：.*2024-01-01/)
    expect(await rows('contracts')).toHaveLength(1)
  })

  it('a document number that somebody on record has comes back, in a check too; given up, it goes in', async () => {
    const { campus } = await openCampus({ firstDay })
    const roster = rosterOf(campus)
    const passport = { idDocument: 'E12345678', idDocumentType: '护照' }
    expect(await roster.import(await workbookOf([fullTimeRow('3001', passport)]))).toMatchObject({ accepted: 1 })
    const second = await workbookOf([fullTimeRow('3002', { ...passport, idDocument: 'e12345678' })])
    for (const dryRun of [true, false]) {
      const job = await roster.import(second, { dryRun })
      expect(job).toMatchObject({ failed: 1, events: 0 })
      expect(lastOf((await roster.faulty(job))[1])).toMatch(/DocumentHeld · 证件号码：.*R-AK-31/)
    }
    expect(await roster.import(await workbookOf([fullTimeRow('3001', { ...passport, idDocument: 'E87654321' })]))).toMatchObject({
      accepted: 1,
    })
    expect(await roster.import(second)).toMatchObject({ accepted: 1 })
  })

  it('somebody registered by hand is found by the staff number', async () => {
    const { campus, hire, rows } = await openCampus({ firstDay })
    await hire('byhand', { from: '2024-03-01', to: '2030-12-31' })
    const row = fullTimeRow('S-byhand', {
      name: '验收 byhand',
      startDate: '2024-03-01',
      contractFrom: '2024-03-01',
      contractSignedOn: '2024-03-01',
    })
    const roster = rosterOf(campus)
    expect(await roster.import(await workbookOf([row]))).toMatchObject({ unchanged: 1, events: 0, failed: 0 })
    expect(await rows('contracts')).toHaveLength(1)
  })

  it('what cannot be read is a problem that says so, and only personnel of the campus import', async () => {
    const { campus } = await openCampus({ firstDay })
    const roster = rosterOf(campus)
    const codeOf = async (response: Promise<Response>) => {
      const { status, ...problem } = (await (await response).json()) as { status: number; code: string }
      return `${status} ${problem.code}`
    }
    const file = await workbookOf([fullTimeRow('1')])
    expect(await codeOf(roster.upload(Buffer.from('工号,姓名')))).toBe('400 NotAWorkbook')
    expect(await codeOf(roster.upload(file.subarray(0, 900)))).toBe('400 NotAWorkbook')
    expect(await codeOf(roster.upload(await workbookOf([])))).toBe('400 RosterEmpty')
    expect(await codeOf(roster.upload(file, '?dryRun=maybe'))).toBe('400 InvalidQuery')
    expect(
      await codeOf(roster.call('roster-import', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })),
    ).toBe('415 WorkbookExpected')
    expect(await codeOf(rosterOf(campus, 'studentAffairs').upload(file))).toBe('403 NotAuthorized')
    expect(await codeOf(roster.call('roster-import/0f0e0d0c-0b0a-4908-8706-050403020100'))).toBe('404 RosterJobUnknown')
    const { campus: elsewhere } = await openCampus({ firstDay })
    const job = await roster.import(file)
    expect(await codeOf(rosterOf(elsewhere).call(`roster-import/${job.jobId}`)), 'another campus').toBe('404 RosterJobUnknown')
  })

  it('the template has the headings, code lists to choose from and a sample that an import leaves out', async () => {
    const { campus } = await openCampus({ firstDay })
    const roster = rosterOf(campus)
    const template = await roster.fileOf(await roster.call('roster-template'))
    const [headings, sample] = await sheetOf(template)
    expect(headings?.slice(0, 4)).toEqual(['工号*', '姓名*', '证件类型', '证件号码'])
    expect(sample?.[3]).toBe('11010519491231002X')
    const empty = (await (await roster.upload(template)).json()) as { code: string }
    expect(empty.code).toBe('RosterEmpty')
    const english = await roster.fileOf(await roster.call('roster-template', { headers: { 'accept-language': 'en' } }))
    expect((await sheetOf(english))[0]?.[0]).toBe('Staff number*')
  })
})
