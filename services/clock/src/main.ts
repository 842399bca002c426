import { calendarContext } from '@fudao/contracts/calendar'
import { runService } from '@fudao/service-kit'
import { calendarHandlers } from './commands.js'
import { runWallClock } from './wall-clock/run-wall-clock.js'

await runService({ name: 'clock', contexts: [calendarContext], handlers: [calendarHandlers], start: runWallClock })
