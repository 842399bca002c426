import type { DecidingService } from '@fudao/service-kit'
import { destroyKeysOfErased } from './destroy-keys.js'
import { noteEngagementsOfOld } from './note-engagements.js'
import { serveRoster } from './roster/serve-roster.js'

/** What goes on beside the commands. */
export const startStaffing = async (service: DecidingService): Promise<void> => {
  serveRoster(service)
  await destroyKeysOfErased(service)
  await noteEngagementsOfOld(service)
}
