import * as assessment from '@fudao/contracts/assessment'
import * as staffing from '@fudao/contracts/staffing'
import { defineProjection, defineTable, on } from '@fudao/projections'

/** Each title a counselor holds with its day, so that any date can be counted. */
export const heldTitles = defineTable('held_titles', {
  columns: { eventId: 'text', counselorId: 'text', title: 'text', rank: 'text', discipline: 'text', grantedOn: 'text' },
  key: ['eventId'],
  indexes: [['counselorId']],
})
/** Each management grade granted, by the application that it was granted to. */
export const managementGrades = defineTable('management_grades', {
  columns: { applicationId: 'text', counselorId: 'text', grade: 'text', grantedOn: 'text', eventId: 'text' },
  key: ['applicationId'],
  indexes: [['counselorId']],
})
export const titleRounds = defineTable('title_rounds', {
  columns: { roundId: 'text', track: 'text', openedOn: 'text', seniorShare: 'json', eventId: 'text' },
  key: ['roundId'],
})
/** Of two records of one round and day the later one holds. */
export const rankStructures = defineTable('rank_structures', {
  columns: { roundId: 'text', asOf: 'text', teachersByRank: 'json', eventId: 'text' },
  key: ['roundId', 'asOf'],
})
/** Verified achievements; a retracted one counts up to the day before. */
export const achievements = defineTable('achievements', {
  columns: {
    achievementId: 'text',
    counselorId: 'text',
    countsAsResearch: 'bool',
    verifiedOn: 'text',
    retractedOn: 'text',
    eventId: 'text',
  },
  key: ['achievementId'],
  indexes: [['counselorId']],
})

/** RM-17; the titles are those of RM-16 too. */
export const titleStructureProjection = defineProjection({
  name: 'title-structure',
  version: 4,
  tables: [heldTitles, managementGrades, titleRounds, rankStructures, achievements],
  handlers: [
    on(
      staffing.TitleRecorded,
      heldTitles,
      ({ id }) => [id],
      (_, { campus, id, data: { counselorId, title, rank, discipline, grantedOn } }) => ({
        campus,
        eventId: id,
        counselorId,
        title,
        rank,
        discipline,
        grantedOn,
      }),
    ),
    on(
      staffing.TitleCorrected,
      heldTitles,
      ({ data }) => [data.correctsEventId],
      (row, { data: { title, rank, grantedOn } }) => row && { ...row, title, rank, grantedOn },
    ),
    on(
      staffing.ManagementGradeGranted,
      managementGrades,
      ({ data }) => [data.applicationId],
      (_, { campus, id, data: { applicationId, counselorId, grade, on: grantedOn } }) => ({
        campus,
        applicationId,
        counselorId,
        grade,
        grantedOn,
        eventId: id,
      }),
    ),
    on(
      staffing.TitleRoundOpened,
      titleRounds,
      ({ data }) => [data.roundId],
      (_, { campus, id, asof, data: { roundId, track, seniorShare } }) => ({
        campus,
        roundId,
        track,
        openedOn: asof,
        seniorShare: seniorShare ?? null,
        eventId: id,
      }),
    ),
    on(
      staffing.RankStructureRecorded,
      rankStructures,
      ({ data }) => [data.roundId, data.asOf],
      (_, { campus, id, data: { roundId, asOf, teachersByRank } }) => ({ campus, roundId, asOf, teachersByRank, eventId: id }),
    ),
    on(
      assessment.AchievementVerified,
      achievements,
      ({ data }) => [data.achievementId],
      (_, { campus, id, asof, data: { achievementId, counselorId, countsAsResearch } }) => ({
        campus,
        achievementId,
        counselorId,
        countsAsResearch,
        verifiedOn: asof,
        retractedOn: null,
        eventId: id,
      }),
    ),
    on(
      assessment.AchievementRetracted,
      achievements,
      ({ data }) => [data.achievementId],
      (row, { asof }) => row && { ...row, retractedOn: asof },
    ),
  ],
})
