import { describe, expect, it } from 'vitest'
import { clientFor, eventually, openCampus, problemOf } from './support/campus.js'

const own = { counselorId: 'c1' }
const journal = { ...own, studentsInGeneral: '到课率稳定', work: '年级大会一次', effect: '到课率提高', issues: ['教室照明不足'] }
const complete = { study: 9, family: 9, hardship: 9, mentalHealth: 9, rewardsAndDiscipline: 9, socialWork: 9, partyAndLeague: 9 }

describe('the daily work of a counselor (R-AK-06..25) through the public API', () => {
  it('is recorded; a journal that is missing on Monday is a task until it is there; the own branch alone replies', async () => {
    const campus = await openCampus({
      firstDay: '2024-03-01',
      parameters: { 'calendar.terms': [{ termId: 't24a', from: '2024-03-04', to: '2024-07-12' }] },
    })
    await campus.hire('c1')
    await campus.advance('2024-03-08')
    const as = (command: string, payload: Record<string, unknown>) => campus.as('counselor', 'assessment', command, payload, own)
    const work = { ...own, month: '2024-03', entryId: 'w1', system: 'talk', on: '2024-03-07', minutes: 40, studentCount: 3 }
    expect(await problemOf(as('RecordWork', work))).toMatchObject({ status: 422, code: 'DutyCodeMissing' })
    await as('RecordWork', { ...work, dutyCode: 1 })
    await as('CorrectWork', { ...work, dutyCode: 1, minutes: 45 })
    await as('ReportFiles', { ...own, termId: 't24a', students: 9, complete, special: 2, specialWithOwnFile: 1 })

    await campus.advance('2024-03-11')
    const tasks = async (state: string) => {
      const client = await clientFor(campus.campus, 'counselor', own)
      return (await client.view(campus.campus, 'tasks', { ruleId: 'X-45', state, subject: 'c1_2024-W10' })).items
    }
    const [task] = await eventually(
      'the missing journal is a task of the counselor',
      () => tasks('open'),
      (seen) => seen.length > 0,
    )
    expect(task).toMatchObject({ action: 'writeJournal', dueOn: '2024-03-10', counselorId: 'c1' })
    await as('SubmitJournal', { ...journal, isoWeek: '2024-W10' })
    await eventually(
      'the task is taken back',
      () => tasks('cancelled'),
      (seen) => seen.length > 0,
    )

    const reply = (departmentId: string) =>
      campus.as('deptBranch', 'assessment', 'ReplyJournal', { ...own, isoWeek: '2024-W10', note: '已报后勤处' }, { departmentId })
    expect(await problemOf(reply('automotive'))).toMatchObject({ status: 403, code: 'NotAuthorized' })
    await reply('nursing')
    // RM-10, a view of the branch
    await as('RecordWork', { ...own, month: '2024-03', entryId: 'w2', on: '2024-03-08', minutes: 15, dutyCode: 0, purpose: '协助财务报账' })
    const branch = async (departmentId: string, params: Record<string, string> = {}) =>
      (await (await clientFor(campus.campus, 'deptBranch', { departmentId })).view(campus.campus, 'department-branch', params)).items
    const [row] = await eventually(
      'the branch sees the work',
      () => branch('nursing'),
      (rows) => rows[0]?.totalMinutes === 60,
    )
    expect(row).toMatchObject({ id: 'c1', dutyMinutes: { 1: 45 }, outsideMinutes: 15, offDutyShare: { num: 1, den: 4 }, talks: 1 })
    expect(row).toMatchObject({ journals: 1, weeksInTerm: 19, unansweredIssues: 0, fileCompletenessShown: '100.0%', withoutOwnFile: 1 })
    expect(await branch('automotive')).toEqual([])
    expect(await branch('nursing', { asOf: '2024-03-04' })).toMatchObject([{ id: 'c1', totalMinutes: 0, journals: 0 }])
    const colleague = await clientFor(campus.campus, 'counselor', { counselorId: 'c2' })
    expect((await colleague.view(campus.campus, 'department-branch')).items).toEqual([])
    const why = await (await clientFor(campus.campus, 'deptBranch', { departmentId: 'nursing' })).why(
      campus.campus,
      'department-branch',
      'c1-offDutyShare',
    )
    expect(why).toMatchObject({ figures: [{ name: 'offDutyShare', arithmetic: [{ zh: '15 ÷ 60 = 25.0%' }] }] })
    const events = await (await clientFor(campus.campus, 'studentAffairs')).events(campus.campus, {
      type: 'assessment.JournalSubmitted',
      stream: `journal-${campus.campus}.c1-2024-W10`,
    })
    expect(events.items[0]?.data).toMatchObject({ late: true, issues: ['教室照明不足'] })
  })
})
