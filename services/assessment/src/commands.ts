import * as assessment from '@fudao/contracts/assessment'
import { streamName } from '@fudao/contracts/kit'
import { yearOf } from '@fudao/domain-kit'
import { type AggregateHandlers, aggregateHandlers } from '@fudao/service-kit'
import type { BallotBoxes } from './ballot/ballot-boxes.js'
import { type BallotKeys, isTokenOf, tokenHash } from './ballot/ballot-keys.js'
import { claimGradePlace } from './claim-grade-place.js'
import { assessmentDecider } from './domain/counselor-assessment/counselor-assessment.js'
import type { OpenAssessmentFacts } from './domain/counselor-assessment/scoring.js'
import type { Assessment } from './domain/counselor-assessment/state.js'
import { schemeDecider } from './domain/scheme/scheme.js'
import { castBallot, emptyBox, issueToken, mayVoteOn } from './domain/student-evaluation/box.js'
import {
  ballotDecider,
  type CloseBallotFacts,
  type CountTurnoutFacts,
  type OpenBallotFacts,
  openTerms,
} from './domain/student-evaluation/student-evaluation.js'
import { findingDecider, type RaiseFindingFacts } from './domain/unsuitability-finding/finding.js'
import { accountabilityHandlers } from './handlers/accountability-case.js'
import { achievementHandlers } from './handlers/achievement.js'
import { awardHandlers } from './handlers/award-round.js'
import { fileReportHandlers, journalHandlers, workLogHandlers } from './handlers/daily-work.js'
import { incidentHandlers } from './handlers/safety-incident.js'
import { counselors } from './references/counselors.js'

const { AssessmentScheme, CounselorAssessment, StudentEvaluation } = assessment
const eventsOf = (name: string) => assessment.assessmentContext.events.filter((event) => event.aggregate.name === name)

const schemeHandlers = aggregateHandlers({
  decider: schemeDecider,
  events: eventsOf('AssessmentScheme'),
  commands: [assessment.DraftScheme, assessment.PublishScheme],
})

const assessmentHandlers = aggregateHandlers({
  decider: assessmentDecider,
  events: eventsOf('CounselorAssessment'),
  commands: [
    assessment.OpenAssessment,
    assessment.AttachInput,
    assessment.DetachInput,
    assessment.SubmitPartyScore,
    assessment.ProposeGrade,
    assessment.FinalizeResult,
    assessment.ExemptYear,
    assessment.CancelAssessment,
    assessment.FileAppeal,
    assessment.ReviseResult,
    assessment.DismissAppeal,
    assessment.IssueLinkages,
    assessment.AcknowledgeResult,
  ],
  facts: {
    OpenAssessment: async ({ data }, load): Promise<OpenAssessmentFacts> => ({
      scheme: await load(schemeDecider, AssessmentScheme, { year: data.year }),
    }),
    FinalizeResult: (command, load, tools) =>
      claimGradePlace(command, (s) => (s.status === 'proposed' ? s.file.proposal?.grade : undefined), load, tools),
    ReviseResult: (command, load, tools) => {
      const { to } = command.data
      const gives = (s: Assessment) => (s.status === 'final' || s.status === 'underAppeal') && s.file.result?.grade !== to
      return claimGradePlace(command, (s) => (gives(s) ? to : undefined), load, tools)
    },
  },
})

const ballotHandlers = ({ keys, boxes }: BallotTools) => {
  const nameOf = (campusId: string, data: { readonly counselorId: string; readonly year: number }) =>
    streamName(StudentEvaluation, campusId, data)
  return aggregateHandlers({
    decider: ballotDecider,
    events: eventsOf('StudentEvaluation'),
    commands: [assessment.OpenBallot, assessment.IssueBallotToken, assessment.CastBallot, assessment.CountTurnout, assessment.CloseBallot],
    facts: {
      OpenBallot: async ({ data, metadata }): Promise<OpenBallotFacts> => ({ keys: await keys.create(nameOf(metadata.campusId, data)) }),
      CountTurnout: async ({ data, metadata }): Promise<CountTurnoutFacts> => ({
        inBox: await boxes.count(nameOf(metadata.campusId, data)),
      }),
      CloseBallot: async ({ data, metadata }, load): Promise<CloseBallotFacts> => {
        const { counselorId, year } = data
        const { status } = await load(ballotDecider, StudentEvaluation, { counselorId, year })
        return { papers: status === 'open' ? await boxes.close(nameOf(metadata.campusId, data)) : null }
      },
    },
    answers: {
      OpenBallot: (_payload, ballot) => (ballot.status === 'none' ? {} : { tokenPublicKey: ballot.terms.tokenPublicKey }),
    },
    afterwards: {
      CloseBallot: (data, campusId) => boxes.empty(nameOf(campusId, data)),
    },
    unrecorded: {
      IssueBallotToken: async ({ data, metadata }, ballot, { mode }) => {
        const terms = openTerms(ballot, metadata.asOf)
        mayVoteOn(metadata.actor, data.counselorId, mode)
        const name = nameOf(metadata.campusId, data)
        const blindSignature = keys.blindSign(name, terms.sealedPrivateKey, data.blindedMessage)
        await boxes.put(name, terms, (box, mark) =>
          issueToken(box, terms, {
            mark: mark(`student ${metadata.actor.userId}`),
            request: mark(`request ${data.blindedMessage}`),
            blindSignature,
          }),
        )
        return { blindSignature }
      },
      CastBallot: async ({ data, metadata }, ballot) => {
        const terms = openTerms(ballot, metadata.asOf)
        const { token, signature, recognition, satisfaction } = data
        const signatureValid = isTokenOf(terms.tokenPublicKey, token, signature)
        const request = { tokenHash: tokenHash(token), signatureValid, recognition, satisfaction }
        // what is not valid is refused before it waits for anything
        castBallot(emptyBox, terms, request)
        await boxes.put(nameOf(metadata.campusId, data), terms, (box) => castBallot(box, terms, request))
        return {}
      },
    },
  })
}

const findingHandlers = aggregateHandlers({
  decider: findingDecider,
  events: eventsOf('UnsuitabilityFinding'),
  commands: [assessment.RaiseFinding, assessment.DecideFinding],
  facts: {
    RaiseFinding: async ({ data, metadata }, load, { reference }): Promise<RaiseFindingFacts> => {
      const row = await reference(counselors, [data.counselorId])
      if (row) return { departmentId: String(row.departmentId) }
      // not heard of yet: as this year's or last year's assessment was opened with
      const year = yearOf(metadata.asOf)
      for (const y of [year, year - 1]) {
        const known = await load(assessmentDecider, CounselorAssessment, { counselorId: data.counselorId, year: y })
        if (known.status !== 'none' && known.file.terms.departmentId !== undefined) return { departmentId: known.file.terms.departmentId }
      }
      return {}
    },
  },
})

export interface BallotTools {
  readonly keys: BallotKeys
  readonly boxes: BallotBoxes
}

/** All that the assessment service decides. */
export const assessmentServiceHandlers = (ballots: BallotTools): readonly AggregateHandlers[] => [
  schemeHandlers,
  assessmentHandlers,
  ballotHandlers(ballots),
  findingHandlers,
  incidentHandlers,
  achievementHandlers,
  awardHandlers,
  accountabilityHandlers,
  workLogHandlers,
  journalHandlers,
  fileReportHandlers,
]
