import { type RowOfView, recruitmentView } from '@fudao/contracts/views'
import type { Db } from '@fudao/projections'
import { sql } from 'kysely'
import { sealedName, tableNames as t } from '../tables.js'
import type { Scope } from './scope.js'
import { after, type Condition, equals, toPage, type ViewContext, type ViewQuery, type ViewRows, where } from './view-query.js'

type Item = RowOfView<typeof recruitmentView>
type Filter = Readonly<Record<string, string | number | undefined>>

/** Rounds of whose panel the caller is a member; one that names no members is every panel's. */
const onPanel = (scope: Scope): Condition => {
  if (scope.kind === 'campus') return undefined
  if (scope.kind !== 'own' || scope.actor.role !== 'panel') return sql`false`
  return sql`(jsonb_array_length(r."panelMembers") = 0 or r."panelMembers" @> to_jsonb(${scope.actor.userId}::text))`
}
const ofCaller = (scope: Scope): Condition =>
  scope.kind === 'own' && scope.actor.role === 'candidate' ? sql`c."personId" = ${scope.actor.personId ?? null}` : onPanel(scope)

const readRounds = async (db: Db, filter: Filter, context: ViewContext): Promise<ViewRows> => {
  const inRound = sql`c.campus = r.campus and c."roundId" = r."roundId"`
  const counts = (column: string) => sql`(select coalesce(jsonb_object_agg(s.code, s.n), '{}') from (
    select c.${sql.id(column)} as code, count(*)::int as n from ${t.candidacies} c where ${inRound} group by 1) s)`
  type Found = Omit<Item, 'list' | 'exceptionRef' | 'candidacyId' | 'personId' | 'name' | 'channel' | 'counselorId'>
  const found = await sql<Found>`
    select r."roundId" as id, r."roundId", r.state, r.posts, r.filled, r.channels, r.panel, r.stages, r.warnings,
      ${counts('state')} as candidates, ${counts('channel')} as "channelMix", of."publicityUntil", of."trialUntil",
      coalesce(of."trialOverdue", false) as "trialOverdue", coalesce(of."objectionsOpen", 0) as "objectionsOpen", of."exceptionsUsed"
    from ${t.recruitmentRounds} r
    left join lateral (select max(c."publicityTo") as "publicityUntil", max(c."trialTo") as "trialUntil",
        bool_or(c."trialTo" < ${context.asOf}) as "trialOverdue", sum(c."objectionsOpen")::int as "objectionsOpen",
        count(c."exceptionRef")::int as "exceptionsUsed"
      from ${t.candidacies} c where ${inRound}) of on true
    where ${where(
      sql`r.campus = ${context.campus}`,
      equals(sql`r."roundId"`, filter.roundId),
      equals(sql`r.state`, filter.state),
      filter.channel === undefined ? undefined : sql`r.channels @> to_jsonb(${filter.channel}::text)`,
      filter.candidacyId === undefined
        ? undefined
        : sql`exists (select 1 from ${t.candidacies} c where ${inRound} and c."candidacyId" = ${filter.candidacyId})`,
      onPanel(context.scope),
      after([sql`r."roundId"`], context.after),
    )}
    order by r."roundId" limit ${context.limit + 1}`.execute(db)
  const { rows, next } = toPage(found.rows, context.limit, (row) => [row.roundId])
  const nobody = { exceptionRef: null, candidacyId: null, personId: null, name: null, channel: null, counselorId: null }
  return { items: rows.map((row): Item => ({ ...nobody, ...row, list: 'rounds' })), next }
}

const readCandidacies = async (db: Db, filter: Filter, context: ViewContext): Promise<ViewRows> => {
  type Found = Omit<Item, 'list' | 'posts' | 'filled' | 'channels' | 'panel' | 'candidates' | 'channelMix' | 'warnings'> & {
    readonly candidacyId: string
  }
  const found = await sql<Found>`
    select c."candidacyId" as id, c."roundId", c.state, coalesce(r.stages, '[]') as stages, c."publicityTo" as "publicityUntil",
      c."trialTo" as "trialUntil", coalesce(c."trialTo" < ${context.asOf}, false) as "trialOverdue", c."objectionsOpen",
      (c."exceptionRef" is not null)::int as "exceptionsUsed", c."exceptionRef", c."candidacyId", c."personId", ${sealedName} as name,
      c.channel, c."counselorId"
    from ${t.candidacies} c
    left join ${t.recruitmentRounds} r on r.campus = c.campus and r."roundId" = c."roundId"
    left join ${t.people} p on p.campus = c.campus and p."personId" = c."personId"
    where ${where(
      sql`c.campus = ${context.campus}`,
      equals(sql`c."roundId"`, filter.roundId),
      equals(sql`c."candidacyId"`, filter.candidacyId),
      equals(sql`c.state`, filter.state),
      equals(sql`c.channel`, filter.channel),
      ofCaller(context.scope),
      after([sql`c."candidacyId"`], context.after),
    )}
    order by c."candidacyId" limit ${context.limit + 1}`.execute(db)
  const { rows, next } = toPage(found.rows, context.limit, (row) => [row.candidacyId])
  const noRound = { posts: null, filled: null, channels: [], panel: [], warnings: [], candidates: {}, channelMix: {} }
  return { items: rows.map((row): Item => ({ ...noRound, ...row, list: 'candidacies' })), next }
}

/** RM-22. */
export const recruitmentQuery: ViewQuery = {
  view: recruitmentView,
  needs: ['campus', 'roster', 'recruitment'],
  sortKeys: 1,
  read: (db, filter, context) => (filter.list === 'candidacies' ? readCandidacies(db, filter, context) : readRounds(db, filter, context)),
}
