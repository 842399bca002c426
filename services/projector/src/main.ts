import { runMain } from '@fudao/service-kit'
import { startProjector } from './start-projector.js'

await runMain('projector', () => startProjector())
