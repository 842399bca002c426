import { tasksContext } from '@fudao/contracts/tasks'
import { runService } from '@fudao/service-kit'
import { taskHandlers } from './commands.js'
import { runRules } from './run-rules.js'

await runService({ name: 'rules', contexts: [tasksContext], handlers: [taskHandlers], start: runRules })
