import * as assessment from '@fudao/contracts/assessment'
import type { CoSigner } from '@fudao/contracts/kit'
import type { assessmentSheetView, RowOfView } from '@fudao/contracts/views'
import { defineProjection, defineTable, on, type ProjectedEvent } from '@fudao/projections'
import { assessmentId } from './assessment-progress.js'

type Sheet = RowOfView<typeof assessmentSheetView>
/** What a party gave, by party. */
export type Given = Readonly<Record<string, Omit<Sheet['parties'][number], 'party' | 'weight'>>>
export type SheetInput = Sheet['inputs'][number]
export type Signature = Sheet['signatures'][number]

/** What the printed sheet has beyond RM-11. */
export const assessmentSheets = defineTable('assessment_sheets', {
  columns: { assessmentId: 'text', criteria: 'json', given: 'json', inputs: 'json', signatures: 'json' },
  key: ['assessmentId'],
})
const key = (e: { readonly data: { readonly counselorId: string; readonly year: number } }) => [assessmentId(e.data)]

type Row = NonNullable<(typeof assessmentSheets)['row']>
const signed = (
  row: Row,
  act: Signature['act'],
  { actorid, actorrole, asof, data }: ProjectedEvent<{ readonly coSigners?: readonly CoSigner[] | undefined }>,
): Row => {
  const own = { act, role: actorrole as Signature['role'], userId: actorid, ref: null, on: asof }
  const others = (data.coSigners ?? []).map(({ role, userId, ref }): Signature => ({ act, role, userId, ref, on: asof }))
  return { ...row, signatures: [...(row.signatures as readonly Signature[]), own, ...others] }
}

/** D-18. */
export const assessmentSheetProjection = defineProjection({
  name: 'assessment-sheet',
  version: 1,
  tables: [assessmentSheets],
  handlers: [
    on(assessment.AssessmentOpened, assessmentSheets, key, (before, { campus, data }) => ({
      campus,
      assessmentId: assessmentId(data),
      criteria: data.criteria,
      given: {},
      // opened again after a cancelling: what is known of the year still is
      inputs: before?.inputs ?? [],
      signatures: [],
    })),
    on(assessment.PartyScored, assessmentSheets, key, (row, { asof, actorid, data: { party, score, criteria } }) => {
      const given = { score, criteria, by: party === 'students' ? null : actorid, on: asof }
      return row && { ...row, given: { ...(row.given as Given), [party]: given } }
    }),
    on(assessment.InputAttached, assessmentSheets, key, (row, { asof, data: { kind, sourceId, data } }) => {
      return row && { ...row, inputs: [...(row.inputs as readonly SheetInput[]), { kind, sourceId, data, on: asof }] }
    }),
    on(assessment.InputDetached, assessmentSheets, key, (row, { data }) => {
      return row && { ...row, inputs: (row.inputs as readonly SheetInput[]).filter(({ sourceId }) => sourceId !== data.sourceId) }
    }),
    on(assessment.AssessmentFinalized, assessmentSheets, key, (row, event) => row && signed(row, 'finalized', event)),
    on(assessment.AssessmentResultRevised, assessmentSheets, key, (row, event) => row && signed(row, 'revised', event)),
  ],
})
