import { id, localDate, personal, text } from '../kit/index.js'
import { AccountabilityCase } from './aggregates.js'

// These names and fields are stored: never renamed. What a case says about a person is encrypted under the person's key (A8); that
// there is one, and how it ended, is not: renewal and awards stand on it.

const about = { caseId: id, counselorId: id, personId: id }

export const AccountabilityOpened = AccountabilityCase.event('AccountabilityOpened', {
  title: { zh: '问责事项已立项', en: 'Accountability case opened' },
  subject: 'personId',
  data: {
    ...about,
    facts: personal(text),
    /** The serious consequence (R-AK-84). */
    consequence: personal(text),
  },
})
export const Sanctioned = AccountabilityCase.event('Sanctioned', {
  title: { zh: '已作出问责处理', en: 'Sanctioned' },
  subject: 'personId',
  data: { ...about, measure: personal(text), on: localDate },
})
/** No dereliction, or a sanction taken back on review. */
export const Cleared = AccountabilityCase.event('Cleared', {
  title: { zh: '不予问责', en: 'Cleared' },
  data: { ...about, on: localDate },
})
