import { describe, expect, it } from 'vitest'
import { presets } from './parameter.js'
import { type PolicyKey, parameterOf, parameters } from './parameters.js'
import { contextOfKey, contextsOfPreset, policyContexts, presetValues } from './presets.js'

const third = { num: 1, den: 3 }
/** `domain/20`: each ambiguity, its parameter and the default that holds on every campus (`null`: stated each time). */
const ambiguities: readonly (readonly [string, PolicyKey, unknown])[] = [
  ['A-01', 'training.tier.experiencedFromYears', 4],
  ['A-02', 'training.tier.labelYears', 6],
  ['A-03', 'staffing.ratio.inclusive', true],
  ['A-04', 'staffing.ratio.basis', 'fte'],
  ['A-05', 'staffing.ratio.scope', 'campus'],
  ['A-06', 'staffing.fullTimeMajority', 'headcount'],
  ['A-07', 'staffing.partTimeWeight', third],
  ['A-08', 'training.hours.higherCounts', false],
  ['A-09', 'training.hours.prorate', 'months'],
  ['A-10', 'calendar.yearKind', 'calendar'],
  ['A-11', 'training.higher.window', 'rolling'],
  ['A-12', 'assessment.failGap', 'breaks'],
  ['A-13', 'staffing.exit.silence', 'escalate'],
  ['A-14', 'staffing.exit.unsuitableRefusalPermits', false],
  ['A-15', 'staffing.teacherPromotion.cumulative', true],
  ['A-16', 'staffing.teacherPromotion.maxAge', null],
  ['A-17', 'staffing.courseLoad.count', 'titles'],
  ['A-18', 'mentorship.interview.period', 'calendarQuarter'],
  ['A-18', 'mentorship.interview.per', 'pairing'],
  ['A-18', 'mentorship.interview.groupCounts', false],
  ['A-19', 'mentorship.partialMinDays', 30],
  ['A-20', 'mentorship.careerGuidance.anchor', 'laterOfSchemeAndPairing'],
  ['A-21', 'mentorship.rotation.anchor', 'cycle'],
  ['A-21', 'mentorship.rotation.sameLeader', 'exception'],
  ['A-22', 'mentorship.research.carryOver', true],
  ['A-23', 'mentorship.minIsHard', false],
  ['A-24', 'training.advisors.per', 'side'],
  ['A-25', 'workshops.intro.countSpaces', false],
  ['A-26', 'workshops.deferral.maxConsecutive', 1],
  ['A-27', 'workshops.evaluation.firstDue', 'nextYear'],
  ['A-28', 'workshops.plan.years', 3],
  ['A-29', 'campaigns.themesPerMonth', 1],
  ['A-30', 'campaigns.delegate.excellenceSources', ['latestGradeExcellent', 'awardLast3Years', 'campusDesignation']],
  ['A-31', 'training.tier.titleOverrides', true],
  ['A-32', 'awards.topTen.quota', 10],
  ['A-33', 'training.tier.mastery', 'assumedUnlessDenied'],
  ['A-34', 'staffing.selection.publicityDays', null],
  ['A-34', 'staffing.selection.trialMonths', null],
  ['A-35', 'service.partTimeWeight', { num: 1, den: 1 }],
  ['A-36', 'staffing.exit.target', 'nonCounselor'],
]

