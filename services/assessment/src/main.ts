import { assessmentContext } from '@fudao/contracts/assessment'
import { masterKeyFrom } from '@fudao/ledger-client'
import { runService } from '@fudao/service-kit'
import { createBallotKeys } from './ballot/ballot-keys.js'
import { assessmentServiceHandlers } from './commands.js'
import { assessmentReferences } from './references/index.js'

const masterKey = masterKeyFrom(process.env.FUDAO_MASTER_KEY ?? '')

await runService({
  name: 'assessment',
  contexts: [assessmentContext],
  handlers: assessmentServiceHandlers(createBallotKeys(masterKey)),
  references: assessmentReferences,
})
