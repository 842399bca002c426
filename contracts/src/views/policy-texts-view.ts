import { z } from 'zod'
import { localDate } from '../kit/index.js'
import { policyTopics } from '../policy/index.js'
import { policyView } from './policy-view.js'
import { defineView } from './view.js'

/** Texts of the campus on what no parameter can hold: offices, phone costs, departments' measures (R-AK-28, R-AK-76). */
export const policyTextsView = defineView({
  name: 'policy-texts',
  readModel: 'CampusPolicy',
  title: { zh: '政策文件', en: 'Policy texts' },
  scope: policyView.scope,
  rules: ['R-AK-28', 'R-AK-76'],
  filter: { topic: z.enum(policyTopics).optional() },
  row: {
    /** The event that attached it. */
    id: z.string(),
    topic: z.enum(policyTopics),
    topicShown: z.object({ zh: z.string(), en: z.string() }),
    /** Number and title as they were given. */
    docRef: z.string(),
    from: localDate,
    /** Revision of the policy stream. */
    policyVersion: z.int(),
  },
})
