import type { Rule } from '@fudao/rules'
import { annualFail } from './x-01-annual-fail.js'
import { offerAnswer } from './x-02-offer-answer.js'
import { offerRefused } from './x-03-offer-refused.js'
import { consecutiveFails } from './x-04-consecutive-fails.js'
import { unsuitability } from './x-05-unsuitability.js'
import { resultRevised } from './x-06-result-revised.js'
import { linkages } from './x-07-linkages.js'
import { renewal } from './x-08-renewal.js'
import { exitCarriedOut } from './x-09-exit-carried-out.js'
import { departure } from './x-10-departure.js'
import { staffingCheck } from './x-11-staffing-check.js'
import { proposeRound } from './x-12-propose-round.js'
import { appointed } from './x-13-appointed.js'
import { titleGranted } from './x-17-title-granted.js'
import { eligibility } from './x-36-eligibility.js'
import { awards } from './x-38-awards.js'
import { briefings } from './x-42-briefings.js'
import { adverseInputs } from './x-43-adverse-inputs.js'
import { policyChange } from './x-44-policy-change.js'
import { conditions } from './x-45-conditions.js'
import { openAssessments } from './x-47-open-assessments.js'
import { closeBallot } from './x-48-close-ballot.js'
import { teacherService } from './x-50-teacher-service.js'

/** Every rule in force. The order is the order in which one event is applied and, within a lane, sent. */
export const rules: readonly Rule[] = [
  openAssessments,
  closeBallot,
  linkages,
  renewal,
  // what a result takes away goes before what it adds: two runs can end in the same year and then share a case
  resultRevised,
  annualFail,
  consecutiveFails,
  offerAnswer,
  offerRefused,
  unsuitability,
  exitCarriedOut,
  departure,
  proposeRound,
  appointed,
  policyChange,
  titleGranted,
  briefings,
  conditions,
  staffingCheck,
  teacherService,
  eligibility,
  adverseInputs,
  awards,
]

/** Rules that a draft policy is tried on: all but the one that speaks of changes of the policy. */
export const sandboxRules: readonly Rule[] = rules.filter((rule) => rule !== policyChange)
