import { z } from 'zod'
import { id, localDate } from '../kit/index.js'
import { defineView } from './view.js'

export const objectionState = z.enum(['open', 'objectionUpheld', 'objectionDismissed'])

/**
 * What was said against candidates during their public notice, for who settles it and nobody else (R-AK-44, R-AK-47). Names and texts are
 * opened for the page that is asked for, and read `null` once the person is erased.
 */
export const objectionsView = defineView({
  name: 'objections',
  readModel: 'RM-22',
  title: { zh: '公示异议', en: 'Objections' },
  scope: { campus: ['disciplineInspection', 'system'], department: [], self: false },
  rules: ['R-AK-44', 'R-AK-47'],
  filter: {
    roundId: id.optional(),
    candidacyId: id.optional(),
    state: objectionState.optional(),
  },
  row: {
    id: z.string(),
    objectionId: z.string(),
    candidacyId: z.string(),
    roundId: z.string().nullable(),
    personId: z.string(),
    name: z.string().nullable(),
    text: z.string().nullable(),
    raisedOn: localDate,
    /** Last day, inclusive, of the public notice while it runs. */
    publicityUntil: localDate.nullable(),
    state: objectionState,
    settledOn: localDate.nullable(),
  },
})
