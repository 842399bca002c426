import { assessmentContext } from '@fudao/contracts/assessment'
import { runService } from '@fudao/service-kit'
import { createBallotKeys } from './ballot/ballot-keys.js'
import { assessmentServiceHandlers } from './commands.js'

const masterKey = Buffer.from(process.env.FUDAO_MASTER_KEY ?? '', 'base64')

await runService({
  name: 'assessment',
  contexts: [assessmentContext],
  handlers: assessmentServiceHandlers(createBallotKeys(masterKey)),
})
