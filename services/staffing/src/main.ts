import { staffingContext } from '@fudao/contracts/staffing'
import { runService } from '@fudao/service-kit'
import { staffingHandlers } from './commands.js'
import { staffingReferences } from './references/index.js'
import { startStaffing } from './start-staffing.js'

await runService({
  name: 'staffing',
  contexts: [staffingContext],
  handlers: staffingHandlers,
  references: staffingReferences,
  start: startStaffing,
})