/** `domain/21`: each row of the table, its keys and the preset that sets them (`null`: nobody does, inactive until the campus sets it). */
const rows: readonly (readonly [row: string, preset: (typeof presets)[number] | null, values: Partial<Record<PolicyKey, unknown>>])[] = [
  ['R-AK-29, R-AK-37', 'aksu', { 'staffing.ratio.studentsPerCounselor': 200, 'staffing.partTimeWeight': third }],
  ['R-AK-35', 'aksu', { 'staffing.contract.forbiddenKinds': ['laborDispatch', 'personnelAgency'] }],
  ['R-AK-38, R-AK-40', 'aksu', { 'staffing.candidate.minDegree': 'bachelor', 'staffing.candidate.partyMember': 'inPrinciple' }],
  [
    'R-AK-44, 46, 47',
    'aksu',
    {
      'staffing.selection.stages': ['writtenExam', 'interviewExam', 'publicity', 'trialPost'],
      'staffing.selection.panel': ['studentAffairs', 'orgPersonnel', 'disciplineInspection'],
      'staffing.selection.channels': ['orgRecommendation', 'openRecruitment'],
    },
  ],
  ['R-AK-48', 'aksu', { 'staffing.teacherPromotion.minYears': 1 }],
  [
    'R-AK-68',
    'aksu',
    {
      'staffing.courseLoad.maxPerTerm': 1,
      'staffing.courseLoad.courses': ['形势与政策', '军事理论', '大学生心理健康与成长', '大学生职业生涯规划', '职业发展与就业指导'],
    },
  ],
  ['R-AK-26', 'aksu', { 'staffing.briefing.minPerYear': 2 }],
  ['R-AK-70, R-AK-71', 'aksu', { 'staffing.dorm.officesPerBuilding': 1, 'staffing.dorm.activityRoomsPerBuilding': 1 }],
  ['R-AK-73, R-AK-56', null, { 'staffing.allowance.dueDay': null, 'staffing.seniorPostShare': null }],
  ['R-AK-83', 'aksu', { 'staffing.exit.consecutiveFails': 2, 'staffing.exit.offerResponseDays': 15 }],
  ['R-AK-81', 'aksu', { 'staffing.contract.renewalNoticeDays': 60 }],
  [
    'R-LZ-09, 13, 17, 23',
    'lanzhou',
    { 'training.tier.growthFromYears': 2, 'training.tier.experiencedFromYears': 4, 'training.tier.matureFromRank': 'associateSenior' },
  ],
  ['R-LZ-31', 'lanzhou', { 'training.advisors.onCampus': { min: 1, max: 3 }, 'training.advisors.offCampus': { min: 1, max: 3 } }],
  ['R-LZ-20', 'lanzhou', { 'training.priorityTier': 'experienced' }],
  ['R-LZ-37', 'lanzhou', { 'training.plan.flags': ['inCadrePlan', 'inTeacherPlan'] }],
  ['R-AK-60', 'aksu', { 'training.plan.flags': ['inCadrePlan', 'inTeacherPlan'] }],
  [
    'R-AK-64',
    'aksu',
    {
      'training.hours.minPerYear': 16,
      'training.hours.level': 'institution',
      'training.hours.step': 0.5,
      'training.hours.reminders': ['06-30', '10-31'],
    },
  ],
  [
    'R-AK-65',
    'aksu',
    { 'training.higher.everyYears': 3, 'training.higher.count': 1, 'training.higher.levels': ['national', 'provincial'] },
  ],
  ['R-AK-66', 'aksu', { 'training.mandatoryTopics': ['whitePapers'] }],
  ['R-AK-61', null, { 'training.fund.perHead': null }],
  ['R-HZ-09', 'hangzhou', { 'workshops.leader.employment': 'fullTime' }],
  ['R-LZ-26', 'lanzhou', { 'workshops.studio.leaderTier': 'mature', 'workshops.studio.minLevel': 'institution' }],
  [
    'R-HZ-34, 36, 22, 26',
    'hangzhou',
    { 'workshops.intro.maxChars': 100, 'workshops.plan.years': 3, 'workshops.evaluation.perYear': 1, 'workshops.deferral.months': 6 },
  ],
  ['R-HZ-28, R-HZ-30', 'hangzhou', { 'workshops.leaderVacancyDays': 30, 'workshops.nextPlanDays': 30 }],
  ['R-TS-01', 'tangshan', { 'mentorship.schemeEstablishedOn': '2015-10-13' }],
  ['R-TS-09', 'tangshan', { 'mentorship.contacts.min': 2, 'mentorship.contacts.max': 3 }],
  [
    'R-TS-13, 19, 16',
    'tangshan',
    { 'mentorship.interview.perQuarter': 1, 'mentorship.guidance.perTerm': 1, 'mentorship.careerGuidance.months': 6 },
  ],
  [
    'R-TS-26, R-TS-27',
    'tangshan',
    {
      'mentorship.research.years': 3,
      'mentorship.research.count': 1,
      'mentorship.research.minLevel': 'institution',
      'mentorship.rotation.years': 3,
    },
  ],
  [
    'R-TS-33, R-TS-35',
    'tangshan',
    { 'mentorship.report.due': '12-31', 'mentorship.report.recipients': ['provincialWorkCommittee', 'provincialDepartment'] },
  ],
  ['R-AK-80', 'aksu', { 'assessment.parties': ['studentAffairs', 'orgPersonnel', 'deptBranch', 'students'] }],
  ['R-AK-78', null, { 'assessment.weights': null, 'assessment.thresholds': null }],
  [
    'R-AK-79, R-AK-81',
    'aksu',
    {
      'assessment.criteria': ['ethics', 'educationalEffect', 'studentRecognition', 'studentSatisfaction'],
      'assessment.linkages': ['appointment', 'post', 'pay', 'rewardPunishment', 'renewal'],
    },
  ],
  ['R-AK-79', 'aksu', { 'assessment.student.minBallots': 5 }],
  [
    'R-AK-19..22',
    null,
    {
      'assessment.talk.frequency': null,
      'assessment.observation.frequency': null,
      'assessment.dorm.frequency': null,
      'assessment.meeting.frequency': null,
    },
  ],
  ['R-AK-85', 'aksu', { 'awards.topTen.quota': 10, 'awards.commendationDay': '09-10' }],
  ['R-LN-35, R-LN-36', 'liaoning-province', { 'campaigns.onlineTarget': 100, 'campaigns.worksTarget': 100 }],
  ['R-TS-19, R-AK-68', null, { 'calendar.terms': null }],
  ['R-AK-14, R-AK-81', null, { 'assessment.incident.maxDelayMinutes': null, 'assessment.appeal.days': null }],
  ['R-LZ-01, R-LZ-13', 'lanzhou', { 'training.tier.scope': 'fullTime', 'training.tier.masteryWindowDays': 60 }],
  ['R-TS-07', 'tangshan', { 'mentorship.minNoteChars': 20 }],
  [
    'R-LN-42',
    null,
    { 'campaigns.workDeadline': null, 'campaigns.delegateQuota': null, 'campaigns.awardQuota': null, 'campaigns.creditHours': null },
  ],
  ['R-AK-52', 'aksu', { 'staffing.title.disciplines': ['思想政治教育'] }],
  ['R-AK-36', null, { 'staffing.partTime.quota': null }],
]

