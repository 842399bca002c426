import { expect, it } from 'vitest'
import { openCampus } from './support/campus.js'
import { fullTimeRow, partTimeRow, type RosterCells, rosterOf, workbookOf } from './support/roster.js'

/** `FUDAO_ROSTER_ROWS=5000` measures what the roster of a large campus takes; it prints the seconds. */
const ROWS = Number(process.env.FUDAO_ROSTER_ROWS ?? 300)
const FAULTY = Math.round(ROWS * 0.06)
const EVERY = Math.floor(ROWS / FAULTY)
/** One of each kind in turn. */
const faults: readonly RosterCells[] = [
  { positionCategory: '班主任' },
  { departmentId: '不存在系' },
  { attested: '否' },
  { startDate: '2024-13-01' },
  { name: '' },
]

it('of a long roster with 6 % faulty rows every other row goes in and those come back with reasons; the same file again changes nothing', async () => {
  const { campus } = await openCampus({ firstDay: '2024-03-01' })
  const roster = rosterOf(campus)
  let faulty = 0
  const rows = Array.from({ length: ROWS }, (_, i): RosterCells => {
    const staffNo = String(100_000 + i)
    const row = i % 5 === 4 ? partTimeRow(staffNo) : fullTimeRow(staffNo)
    if (i % EVERY !== 0 || faulty === FAULTY) return row
    faulty += 1
    return { ...row, ...faults[faulty % faults.length] }
  })
  const file = await workbookOf(rows)
  const job = await roster.import(file, { withinMs: 120_000 })
  if (process.env.FUDAO_ROSTER_ROWS) process.stdout.write(`${ROWS} rows in ${job.seconds} s\n`)
  expect(job).toMatchObject({ state: 'done', total: ROWS, done: ROWS, accepted: ROWS - FAULTY, unchanged: 0, failed: FAULTY })
  const back = await roster.faulty(job)
  expect(back).toHaveLength(FAULTY + 1)
  expect(back.slice(1).filter((row) => !row.at(-1))).toEqual([])
  const again = await roster.import(file, { withinMs: 120_000 })
  expect(again).toMatchObject({ state: 'done', accepted: 0, unchanged: ROWS - FAULTY, failed: FAULTY, events: 0 })
}, 240_000)
