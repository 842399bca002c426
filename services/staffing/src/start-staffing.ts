import type { DecidingService } from '@fudao/service-kit'
import { destroyKeysOfErased } from './destroy-keys.js'
import { noteEngagementsOfOld } from './note-engagements.js'

/** What goes on beside the commands. */
export const startStaffing = async (service: DecidingService): Promise<void> => {
  await destroyKeysOfErased(service)
  await noteEngagementsOfOld(service)
}