describe('policy parameters', () => {
  it.each(ambiguities)('%s has %s', (id, key, value) => {
    const definition = parameterOf(key)
    expect(definition.rules).toContain(id)
    expect(definition.everywhere ?? null).toEqual(value)
  })

  it('A-01 to A-36 are all there', () => {
    const expected = Array.from({ length: 36 }, (_, i) => `A-${String(i + 1).padStart(2, '0')}`)
    expect([...new Set(ambiguities.map(([id]) => id))]).toEqual(expected)
  })

  it.each(rows)('%s (%s)', (_row, preset, values) => {
    for (const [key, value] of Object.entries(values)) {
      const definition = parameterOf(key as PolicyKey)
      if (preset) expect(definition.presets?.[preset], key).toEqual(value)
      else expect(definition.presets, key).toBeUndefined()
    }
  })

  it('a span of time that no regulation means and no date can be counted with is no value', () => {
    const spans = Object.entries(parameters).filter(([, { unit }]) => ['minutes', 'days', 'months', 'years'].includes(unit))
    expect(spans.length).toBeGreaterThan(15)
    for (const [key, { schema }] of spans) expect(schema.safeParse(100_000).success, key).toBe(false)
  })

  it('R-LN-10..33: the seven themes of Liaoning with months and hosts', () => {
    const themes = presetValues('liaoning-province')['campaigns.themes']
    expect(themes).toHaveLength(7)
    expect(themes).toMatchObject([
      { from: '04-01' },
      { from: '05-01' },
      { from: '06-01', to: '07-31' },
      { from: '07-01' },
      { from: '09-01' },
      {},
      { to: '11-30' },
    ])
  })

  it('X-02 … X-42: the reminders hold on every campus', () => {
    expect(Object.keys(parameterOf('rules.reminderDays').everywhere as object)).toHaveLength(13)
  })

  it('R-AK-02 教师队伍和管理队伍: training is part of the plan of the cadres and of that of the teachers', () => {
    expect(presetValues('aksu')['training.plan.flags']).toEqual(['inCadrePlan', 'inTeacherPlan'])
    expect(parameterOf('training.plan.flags').rules).toContain('R-AK-02')
  })

  it('no key stands in neither table', () => {
    const known = new Set<string>([...ambiguities.map(([, key]) => key), ...rows.flatMap(([, , values]) => Object.keys(values))])
    const others = Object.keys(parameters).filter((key) => !known.has(key))
    expect(others).toEqual(['assessment.gradeQuota', 'campaigns.themes', 'rules.reminderDays'])
  })

  it.each(Object.keys(parameters) as PolicyKey[])('%s: its values pass its own schema, its texts are in both languages', (key) => {
    const definition = parameterOf(key)
    for (const value of [definition.everywhere, ...Object.values(definition.presets ?? {})])
      if (value !== undefined) expect(definition.schema.parse(value)).toEqual(value)
    expect(definition.title.zh).not.toBe('')
    expect(definition.title.en).not.toBe('')
    expect(definition.rules.length).toBeGreaterThan(0)
    expect(definition.schema.safeParse(null).success).toBe(false)
  })

  it('a preset sets only the keys it lists in the chosen contexts', () => {
    expect(contextsOfPreset('aksu')).toEqual(['staffing', 'training', 'assessment'])
    expect(contextsOfPreset('lanzhou')).toEqual(['training', 'workshops'])
    expect(contextsOfPreset('hangzhou')).toEqual(['workshops'])
    expect(contextsOfPreset('tangshan')).toEqual(['mentorship'])
    expect(contextsOfPreset('liaoning-province')).toEqual(['campaigns'])
    for (const preset of presets)
      for (const context of policyContexts)
        for (const key of Object.keys(presetValues(preset, [context]))) expect(contextOfKey(key)).toBe(context)
  })

  it('R-AK-78: weights are whole, cover the four parties and add up to 100', () => {
    const schema = parameters['assessment.weights'].schema
    expect(schema.safeParse({ studentAffairs: 40, orgPersonnel: 20, deptBranch: 20, students: 20 }).success).toBe(true)
    expect(schema.safeParse({ studentAffairs: 40, orgPersonnel: 20, deptBranch: 20, students: 19 }).success).toBe(false)
    expect(schema.safeParse({ studentAffairs: 60, orgPersonnel: 20, deptBranch: 20 }).success).toBe(false)
  })
})
