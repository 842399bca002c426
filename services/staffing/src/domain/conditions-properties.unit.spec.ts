import type { CommandDefinition, EventDefinition } from '@fudao/contracts/kit'
import * as c from '@fudao/contracts/staffing'
import { decisionContext, type SpecContext } from '@fudao/testing'
import fc from 'fast-check'
import { describe, test } from 'vitest'
import { registered } from '../fixtures/counselor.fixture.js'
import { checkDeciderProperties } from '../fixtures/decider-properties.js'
import { application, gradeApplication, gradeRoundOpened, roundId, standardRef, titleRoundOpened } from '../fixtures/title.fixture.js'
import { briefingDecider } from './briefing/briefing.js'
import { compensationDecider } from './compensation/compensation-year.js'
import { evolveCounselor, noCounselor } from './counselor/counselor-state.js'
import { dormBuildingDecider } from './dorm-building/dorm-building.js'
import { termPlanDecider } from './term-plan/term-plan.js'
import { titleApplicationDecider } from './title/title-application.js'
import { evolveTitleRound, noTitleRound, titleRoundDecider } from './title/title-round.js'

const published = c.staffingContext.commands
const eventsOf = (aggregate: string): readonly EventDefinition[] => c.staffingContext.events.filter((e) => e.aggregate.name === aggregate)
const date = fc.constantFrom('2024-01-31', '2024-02-29', '2024-12-31', '2025-01-01', '2025-09-01')
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const one = <T>(value: T) => fc.constant(value)

type CommandIn<D> = D extends { readonly decide: (command: infer C, state: never) => unknown } ? C : never
/** A command of this definition with a payload that passes the contract. */
const sent =
  <C>(key: Record<string, fc.Arbitrary<unknown>>, context: SpecContext = {}) =>
  (definition: CommandDefinition, fields: Record<string, fc.Arbitrary<unknown>> = {}): fc.Arbitrary<C> =>
    fc.tuple(fc.record({ ...key, ...fields }), date).map(([payload, asOf]) => {
      const data = definition.payload.parse(JSON.parse(JSON.stringify(payload)))
      return { type: definition.name, data, metadata: decisionContext({ preset: 'aksu', ...context, asOf }) } as C
    })

