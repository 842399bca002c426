import * as assessment from '@fudao/contracts/assessment'
import { defineProjection, defineTable, on } from '@fudao/projections'

/** Rounds of awards with their winners, who count from the day of publication; what was said for anybody is not kept. */
export const awardRounds = defineTable('award_rounds', {
  columns: { roundId: 'text', kind: 'text', kindText: 'text', year: 'int', winners: 'json', publishedOn: 'text' },
  key: ['roundId'],
})

/** `<kind>-<year>`, the key of the stream. */
const key = ({ data }: { readonly data: { readonly kind: string; readonly year: number } }) => [`${data.kind}-${data.year}`]

/** RM-16. */
export const awardsProjection = defineProjection({
  name: 'awards',
  version: 1,
  tables: [awardRounds],
  handlers: [
    on(assessment.AwardRoundOpened, awardRounds, key, (_, { campus, data: { kind, kindText, year } }, [roundId = '']) => ({
      campus,
      roundId,
      kind,
      kindText: kindText ?? null,
      year,
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
    on(assessment.AwardsPublished, awardRounds, key, (row, { data }) => row && { ...row, publishedOn: data.on }),
  ],
})
