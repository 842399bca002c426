import { Cleared, Sanctioned } from '@fudao/contracts/assessment'
import { defineReference } from '@fudao/service-kit'

const casesOf = (row: { readonly cases: unknown } | undefined): readonly string[] => (row?.cases ?? []) as readonly string[]

/** Sanctions of each counselor that stand (R-AK-84): the cases are streams of this service, but each is found by its own id only. */
export const standingSanctions = defineReference('standing-sanctions', {
  version: 1,
  columns: { counselorId: 'text', cases: 'json' },
  key: ['counselorId'],
  handlers: (from) => [
    from(
      Sanctioned,
      ({ data }) => [data.counselorId],
      (row, { campus, data: { counselorId, caseId } }) => ({
        campus,
        counselorId,
        cases: [...casesOf(row).filter((other) => other !== caseId), caseId],
      }),
    ),
    from(
      Cleared,
      ({ data }) => [data.counselorId],
      (row, { data: { caseId } }) => row && { ...row, cases: casesOf(row).filter((other) => other !== caseId) },
    ),
  ],
})