describe('the same request on the resulting state yields no events; every event round-trips its schema', () => {
  test('TitleReviewRound', () => {
    const of = sent<CommandIn<typeof titleRoundDecider>>({ roundId: one(roundId) })
    const counts = fc.constantFrom({ senior: 1, primary: 2 }, { senior: 0 }, { primary: -1 })
    checkDeciderProperties(
      titleRoundDecider,
      eventsOf('TitleReviewRound'),
      published,
      fc.oneof(
        of(c.OpenTitleRound, {
          track: fc.constantFrom(...c.promotionTracks),
          separateQuota: fc.boolean(),
          separateStandard: one(true),
          separatePanel: one(true),
          quotaByRank: counts,
          seniorShare: maybe(fc.constantFrom({ num: 1, den: 10 }, { num: 2, den: 1 })),
          standardRef: maybe(one(standardRef)),
        }),
        of(c.FillTitlePlace, { rank: fc.constantFrom(...c.titleRanks), applicationId: fc.constantFrom('a', 'b', 'c') }),
        of(c.RecordRankStructure, { asOf: maybe(date), teachersByRank: counts }),
      ),
    )
  })
  test('TitleApplication', () => {
    const counselor = evolveCounselor(noCounselor(), registered)
    for (const [opened, request] of [
      [titleRoundOpened, application],
      [gradeRoundOpened, gradeApplication],
    ] as const) {
      const round = evolveTitleRound(noTitleRound(), opened)
      const of = sent<CommandIn<typeof titleApplicationDecider>>({ applicationId: one('ta1') }, { facts: { counselor, round } })
      const other = request.track === 'title' ? 'ManagementGradeGranted' : 'TitleGranted'
      const fixed = Object.fromEntries(Object.entries(request).map(([name, value]) => [name, one(value)]))
      checkDeciderProperties(
        titleApplicationDecider,
        eventsOf('TitleApplication').filter(({ name }) => name !== other),
        published,
        fc.oneof(
          of(c.SubmitTitleApplication, { ...fixed, discipline: fc.constantFrom('思想政治教育', '机械工程') }),
          { weight: 2, arbitrary: of(c.CheckTitleApplication) },
          of(c.DecideTitle, {
            decision: fc.constantFrom(...c.titleDecisions),
            title: maybe(one('副教授')),
            grade: maybe(one('七级职员')),
            on: maybe(date),
            reason: maybe(one('成果不足')),
          }),
          of(c.WithdrawTitleApplication, { counselorId: fc.constantFrom('c1', 'c2'), reason: one('r') }),
        ),
      )
    }
  })
  test('DormBuilding', () => {
    const of = sent<CommandIn<typeof dormBuildingDecider>>({ siteId: one('main'), buildingId: one('b3') })
    const room = fc.constantFrom('101', '102', '103')
    checkDeciderProperties(
      dormBuildingDecider,
      eventsOf('DormBuilding'),
      published,
      fc.oneof(
        of(c.RegisterBuilding),
        { weight: 3, arbitrary: of(c.AssignRoom, { kind: fc.constantFrom(...c.dormRoomKinds), room, counselorId: maybe(one('c1')) }) },
        { weight: 2, arbitrary: of(c.VacateRoom, { room }) },
        of(c.CloseBuilding, { on: maybe(date) }),
      ),
    )
  })
  test('CompensationYear', () => {
    const of = sent<CommandIn<typeof compensationDecider>>({ year: one(2024) }, { policy: { 'staffing.allowance.dueDay': 31 } })
    const month = fc.constantFrom(0, 2, 7, 13)
    const counselorId = fc.constantFrom('c1', 'c2')
    const amount = fc.constantFrom(-1, 0, 100_000)
    checkDeciderProperties(
      compensationDecider,
      eventsOf('CompensationYear'),
      published,
      fc.oneof(
        { weight: 4, arbitrary: of(c.RecordAllotment, { counselorId, month, amount, dueOn: maybe(date) }) },
        {
          weight: 4,
          arbitrary: of(c.RecordPayment, { counselorId, month, regional: amount, matching: maybe(amount), paidOn: maybe(date) }),
        },
        { weight: 3, arbitrary: of(c.RecordParity, { rank: fc.constantFrom(...c.titleRanks), counselorAvg: amount, teacherAvg: amount }) },
        { weight: 2, arbitrary: of(c.StopAllowance, { counselorId, fromMonth: month }) },
        { weight: 1, arbitrary: of(c.ResumeAllowance, { counselorId }) },
        of(c.CloseCompensationYear),
      ),
    )
  })
  test('PartyCommitteeBriefing', () => {
    const of = sent<CommandIn<typeof briefingDecider>>({ year: one(2024) })
    checkDeciderProperties(
      briefingDecider,
      eventsOf('PartyCommitteeBriefing'),
      published,
      fc.oneof(
        { weight: 3, arbitrary: of(c.SubmitBriefing, { reportRef: fc.constantFrom('汇报 1', '汇报 2', '汇报 3') }) },
        {
          weight: 3,
          arbitrary: of(c.HoldBriefing, { on: maybe(date), heard: fc.boolean(), studied: one(true), decisions: maybe(one(['补足岗位'])) }),
        },
        of(c.CloseBriefingYear),
      ),
    )
  })
  test('DepartmentTermPlan', () => {
    const department = { departmentId: 'nursing', name: '护理系', teachingUnit: true, siteId: 'main', grades: ['2022', '2023'] }
    const of = sent<CommandIn<typeof termPlanDecider>>(
      { departmentId: fc.constantFrom('nursing'), termId: one('t1') },
      { facts: { structure: { departments: [department] } } },
    )
    checkDeciderProperties(
      termPlanDecider,
      eventsOf('DepartmentTermPlan'),
      published,
      fc.oneof(
        of(c.SubmitTermPlan, {
          measures: fc.constantFrom(['甲'], ['乙']),
          trainingPoints: fc.constantFrom([], ['whitePapers']),
          assemblies: fc.constantFrom([], [{ grade: '2022', weekday: 1, period: 2 }], [{ grade: '1999', weekday: 1, period: 2 }]),
        }),
        of(c.ConfirmTermPlan),
      ),
    )
  })
})
