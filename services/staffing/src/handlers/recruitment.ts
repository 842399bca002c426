import * as c from '@fudao/contracts/staffing'
import { aggregateHandlers, type LoadFact } from '@fudao/service-kit'
import { candidacyDecider } from '../domain/candidacy/candidacy.js'
import { personDecider } from '../domain/person/person.js'
import { roundDecider } from '../domain/recruitment-round/recruitment-round.js'

export const roundHandlers = aggregateHandlers({
  decider: roundDecider,
  events: [c.RoundPlanned, c.RoundOpened, c.RoundClosed, c.RoundCancelled, c.PostFilled, c.PostFreed],
  commands: [c.PlanRound, c.OpenRound, c.CloseRound, c.CancelRound, c.FillPost, c.FreePost],
})

/** The round of a candidacy that is there already. */
const roundOf = async ({ data: { candidacyId } }: { readonly data: { readonly candidacyId: string } }, load: LoadFact) => {
  const candidacy = await load(candidacyDecider, c.Candidacy, { candidacyId })
  if (candidacy.status === 'none') return {}
  return { round: await load(roundDecider, c.RecruitmentRound, { roundId: candidacy.file.application.roundId }) }
}

export const candidacyHandlers = aggregateHandlers({
  decider: candidacyDecider,
  events: [
    c.CandidacySubmitted,
    c.CandidateScreened,
    c.StagePassed,
    c.CandidacyRejected,
    c.PublicityStarted,
    c.ObjectionRaised,
    c.ObjectionSettled,
    c.TrialPostStarted,
    c.TrialPostConcluded,
    c.CandidateAppointed,
    c.CandidacyWithdrawn,
    c.CandidacyReserved,
  ],
  commands: [
    c.SubmitCandidacy,
    c.ScreenCandidate,
    c.RecordStageResult,
    c.StartPublicity,
    c.RaiseObjection,
    c.SettleObjection,
    c.StartTrialPost,
    c.ConcludeTrialPost,
    c.AppointCandidate,
    c.WithdrawCandidacy,
    c.ReserveCandidacy,
  ],
  facts: {
    SubmitCandidacy: async ({ data: { roundId, personId } }, load) => ({
      round: await load(roundDecider, c.RecruitmentRound, { roundId }),
      erased: (await load(personDecider, c.Person, { personId })).status === 'erased',
    }),
    ScreenCandidate: roundOf,
    RecordStageResult: roundOf,
    StartPublicity: roundOf,
    StartTrialPost: roundOf,
    ConcludeTrialPost: roundOf,
    AppointCandidate: roundOf,
  },
})
