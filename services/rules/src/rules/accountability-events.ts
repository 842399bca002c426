import { z } from 'zod'

// Context assessment publishes these with its accountability cases; the rule is ready for them.
const caseId = z.string()

export const AccountabilityOpened = { type: 'assessment.AccountabilityOpened', data: z.object({ caseId, counselorId: z.string() }) }
export const Sanctioned = { type: 'assessment.Sanctioned', data: z.object({ caseId }) }
export const Cleared = { type: 'assessment.Cleared', data: z.object({ caseId }) }
