import { FilesHandedOver, FilesReported, JournalReplied, JournalSubmitted } from '@fudao/contracts/assessment'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tell } from './fixtures/story.js'
import { as, idsOf, World } from './fixtures/world.js'

const journal = (counselorId: string, isoWeek: string, issues: string[], asOf: string) =>
  tell(JournalSubmitted, { counselorId, isoWeek, studentsInGeneral: '稳定', work: '走访', effect: '良好', issues, late: false }, { asOf })
const counts = { students: 200, complete: [200, 190, 200, 195, 200, 180, 0], special: 6, specialWithOwnFile: 5 }

let world: World
beforeAll(async () => {
  world = await World.create()
  world.token = await world.publish(
    journal('c1', '2023-W52', [], '2023-12-31'),
    journal('c1', '2024-W03', ['照明不足'], '2024-01-21'),
    journal('c2', '2024-W03', ['洗衣机不足'], '2024-01-21'),
    tell(JournalReplied, { counselorId: 'c2', isoWeek: '2024-W03', note: '已报后勤处' }, { asOf: '2024-01-22' }),
    tell(FilesReported, { counselorId: 'c1', termId: 't24a', ...counts, on: '2024-01-10' }, { asOf: '2024-01-10' }),
    tell(FilesHandedOver, { counselorId: 'c1', termId: 't24a', toId: 'c2', students: 200, on: '2024-02-01' }, { asOf: '2024-02-01' }),
  )
})
afterAll(() => world.end())

const student = as('studentAffairs')
describe('D-09 weekly journals (R-AK-23)', () => {
  const ids = async (actor = student, params: Record<string, string> = {}) =>
    idsOf(await world.page('weekly-journals', actor, params), 'id')
  it('has the fields of the sheet, the latest week first', async () => {
    expect(await ids()).toEqual(['c1-2024-W03', 'c2-2024-W03', 'c1-2023-W52'])
    const { items } = await world.page('weekly-journals', student, { counselorId: 'c2' })
    expect(items).toMatchObject([
      { isoWeek: '2024-W03', studentsInGeneral: '稳定', work: '走访', effect: '良好', issues: ['洗衣机不足'], reply: '已报后勤处' },
    ])
  })
  it('issues that wait for the department are found', async () => {
    expect(await ids(student, { unanswered: 'true' })).toEqual(['c1-2024-W03'])
  })
  it('R-AK-77: a branch reads those of its department, a counselor the own', async () => {
    expect(await ids(as('counselor', { counselorId: 'c2' }))).toEqual(['c2-2024-W03'])
    expect(await ids(as('deptBranch', { departmentId: 'nobody' }))).toEqual([])
    const { items } = await world.page('weekly-journals', as('deptBranch', { departmentId: 'nursing' }))
    expect(items.length).toBeGreaterThan(0)
    expect(new Set(idsOf({ items } as never, 'departmentId'))).toEqual(new Set(['nursing']))
  })
  it('page after page', async () => {
    const first = await world.page('weekly-journals', student, { limit: '2' })
    const rest = await world.page('weekly-journals', student, { limit: '2', cursor: String(first.next) })
    expect([...idsOf(first, 'id'), ...idsOf(rest, 'id')]).toEqual(await ids())
  })
})

describe('D-10 student file reports (R-AK-24, R-AK-25)', () => {
  it('has the counts of the sheet and to whom the files went', async () => {
    const { items } = await world.page('student-file-reports', student)
    expect(items).toMatchObject([{ id: 'c1-t24a', ...counts, reportedOn: '2024-01-10', handedOverTo: 'c2', handedOverOn: '2024-02-01' }])
  })
  it('on a day before it was handed over', async () => {
    const { items } = await world.page('student-file-reports', student, { asOf: '2024-01-31' })
    expect(items).toMatchObject([{ id: 'c1-t24a', handedOverTo: null }])
  })
})
