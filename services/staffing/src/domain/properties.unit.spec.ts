import type { CommandDefinition, EventDefinition } from '@fudao/contracts/kit'
import * as c from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import { decisionContext, type SpecContext } from '@fudao/testing'
import fc from 'fast-check'
import { describe, test } from 'vitest'
import { contractId, terms } from '../fixtures/contract.fixture.js'
import { allConditions, counselorId, fullTimer, partTimer, registered, signedContract } from '../fixtures/counselor.fixture.js'
import { checkDeciderProperties, eventIdAt } from '../fixtures/decider-properties.js'
import { annualFail, caseEvents, twoFails, unsuitable } from '../fixtures/exit-case.fixture.js'
import { application, appointment, candidacyId, opened, plan, planned, roundId, roundOf } from '../fixtures/recruitment.fixture.js'
import { campusStructureDecider } from './campus-structure/campus-structure.js'
import { candidacyDecider } from './candidacy/candidacy.js'
import { contractDecider } from './contract/contract.js'
import { counselorDecider } from './counselor/counselor.js'
import { evolveCounselor, noCounselor } from './counselor/counselor-state.js'
import { courseLoadDecider } from './course-load/course-load.js'
import { exitCaseDecider } from './exit-case/exit-case.js'
import { evolveExitCase, noExitCase } from './exit-case/exit-case-state.js'
import { numberRevealDecider } from './number-reveal/number-reveal.js'
import { personDecider } from './person/person.js'
import { roundDecider } from './recruitment-round/recruitment-round.js'
import { teacherServiceDecider } from './teacher-service/teacher-service.js'

const published = c.staffingContext.commands
const eventsOf = (aggregate: string): readonly EventDefinition[] => c.staffingContext.events.filter((e) => e.aggregate.name === aggregate)
const date = fc.constantFrom('2019-01-31', '2020-09-01', '2023-02-28', '2024-02-29', '2024-12-31', '2025-03-01', '2026-01-01')
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

/** A command of this definition with a payload that passes the contract. */
const sent = <C>(definition: CommandDefinition, fields: Record<string, fc.Arbitrary<unknown>>, context: SpecContext): fc.Arbitrary<C> =>
  fc.tuple(fc.record(fields), date).map(([payload, asOf]) => {
    const data = definition.payload.parse(JSON.parse(JSON.stringify(payload)))
    return { type: definition.name, data, metadata: decisionContext({ preset: 'aksu', ...context, asOf }) } as C
  })
const fixed = (value: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fc.constant(v)]))

type CommandIn<D> = D extends { readonly decide: (command: infer C, state: never) => unknown } ? C : never

