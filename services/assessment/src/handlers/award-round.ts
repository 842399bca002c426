import * as assessment from '@fudao/contracts/assessment'
import type { PersonCategory } from '@fudao/contracts/staffing'
import { aggregateHandlers, type LoadFact, type ReadReference } from '@fudao/service-kit'
import { awardDecider, type SelectWinnersFacts } from '../domain/award-round/award-round.js'
import type { NomineeFacts } from '../domain/award-round/eligibility.js'
import { assessmentDecider } from '../domain/counselor-assessment/counselor-assessment.js'
import { counselors, engagedPersons } from '../references/counselors.js'
import { standingSanctions } from '../references/standing-sanctions.js'

/** On the day of commendation the round's own year has no result yet: then the year before speaks. */
const latestGrade = async (counselorId: string, year: number, load: LoadFact): Promise<Pick<NomineeFacts, 'grade'>> => {
  for (const y of [year, year - 1]) {
    const known = await load(assessmentDecider, assessment.CounselorAssessment, { counselorId, year: y })
    if (known.status === 'final' || known.status === 'underAppeal') {
      const grade = known.file.result?.grade
      if (grade) return { grade: { year: y, grade } }
    }
  }
  return {}
}

const nomineeFacts = async (personId: string, year: number, load: LoadFact, reference: ReadReference): Promise<NomineeFacts> => {
  const counselorId = (await reference(engagedPersons, [personId]))?.counselorId
  const row = counselorId ? await reference(counselors, [counselorId]) : null
  if (!counselorId || !row) return { sanctions: [] }
  const member = {
    counselorId,
    personCategory: row.personCategory as PersonCategory,
    departmentId: String(row.departmentId),
    onLeave: row.onLeave === true,
    departed: row.departed === true,
  }
  const sanctions = ((await reference(standingSanctions, [counselorId]))?.cases ?? []) as readonly string[]
  return { member, ...(await latestGrade(counselorId, year, load)), sanctions }
}

export const awardHandlers = aggregateHandlers({
  decider: awardDecider,
  events: assessment.assessmentContext.events.filter(({ aggregate }) => aggregate.name === 'AwardRound'),
  commands: [
    assessment.OpenAwardRound,
    assessment.Nominate,
    assessment.WithdrawNominee,
    assessment.SelectWinners,
    assessment.PublishAwards,
  ],
  facts: {
    Nominate: ({ data: { personId, year } }, load, { reference }): Promise<NomineeFacts> => nomineeFacts(personId, year, load, reference),
    SelectWinners: async ({ data: { personIds, year } }, load, { reference }): Promise<SelectWinnersFacts> => {
      const nominees: Record<string, NomineeFacts> = {}
      for (const personId of new Set(personIds)) nominees[personId] = await nomineeFacts(personId, year, load, reference)
      return { nominees }
    },
  },
})
