import { type PolicyTopic, policyTopicTitles } from '@fudao/contracts/policy'
import { policyTextsView, type RowOfView } from '@fudao/contracts/views'
import { sql } from 'kysely'
import { tableNames as t } from '../tables.js'
import { after, equals, toPage, type ViewQuery, where } from './view-query.js'

type Item = RowOfView<typeof policyTextsView>

/** The texts attached by the day, in their order. */
export const policyTextsQuery: ViewQuery = {
  view: policyTextsView,
  needs: ['campus', 'policy-history'],
  dated: true,
  sortKeys: 1,
  read: async (db, filter, context) => {
    const found = await sql<Omit<Item, 'topicShown'> & { readonly topic: PolicyTopic }>`
      select p."eventId" as id, p.topic, p."docRef", p."attachedOn" as "from", p.version as "policyVersion" from ${t.policyTexts} p
      where ${where(
        sql`p.campus = ${context.campus} and p."attachedOn" <= ${context.asOf}`,
        equals(sql`p.topic`, filter.topic),
        after([sql`p.version`], context.after),
      )}
      order by p.version limit ${context.limit + 1}`.execute(db)
    const { rows, next } = toPage(found.rows, context.limit, ({ policyVersion }) => [policyVersion])
    return { items: rows.map((row): Item => ({ ...row, topicShown: policyTopicTitles[row.topic] })), next }
  },
}
