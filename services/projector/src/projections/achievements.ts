import * as assessment from '@fudao/contracts/assessment'
import { defineProjection, defineTable, on } from '@fudao/projections'

/** Every achievement from its submission on. */
export const achievementRecords = defineTable('achievement_records', {
  columns: {
    achievementId: 'text',
    counselorId: 'text',
    kind: 'text',
    level: 'text',
    role: 'text',
    status: 'text',
    on: 'text',
    coAuthors: 'json',
    evidenceRef: 'text',
    state: 'text',
    submittedOn: 'text',
    verifiedOn: 'text',
    countsAsResearch: 'bool',
    retractedOn: 'text',
  },
  key: ['achievementId'],
  indexes: [['counselorId']],
})

const key = ({ data }: { readonly data: { readonly achievementId: string } }) => [data.achievementId]

/** R-AK-16, R-AK-55. */
export const achievementsProjection = defineProjection({
  name: 'achievements',
  version: 1,
  tables: [achievementRecords],
  handlers: [
    on(assessment.AchievementSubmitted, achievementRecords, key, (_, { campus, asof, data }) => ({
      campus,
      achievementId: data.achievementId,
      counselorId: data.counselorId,
      kind: data.kind,
      level: data.level,
      role: data.role,
      status: data.status,
      on: data.on,
      coAuthors: data.coAuthors,
      evidenceRef: data.evidenceRef,
      state: 'submitted',
      submittedOn: asof,
      verifiedOn: null,
      countsAsResearch: null,
      retractedOn: null,
    })),
    on(
      assessment.AchievementVerified,
      achievementRecords,
      key,
      (row, { asof, data }) => row && { ...row, state: 'verified', verifiedOn: asof, countsAsResearch: data.countsAsResearch },
    ),
    on(assessment.AchievementRejected, achievementRecords, key, (row) => row && { ...row, state: 'rejected' }),
    on(
      assessment.AchievementRetracted,
      achievementRecords,
      key,
      (row, { asof }) => row && { ...row, state: 'retracted', countsAsResearch: false, retractedOn: asof },
    ),
  ],
})
