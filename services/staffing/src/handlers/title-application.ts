import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers, type ReadReference } from '@fudao/service-kit'
import { counselorDecider } from '../domain/counselor/counselor.js'
import { type CitedAchievement, titleApplicationDecider } from '../domain/title/title-application.js'
import { titleRoundDecider } from '../domain/title/title-round.js'
import { achievements } from '../references/achievements.js'

/** The achievements among the documents cited. */
const citedAchievements = async (evidence: readonly { readonly evidenceId: string }[], reference: ReadReference) => {
  const cited: Record<string, CitedAchievement> = {}
  for (const { evidenceId } of evidence) {
    const row = await reference(achievements, [evidenceId])
    if (row)
      cited[evidenceId] = {
        of: row.counselorIds as readonly string[],
        verified: row.verified === true,
        research: row.countsAsResearch === true,
      }
  }
  return cited
}

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
    SubmitTitleApplication: async ({ data: { counselorId, roundId, evidence } }, load, { reference }) => ({
      counselor: await load(counselorDecider, c.Counselor, { counselorId }),
      round: await load(titleRoundDecider, c.TitleReviewRound, { roundId }),
      achievements: await citedAchievements(evidence, reference),
    }),
  },
})
