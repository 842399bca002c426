import { z } from 'zod'
import { id, localDate, year } from '../kit/index.js'
import { defineView } from './view.js'

/**
 * RM-12: what a student needs to vote, and no result. Whether the own ballot is done is known to the device that holds the token: the same
 * `CastBallot` sent again is accepted while the ballot is open, and afterwards SHA-256 of the token is in `tokenHashes`. The list is read
 * whole, so that no request says which ballot somebody looks for.
 */
export const ballotListView = defineView({
  name: 'ballot-list',
  readModel: 'RM-12',
  title: { zh: '学生测评', en: 'Ballot list' },
  scope: { campus: ['studentEvaluator', 'studentAffairs', 'orgPersonnel', 'system'], department: [], self: false },
  rules: ['R-AK-79', 'R-AK-80'],
  filter: { counselorId: id.optional(), state: z.enum(['open', 'closed']).optional() },
  row: {
    /** `<counselorId>-<year>`. */
    id: z.string(),
    counselorId: z.string(),
    name: z.string().nullable(),
    year,
    from: localDate,
    to: localDate,
    state: z.enum(['open', 'closed']),
    /** As counted last: once a day while it is open, and only by groups. */
    cast: z.int(),
    eligible: z.int(),
    tokenPublicKey: z.string(),
    /** Counted ballots in ascending order, once it is closed. */
    tokenHashes: z.array(z.string()),
  },
})
