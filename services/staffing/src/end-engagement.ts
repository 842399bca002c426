import { Counselor, Engagement, Person } from '@fudao/contracts/staffing'
import type { FactTools, LoadFact } from '@fudao/service-kit'
import { counselorDecider } from './domain/counselor/counselor.js'
import { closeEngagement, engage, evolveEngagement, noEngagement } from './domain/engagement/engagement.js'
import { type ErasePersonData, mayBeErased, personDecider } from './domain/person/person.js'

const engagement = { initialState: noEngagement, evolve: evolveEngagement }

/** Notes that the person is this counselor, before the counselor is registered; says whether the person is erased instead. */
export const engagePerson = async (
  { personId, counselorId }: { readonly personId: string; readonly counselorId: string },
  { reserve }: Pick<FactTools, 'reserve'>,
): Promise<{ readonly erased: boolean }> => {
  const { closed } = await reserve(engagement, Engagement, { personId }, (s) => engage(personId, counselorId, s))
  return { erased: closed }
}

/**
 * Counselors of the person who still serve. When there is none and the erasure will be accepted, the engagement is closed first, so that
 * nobody registers the person between this look and the erasure; a registration that noted itself meanwhile is looked at too.
 */
export const endEngagement = async (
  data: ErasePersonData,
  load: LoadFact,
  { reserve }: Pick<FactTools, 'reserve'>,
): Promise<{ readonly inService: readonly string[] }> => {
  const { personId } = data
  if (!mayBeErased(data, await load(personDecider, Person, { personId }))) return { inService: [] }
  for (;;) {
    const { counselors } = await load(engagement, Engagement, { personId })
    const states = await Promise.all(counselors.map((counselorId) => load(counselorDecider, Counselor, { counselorId })))
    const inService = counselors.filter((_, i) => states[i]?.status === 'active' || states[i]?.status === 'onLeave')
    if (inService.length > 0) return { inService }
    const { closed } = await reserve(engagement, Engagement, { personId }, (s) => closeEngagement(personId, counselors, s))
    if (closed) return { inService }
  }
}
