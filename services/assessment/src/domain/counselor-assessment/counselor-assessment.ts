import type {
  AcknowledgeResult,
  AttachInput,
  CancelAssessment,
  DetachInput,
  DismissAppeal,
  ExemptYear,
  FileAppeal,
  FinalizeResult,
  IssueLinkages,
  OpenAssessment,
  ProposeGrade,
  ReviseResult,
  SubmitPartyScore,
} from '@fudao/contracts/assessment'
import type { AggregateDecider, CommandOf } from '@fudao/domain-kit'
import * as result from './result.js'
import * as scoring from './scoring.js'
import { type Assessment, type AssessmentEvent, evolveAssessment, noAssessment } from './state.js'

export type AssessmentCommand =
  | CommandOf<typeof OpenAssessment, scoring.OpenAssessmentFacts>
  | CommandOf<typeof AttachInput>
  | CommandOf<typeof DetachInput>
  | CommandOf<typeof SubmitPartyScore>
  | CommandOf<typeof ProposeGrade>
  | CommandOf<typeof FinalizeResult, result.GradePlaceFacts>
  | CommandOf<typeof ExemptYear>
  | CommandOf<typeof CancelAssessment>
  | CommandOf<typeof FileAppeal>
  | CommandOf<typeof ReviseResult, result.GradePlaceFacts>
  | CommandOf<typeof DismissAppeal>
  | CommandOf<typeof IssueLinkages>
  | CommandOf<typeof AcknowledgeResult>

/** The assessment of one counselor for one year (R-AK-79..81). */
export const assessmentDecider: AggregateDecider<Assessment, AssessmentCommand, AssessmentEvent> = {
  initialState: noAssessment,
  evolve: evolveAssessment,
  decide: (command, state) => {
    switch (command.type) {
      case 'OpenAssessment':
        return scoring.openAssessment(command, state)
      case 'AttachInput':
        return scoring.attachInput(command, state)
      case 'DetachInput':
        return scoring.detachInput(command, state)
      case 'SubmitPartyScore':
        return scoring.submitPartyScore(command, state)
      case 'ProposeGrade':
        return scoring.proposeGrade(command, state)
      case 'FinalizeResult':
        return result.finalizeResult(command, state)
      case 'ExemptYear':
        return result.exemptYear(command, state)
      case 'CancelAssessment':
        return result.cancelAssessment(command, state)
      case 'FileAppeal':
        return result.fileAppeal(command, state)
      case 'ReviseResult':
        return result.reviseResult(command, state)
      case 'DismissAppeal':
        return result.dismissAppeal(command, state)
      case 'IssueLinkages':
        return result.issueLinkages(command, state)
      case 'AcknowledgeResult':
        return result.acknowledgeResult(command, state)
    }
  },
}
