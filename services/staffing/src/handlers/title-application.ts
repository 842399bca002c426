import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { counselorDecider } from '../domain/counselor/counselor.js'
import { titleApplicationDecider } from '../domain/title/title-application.js'
import { titleRoundDecider } from '../domain/title/title-round.js'

export const titleApplicationHandlers = aggregateHandlers({
  decider: titleApplicationDecider,
  events: [
    c.TitleApplicationSubmitted,
    c.TitleApplicationChecked,
    c.TitleGranted,
    c.ManagementGradeGranted,
    c.TitleRefused,
    c.TitleApplicationWithdrawn,
  ],
  commands: [c.SubmitTitleApplication, c.CheckTitleApplication, c.DecideTitle, c.WithdrawTitleApplication],
  facts: {
    SubmitTitleApplication: async ({ data: { counselorId, roundId } }, load) => ({
      counselor: await load(counselorDecider, c.Counselor, { counselorId }),
      round: await load(titleRoundDecider, c.TitleReviewRound, { roundId }),
    }),
  },
})
