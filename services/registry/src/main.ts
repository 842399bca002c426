import { policyContext } from '@fudao/contracts/policy'
import { registryContext } from '@fudao/contracts/registry'
import { runService } from '@fudao/service-kit'
import { registryHandlers } from './commands.js'

await runService({ name: 'registry', contexts: [registryContext, policyContext], handlers: registryHandlers })
