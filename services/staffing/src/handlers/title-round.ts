import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers } from '@fudao/service-kit'
import { titleRoundDecider } from '../domain/title/title-round.js'

export const titleRoundHandlers = aggregateHandlers({
  decider: titleRoundDecider,
  events: [c.TitleRoundOpened, c.RankStructureRecorded, c.TitlePlaceFilled],
  commands: [c.OpenTitleRound, c.FillTitlePlace, c.RecordRankStructure],
})