describe('the same request on the resulting state yields no events; every event round-trips its schema', () => {
  test('Counselor', () => {
    const fail = caseEvents(annualFail)
    const exitCase = [fail.opened, fail.offered, fail.accepted, fail.reassigned].reduce(evolveExitCase, noExitCase())
    const context = { facts: { contract: signedContract, exitCase } }
    const of = (definition: CommandDefinition, fields: Record<string, fc.Arbitrary<unknown>>) =>
      sent<CommandIn<typeof counselorDecider>>(definition, { counselorId: fc.constant(counselorId), ...fields }, context)
    const eventId = fc.nat({ max: 12 }).map(eventIdAt)
    const place = { siteId: fc.constantFrom('main', 'north'), buildingId: fc.constantFrom('b1', 'b2') }
    const title = { title: fc.constantFrom('讲师', '教授'), rank: fc.constantFrom(...c.titleRanks), grantedOn: date }
    checkDeciderProperties(
      counselorDecider,
      // written by the erasure of the person, to no effect here
      eventsOf('Counselor').filter(({ name }) => name !== 'ErasureAnnounced'),
      published,
      fc.oneof(
        { weight: 4, arbitrary: of(c.RegisterCounselor, { ...fixed(fullTimer), startDate: date }) },
        of(c.RegisterCounselor, { ...fixed(partTimer), startDate: date }),
        of(c.RecordPriorService, {
          from: date,
          to: date,
          employment: fc.constantFrom(...c.employments),
          institution: fc.constant('某校'),
          evidenceRef: maybe(fc.constant('证明')),
        }),
        of(c.ChangeEmployment, { to: fc.constantFrom(...c.employments), effectiveDate: date }),
        of(c.ChangePosition, {
          positionCategory: fc.constantFrom(...c.positionCategories),
          positionText: maybe(fc.constant('专项')),
          departmentId: fc.constantFrom('nursing', 'mechanics'),
          siteId: fc.constant('main'),
          effectiveDate: date,
        }),
        of(c.StartLeave, { from: date, reason: fc.constantFrom(...c.leaveReasons) }),
        of(c.EndLeave, { on: maybe(date) }),
        of(c.RecordTitle, { ...title, discipline: fc.constant('思想政治教育') }),
        of(c.CorrectTitle, { ...title, correctsEventId: eventId, reason: maybe(fc.constant('更正')) }),
        of(c.AssignDormResidence, { ...place, from: date }),
        of(c.VacateDormResidence, { ...place, to: date }),
        of(c.DeregisterCounselor, {
          lastDay: date,
          reason: fc.constantFrom(...c.departureReasons),
          exitCaseId: maybe(fc.constant(c.toExitCaseId(annualFail))),
        }),
        of(c.CorrectDeregistration, {
          correctsEventId: eventId,
          lastDay: maybe(date),
          revoked: maybe(fc.boolean()),
          reason: maybe(fc.constant('更正')),
        }),
      ),
    )
  })

  test('EmploymentContract', () => {
    const two = caseEvents(twoFails)
    const exitCase = [two.opened, two.permitted, two.terminated].reduce(evolveExitCase, noExitCase())
    const of = (definition: CommandDefinition, fields: Record<string, fc.Arbitrary<unknown>>) =>
      sent<CommandIn<typeof contractDecider>>(definition, { contractId: fc.constant(contractId), ...fields }, { facts: { exitCase } })
    checkDeciderProperties(
      contractDecider,
      eventsOf('EmploymentContract'),
      published,
      fc.oneof(
        of(c.DraftContract, {
          ...fixed(terms),
          to: maybe(date),
          kind: fc.constantFrom(...c.contractKinds),
          exception: maybe(fc.constant({ reason: '过渡', approver: 'zhang.wei' })),
        }),
        of(c.SignContract, { signedOn: maybe(date) }),
        of(c.MarkRenewalDue, { dueOn: maybe(date) }),
        of(c.SetRenewalClearance, {
          clearance: fc.constantFrom(...c.clearances),
          basisYear: maybe(fc.constant(2023)),
          reason: fc.constant('r'),
        }),
        of(c.ExpireContract, { on: maybe(date) }),
        of(c.RenewContract, {
          newContractId: fc.constant('k2'),
          from: date,
          to: fc.constant('2027-12-31'),
          approvalRef: maybe(fc.constant('纪要')),
        }),
        of(c.TerminateContract, {
          on: maybe(date),
          ground: fc.constantFrom(...c.contractEndGrounds),
          groundText: maybe(fc.constant('其他')),
          exitCaseId: maybe(fc.constant(c.toExitCaseId(twoFails))),
        }),
      ),
    )
  })

  test('ExitCase', () => {
    for (const key of [annualFail, twoFails, unsuitable]) {
      const events = eventsOf('ExitCase').filter(({ name }) => key.ground === 'unsuitable' || name !== 'ExitCaseEscalated')
      const of = (definition: CommandDefinition, fields: Record<string, fc.Arbitrary<unknown>>) =>
        sent<CommandIn<typeof exitCaseDecider>>(
          definition,
          { ...fixed(key), ...fields },
          { policy: { 'staffing.exit.unsuitableRefusalPermits': true, 'staffing.exit.target': 'anyPost' } },
        )
      const years = key.ground === 'twoConsecutiveFails' ? [2022, 2023] : [2023]
      checkDeciderProperties(
        exitCaseDecider,
        events,
        published,
        fc.oneof(
          { weight: 2, arbitrary: of(c.OpenExitCase, { basisYears: fc.constant(years), basisRef: fc.constantFrom('r1', 'r2') }) },
          {
            weight: 2,
            arbitrary: of(c.OfferPost, {
              post: fc.constantFrom('a', 'b'),
              offeredOn: maybe(date),
              targetKind: maybe(fc.constantFrom(...c.exitTargets)),
            }),
          },
          {
            weight: 2,
            arbitrary: of(c.AnswerOffer, {
              answer: maybe(fc.constantFrom(...c.offerAnswers)),
              on: maybe(date),
              statementRef: maybe(fc.constant('s')),
            }),
          },
          { weight: 4, arbitrary: of(c.PermitTermination, { basisYears: maybe(fc.constant(years)) }) },
          of(c.DecideTermination, { decision: fc.constantFrom(...c.terminationDecisions), on: maybe(date), reason: fc.constant('r') }),
          of(c.CompleteReassignment, { newPost: maybe(fc.constantFrom('a', 'b')), from: maybe(date) }),
          of(c.WithdrawExitCase, { reason: fc.constant('r') }),
          of(c.EscalateExitCase, { on: maybe(date) }),
        ),
      )
    }
  })

  test('RecruitmentRound', () => {
    const of = (definition: CommandDefinition, fields: Record<string, fc.Arbitrary<unknown>>) =>
      sent<CommandIn<typeof roundDecider>>(definition, { roundId: fc.constant(roundId), ...fields }, { facts: {} })
    const candidacy = { candidacyId: fc.constantFrom('a1', 'a2', 'a3') }
    checkDeciderProperties(
      roundDecider,
      eventsOf('RecruitmentRound'),
      published,
      fc.oneof(
        of(c.PlanRound, {
          ...fixed(plan),
          posts: fc.nat({ max: 2 }),
          minDegree: maybe(fc.constantFrom(...c.degrees)),
          partyMember: maybe(fc.constantFrom(...c.partyRequirements)),
          channels: maybe(fc.subarray(['orgRecommendation', 'openRecruitment'], { minLength: 1 })),
          stages: maybe(fc.shuffledSubarray(['writtenExam', 'interviewExam', 'publicity', 'trialPost'], { minLength: 1 })),
        }),
        of(c.OpenRound, { on: maybe(date) }),
        of(c.CloseRound, {}),
        of(c.CancelRound, { reason: fc.constantFrom('r1', 'r2') }),
        { weight: 3, arbitrary: of(c.FillPost, candidacy) },
        of(c.FreePost, candidacy),
      ),
    )
  })

  test('Candidacy', () => {
    // few stages, so that the random way gets to the end; their order is a property of its own
    const round = roundOf(happened(c.RoundPlanned, { ...planned.data, stages: ['publicity', 'trialPost'] }), opened)
    const of = (definition: CommandDefinition, fields: Record<string, fc.Arbitrary<unknown>>, context: SpecContext = {}) =>
      sent<CommandIn<typeof candidacyDecider>>(
        definition,
        { candidacyId: fc.constant(candidacyId), ...fields },
        { facts: { round }, ...context },
      )
    const objectionId = fc.constant('o1')
    const seldom = fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constant(false) })
    checkDeciderProperties(
      candidacyDecider,
      eventsOf('Candidacy'),
      published,
      fc.oneof(
        { weight: 3, arbitrary: of(c.SubmitCandidacy, fixed(application), { actor: { role: 'candidate', personId: 'p1' } }) },
        {
          weight: 4,
          arbitrary: of(c.ScreenCandidate, {
            passed: seldom,
            degree: fc.constantFrom('bachelor', 'master', 'juniorCollege'),
            partyMember: maybe(fc.boolean()),
            attestations: fc.constant({ ...allConditions }),
            exception: maybe(fc.constant({ reason: '急需', approver: 'zhang.wei' })),
          }),
        },
        { weight: 4, arbitrary: of(c.StartPublicity, { from: fc.constantFrom('2019-01-31', '2020-09-01'), contact: fc.constant('c') }) },
        { weight: 2, arbitrary: of(c.RaiseObjection, { objectionId, text: fc.constantFrom('t1', 't2') }) },
        { weight: 2, arbitrary: of(c.SettleObjection, { objectionId, upheld: fc.constantFrom(false, false, false, true) }) },
        {
          weight: 5,
          arbitrary: of(c.RecordStageResult, {
            stage: fc.constantFrom('publicity', 'publicity', 'trialPost'),
            passed: seldom,
            score: maybe(fc.nat({ max: 100 })),
            reason: maybe(fc.constant('r')),
          }),
        },
        { weight: 4, arbitrary: of(c.StartTrialPost, { from: fc.constantFrom('2019-01-31', '2020-09-01') }) },
        { weight: 4, arbitrary: of(c.ConcludeTrialPost, { passed: fc.constantFrom(true, true, true, false), on: maybe(date) }) },
        { weight: 4, arbitrary: of(c.AppointCandidate, fixed(appointment)) },
        { weight: 2, arbitrary: of(c.ReserveCandidacy, { reason: fc.constantFrom('r1', 'r2') }) },
        { weight: 1, arbitrary: of(c.WithdrawCandidacy, {}, { actor: { role: 'candidate', personId: 'p1' } }) },
      ),
    )
  })

  test('Person', () => {
    const person = {
      personId: fc.constant('p1'),
      name: fc.constantFrom('甲', '乙'),
      staffNo: fc.constantFrom('1', '2'),
      idDocument: maybe(fc.constantFrom('11010519491231002X', '440524188001010014', 'E12345678')),
      idDocumentType: maybe(fc.constantFrom(...c.idDocumentTypes)),
    }
    const facts = { facts: { staffNumber: { holder: 'p1', personRevision: -1 }, inService: [] } }
    const erase = { personId: fc.constant('p1'), reason: maybe(fc.constant('r')) }
    checkDeciderProperties(
      personDecider,
      eventsOf('Person'),
      published,
      fc.oneof(
        sent<CommandIn<typeof personDecider>>(c.RegisterPerson, person, facts),
        sent<CommandIn<typeof personDecider>>(c.ChangePerson, person, facts),
        sent<CommandIn<typeof personDecider>>(c.ErasePerson, erase, facts),
      ),
    )
  })

  test('NumberReveal', () => {
    const asked = {
      revealId: fc.constant('v1'),
      view: fc.constant('counselor-register'),
      reason: maybe(fc.constantFrom('甲事由', '乙事由')),
    }
    checkDeciderProperties(
      numberRevealDecider,
      eventsOf('NumberReveal'),
      published,
      sent<CommandIn<typeof numberRevealDecider>>(c.RevealNumbers, asked, {}),
    )
  })

  test('CampusStructure', () => {
    const department = fc.record({
      departmentId: fc.constantFrom('d1', 'd2'),
      name: fc.constantFrom('甲系', '乙系'),
      teachingUnit: fc.boolean(),
      siteId: fc.constant('main'),
      grades: fc.constantFrom([], ['2023']),
    })
    checkDeciderProperties(
      campusStructureDecider,
      eventsOf('CampusStructure'),
      published,
      sent<CommandIn<typeof campusStructureDecider>>(c.SetDepartments, { departments: fc.array(department, { maxLength: 3 }) }, {}),
    )
  })

  test('TeacherServiceRecord', () => {
    const of = (definition: CommandDefinition, fields: Record<string, fc.Arbitrary<unknown>>) =>
      sent<CommandIn<typeof teacherServiceDecider>>(definition, { teacherId: fc.constant('p1'), ...fields }, {})
    const role = fc.constantFrom(...c.stintRoles)
    const rank = fc.constantFrom(...c.titleRanks)
    checkDeciderProperties(
      teacherServiceDecider,
      eventsOf('TeacherServiceRecord'),
      published,
      fc.oneof(
        { weight: 3, arbitrary: of(c.OpenStint, { role, from: maybe(date), to: maybe(date) }) },
        of(c.CloseStint, { role: maybe(role), from: maybe(date), to: maybe(date) }),
        {
          weight: 3,
          arbitrary: of(c.RecordStintAssessment, {
            year: fc.integer({ min: 2018, max: 2026 }),
            qualified: fc.boolean(),
            sourceRef: fc.constantFrom('考核表 1', '考核表 2'),
          }),
        },
        of(c.CertifyEligibility, { targetRank: rank, youngTeacher: maybe(fc.constant(true)) }),
        of(c.WithdrawEligibility, { targetRank: maybe(rank), reason: fc.constant('更正') }),
      ),
    )
  })

  test('CourseLoad', () => {
    const counselor = evolveCounselor(noCounselor(), registered)
    const of = (definition: CommandDefinition, fields: Record<string, fc.Arbitrary<unknown>>) =>
      sent<CommandIn<typeof courseLoadDecider>>(
        definition,
        { counselorId: fc.constant(counselorId), termId: fc.constant('t1'), ...fields },
        { facts: { counselor, lastGrade: null } },
      )
    const courseTitle = fc.constantFrom('形势与政策', '《军事理论》', '护理学基础')
    checkDeciderProperties(
      courseLoadDecider,
      eventsOf('CourseLoad'),
      published,
      fc.oneof(
        of(c.AssignCourse, { courseTitle, sections: maybe(fc.integer({ min: 1, max: 3 })), ideologyTheory: maybe(fc.boolean()) }),
        of(c.ReleaseCourse, { courseTitle }),
      ),
    )
  })
})
