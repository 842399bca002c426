import { Counselor, Engagement, ErasureAnnounced, Person } from '@fudao/contracts/staffing'
import { happened } from '@fudao/domain-kit'
import type { FactTools, LoadFact } from '@fudao/service-kit'
import { counselorDecider } from './domain/counselor/counselor.js'
import type { Counselor as Counselors } from './domain/counselor/counselor-state.js'
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

const serves = ({ status }: Counselors): boolean => status === 'active' || status === 'onLeave'

/**
 * Counselors of the person who still serve. When there is none and the erasure will be accepted, it is announced to each of them and then
 * the engagement is closed, so that nobody registers the person between this look and the erasure: a registration that noted itself
 * before and is not written yet finds the announcement in its way and is decided anew; one that notes itself afterwards is too late.
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
    const states = await Promise.all(
      counselors.map((counselorId) =>
        reserve(counselorDecider, Counselor, { counselorId }, (s) => (serves(s) ? [] : [happened(ErasureAnnounced, { counselorId })])),
      ),
    )
    const inService = counselors.filter((_, i) => states[i] && serves(states[i]))
    if (inService.length > 0) return { inService }
    const { closed } = await reserve(engagement, Engagement, { personId }, (s) => closeEngagement(personId, counselors, s))
    if (closed) return { inService }
  }
}
