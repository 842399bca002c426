import * as assessment from '@fudao/contracts/assessment'
import { streamName } from '@fudao/contracts/kit'
import { yearOf } from '@fudao/domain-kit'
import { type AggregateHandlers, aggregateHandlers } from '@fudao/service-kit'
import { type BallotKeys, isTokenOf, tokenHash, voucherHash } from './ballot/ballot-keys.js'
import { assessmentDecider } from './domain/counselor-assessment/counselor-assessment.js'
import type { OpenAssessmentFacts } from './domain/counselor-assessment/scoring.js'
import { schemeDecider } from './domain/scheme/scheme.js'
import {
  ballotDecider,
  type CastBallotFacts,
  type IssueBallotTokenFacts,
  type OpenBallotFacts,
} from './domain/student-evaluation/student-evaluation.js'
import { findingDecider, type RaiseFindingFacts } from './domain/unsuitability-finding/finding.js'
import { accountabilityHandlers } from './handlers/accountability-case.js'
import { achievementHandlers } from './handlers/achievement.js'
import { awardHandlers } from './handlers/award-round.js'
import { fileReportHandlers, journalHandlers, workLogHandlers } from './handlers/daily-work.js'
import { incidentHandlers } from './handlers/safety-incident.js'

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
  },
})

const ballotHandlers = (keys: BallotKeys) =>
  aggregateHandlers({
    decider: ballotDecider,
    events: eventsOf('StudentEvaluation'),
    commands: [assessment.OpenBallot, assessment.IssueBallotToken, assessment.CastBallot, assessment.CloseBallot],
    facts: {
      OpenBallot: async ({ data, metadata }): Promise<OpenBallotFacts> => ({
        keys: await keys.create(streamName(StudentEvaluation, metadata.campusId, data)),
      }),
      IssueBallotToken: async ({ data, metadata }, load): Promise<IssueBallotTokenFacts> => {
        const name = streamName(StudentEvaluation, metadata.campusId, data)
        const ballot = await load(ballotDecider, StudentEvaluation, { counselorId: data.counselorId, year: data.year })
        return {
          voucherHash: voucherHash(name, data.voucher),
          blindSignature: ballot.status === 'none' ? null : keys.blindSign(name, ballot.box.sealedPrivateKey, data.blindedMessage),
        }
      },
      CastBallot: async ({ data }, load): Promise<CastBallotFacts> => {
        const ballot = await load(ballotDecider, StudentEvaluation, { counselorId: data.counselorId, year: data.year })
        return {
          tokenHash: tokenHash(data.token),
          signatureValid: ballot.status !== 'none' && isTokenOf(ballot.box.tokenPublicKey, data.token, data.signature),
        }
      },
    },
    answers: {
      OpenBallot: (_payload, ballot) => (ballot.status === 'none' ? {} : { tokenPublicKey: ballot.box.tokenPublicKey }),
      // The voter needs the blind signature at once and may read no events.
      IssueBallotToken: (payload, ballot, campusId) => {
        const hash = voucherHash(streamName(StudentEvaluation, campusId, payload), payload.voucher)
        const blindSignature = ballot.status === 'none' ? undefined : ballot.box.issued.get(hash)
        return blindSignature === undefined ? {} : { blindSignature }
      },
    },
  })

const findingHandlers = aggregateHandlers({
  decider: findingDecider,
  events: eventsOf('UnsuitabilityFinding'),
  commands: [assessment.RaiseFinding, assessment.DecideFinding],
  facts: {
    RaiseFinding: async ({ data, metadata }, load): Promise<RaiseFindingFacts> => {
      const year = yearOf(metadata.asOf)
      for (const y of [year, year - 1]) {
        const known = await load(assessmentDecider, CounselorAssessment, { counselorId: data.counselorId, year: y })
        if (known.status !== 'none' && known.file.terms.departmentId !== undefined) return { departmentId: known.file.terms.departmentId }
      }
      return {}
    },
  },
})

/** All that the assessment service decides. */
export const assessmentServiceHandlers = (keys: BallotKeys): readonly AggregateHandlers[] => [
  schemeHandlers,
  assessmentHandlers,
  ballotHandlers(keys),
  findingHandlers,
  incidentHandlers,
  achievementHandlers,
  awardHandlers,
  accountabilityHandlers,
  workLogHandlers,
  journalHandlers,
  fileReportHandlers,
]
