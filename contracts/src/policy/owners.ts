import type { Role } from '../kit/index.js'

/** R-AK-27: who may set a key; a campaign's parameters stand in the province's stream (C-14). */
export const ownersOf = (key: string): readonly Role[] => {
  if (key.startsWith('campaigns.')) return ['provincialDepartment']
  if (key.startsWith('staffing.')) return ['studentAffairs', 'orgPersonnel']
  if (key.startsWith('mentorship.')) return ['studentAffairs', 'leadingGroupOffice']
  return ['studentAffairs']
}
