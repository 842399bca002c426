import { z } from 'zod'
import { count, id, localDate } from '../kit/index.js'
import { recruitmentChannel, roundWarning, selectionStage } from '../staffing/index.js'
import { defineView } from './view.js'

export const roundState = z.enum(['planned', 'open', 'closed', 'cancelled'])

/**
 * RM-22: two lists in one shape; `list` tells which a row belongs to. Role `panel` reads the rounds whose panel it sits on, role `candidate`
 * the candidacies of its own person. What is said against a candidate is shown in `objections` to who settles it.
 */
export const recruitmentView = defineView({
  name: 'recruitment',
  readModel: 'RM-22',
  title: { zh: '选聘', en: 'Recruitment' },
  scope: {
    campus: ['studentAffairs', 'orgPersonnel', 'disciplineInspection', 'partyCommittee', 'system'],
    department: [],
    self: false,
    own: ['panel', 'candidate'],
  },
  rules: ['R-AK-38', 'R-AK-44', 'R-AK-45', 'R-AK-46', 'R-AK-47', 'A-34', 'X-12', 'X-13'],
  filter: {
    /** `rounds` (default) or `candidacies`. */
    list: z.enum(['rounds', 'candidacies']).optional(),
    roundId: id.optional(),
    candidacyId: id.optional(),
    state: z.string().max(64).optional(),
    channel: recruitmentChannel.optional(),
  },
  row: {
    list: z.enum(['rounds', 'candidacies']),
    /** Round or candidacy. */
    id: z.string(),
    roundId: z.string(),
    /** Of a round its state; of a candidacy the stage last passed or begun, or how it ended. */
    state: z.string(),
    posts: z.int().nullable(),
    filled: z.int().nullable(),
    channels: z.array(recruitmentChannel),
    panel: z.array(z.string()),
    stages: z.array(selectionStage),
    /** R-AK-46: one channel only; R-AK-47: a stage of the campus left out. */
    warnings: z.array(roundWarning),
    /** Candidates of the round by state. */
    candidates: z.record(z.string(), count),
    /** Candidates of the round by channel (R-AK-46). */
    channelMix: z.record(z.string(), count),
    /** Last day, inclusive, of the public notice that runs; of a round the latest of them. */
    publicityUntil: localDate.nullable(),
    /** Last planned day, inclusive, of the trial that runs; of a round the latest of them. */
    trialUntil: localDate.nullable(),
    /** A trial runs on after its last planned day. */
    trialOverdue: z.boolean(),
    objectionsOpen: count,
    /** Candidates admitted by an exception (R-AK-38, 原则上). */
    exceptionsUsed: count,
    exceptionRef: z.string().nullable(),
    candidacyId: z.string().nullable(),
    personId: z.string().nullable(),
    name: z.string().nullable(),
    channel: recruitmentChannel.nullable(),
    counselorId: z.string().nullable(),
  },
})
