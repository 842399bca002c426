import * as assessment from '@fudao/contracts/assessment'
import { defineProjection, defineTable, on } from '@fudao/projections'

/** Rounds of awards with their winners, who count from the day of publication; what was said for anybody is not kept. */
export const awardRounds = defineTable('award_rounds', {
  columns: { roundId: 'text', kind: 'text', kindText: 'text', year: 'int', quota: 'int', winners: 'json', publishedOn: 'text' },
  key: ['roundId'],
})
/** Who is nominated, by which department. */
export const nominees = defineTable('nominees', {
  columns: {
    roundId: 'text',
    personId: 'text',
    counselorId: 'text',
    personCategory: 'text',
    departmentId: 'text',
    nominatedOn: 'text',
    withdrawn: 'bool',
  },
  key: ['roundId', 'personId'],
})

/** `<kind>-<year>`, the key of the stream. */
const key = ({ data }: { readonly data: { readonly kind: string; readonly year: number } }) => [`${data.kind}-${data.year}`]
const nomineeKey = (e: { readonly data: { readonly kind: string; readonly year: number; readonly personId: string } }) => [
  ...key(e),
  e.data.personId,
]

/** R-AK-85, and the awards of RM-16. */
export const awardsProjection = defineProjection({
  name: 'awards',
  version: 2,
  tables: [awardRounds, nominees],
  handlers: [
    on(assessment.AwardRoundOpened, awardRounds, key, (_, { campus, data: { kind, kindText, year, quota } }, [roundId = '']) => ({
      campus,
      roundId,
      kind,
      kindText: kindText ?? null,
      year,
      quota,
      winners: [],
      publishedOn: null,
    })),
    on(assessment.WinnersSelected, awardRounds, key, (row, { data }) => row && { ...row, winners: data.personIds }),
    on(
      assessment.NomineeWithdrawn,
      awardRounds,
      key,
      (row, { data }) => row && { ...row, winners: (row.winners as readonly string[]).filter((personId) => personId !== data.personId) },
    ),
    on(assessment.Nominated, nominees, nomineeKey, (_, { campus, asof, data }, [roundId = '']) => ({
      campus,
      roundId,
      personId: data.personId,
      counselorId: data.counselorId ?? null,
      personCategory: data.personCategory,
      departmentId: data.by,
      nominatedOn: asof,
      withdrawn: false,
    })),
    on(assessment.NomineeWithdrawn, nominees, nomineeKey, (row) => row && { ...row, withdrawn: true }),
    on(assessment.AwardsPublished, awardRounds, key, (row, { data }) => row && { ...row, publishedOn: data.on }),
  ],
})
