import { AchievementRejected, AchievementRetracted, AchievementSubmitted, AchievementVerified } from '@fudao/contracts/assessment'
import { defineReference } from '@fudao/service-kit'

const byId = ({ data }: { readonly data: { readonly achievementId: string } }) => [data.achievementId]

/** Achievements by id: whose they are, and what the office has verified (R-AK-54, R-AK-55). */
export const achievements = defineReference('achievements', {
  version: 1,
  columns: { achievementId: 'text', counselorIds: 'json', verified: 'bool', countsAsResearch: 'bool' },
  key: ['achievementId'],
  handlers: (from) => [
    from(AchievementSubmitted, byId, (_row, { campus, data: { achievementId, counselorId, coAuthors } }) => ({
      campus,
      achievementId,
      counselorIds: [counselorId, ...coAuthors],
      verified: false,
      countsAsResearch: false,
    })),
    from(AchievementVerified, byId, (row, { data: { countsAsResearch } }) => row && { ...row, verified: true, countsAsResearch }),
    from(AchievementRejected, byId, (row) => row && { ...row, verified: false }),
    from(AchievementRetracted, byId, (row) => row && { ...row, verified: false }),
  ],
})
