import { assessmentContext } from '@fudao/contracts/assessment'
import { masterKeyFrom } from '@fudao/ledger-client'
import { openPool } from '@fudao/postgres'
import { ConfigurationError, runService } from '@fudao/service-kit'
import { createBallotBoxes } from './ballot/ballot-boxes.js'
import { createBallotKeys } from './ballot/ballot-keys.js'
import { assessmentServiceHandlers } from './commands.js'
import { assessmentReferences } from './references/index.js'

const masterKey = masterKeyFrom(process.env.FUDAO_MASTER_KEY ?? '')
const databaseUrl = process.env.DATABASE_URL ?? ''
// no logger: when a connection broke is nobody's business here
const pool = openPool(databaseUrl, { name: 'assessment' })
const boxes = createBallotBoxes(pool, masterKey)

await runService({
  name: 'assessment',
  contexts: [assessmentContext],
  handlers: assessmentServiceHandlers({ keys: createBallotKeys(masterKey), boxes }),
  references: assessmentReferences,
  start: async ({ onStop }) => {
    if (databaseUrl === '')
      throw new ConfigurationError(
        'DATABASE_URL is not set: give the PostgreSQL database of the ballot boxes, such as postgres://user:password@host/database.',
      )
    onStop('close', 'PostgreSQL', () => pool.end())
    await boxes.prepare()
  },
})
