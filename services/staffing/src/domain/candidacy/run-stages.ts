import {
  CandidacyRejected,
  ObjectionRaised,
  ObjectionSettled,
  PublicityStarted,
  SCREENING,
  StagePassed,
  TrialPostConcluded,
  TrialPostStarted,
} from '@fudao/contracts/staffing'
import { addDays, addMonths, happened, type LocalDate, refuse } from '@fudao/domain-kit'
import type { RoundPlan } from '../recruitment-round/recruitment-round.js'
import {
  type Conclusion,
  checkPanel,
  livePlan,
  nextStage,
  type Objection,
  openFile,
  type Publicity,
  type Settlement,
  type StageResult,
  type Trial,
  wrongState,
} from './candidacy-commands.js'
import type { Candidacy, CandidacyEvent, CandidacyFile } from './candidacy-state.js'

/** R-AK-47: refuses whatever is not the stage that comes next. */
const checkNext = (stage: string, plan: RoundPlan, s: Candidacy): CandidacyFile => {
  const file = openFile(s)
  const next = s.status === 'applied' ? SCREENING : nextStage(plan, file)
  if (next !== stage) refuse('StageOutOfOrder', ['R-AK-47'], { stage, next: next ?? 'appointment' })
  return file
}

/** The public notice that has begun and whose result is not recorded. */
const running = (s: Candidacy): NonNullable<CandidacyFile['publicity']> => {
  const { publicity, passed } = openFile(s)
  return publicity && !passed.includes('publicity') ? publicity : wrongState(s)
}

/** A result of the public notice: from the day after its last day, and with every objection settled (A-34, C-04). */
const checkPublicity = (c: StageResult, s: Candidacy, file: CandidacyFile, on: LocalDate): void => {
  const { to } = running(s)
  const objections = Object.values(file.objections)
  const open = objections.filter(({ upheld }) => upheld === undefined).length
  const upheld = objections.some((objection) => objection.upheld)
  // an objection that was upheld needs no end of the notice to reject
  if (upheld && c.data.passed === false) return
  if (c.metadata.asOf <= to || on <= to || open > 0) refuse('PublicityOpen', ['R-AK-47', 'A-34'], { to, open })
  if (upheld && c.data.passed !== false) wrongState(s, { status: 'objectionUpheld' })
}

export const recordStageResult = (c: StageResult, s: Candidacy): CandidacyEvent[] => {
  const plan = livePlan(c.metadata.facts, s)
  checkPanel(c, plan)
  const { candidacyId, stage, score, reason } = c.data
  const on = c.data.on ?? c.metadata.asOf
  const result = { candidacyId, stage, ...(score === undefined ? {} : { score }), on }
  if (s.status === 'rejected' && c.data.passed === false && s.file.rejection?.stage === stage && s.file.rejection.reason === reason)
    return []
  if (
    s.status === 'inStages' &&
    c.data.passed !== false &&
    s.file.results.some((r) => r.stage === stage && r.score === score && r.on === on)
  )
    return []
  const file = checkNext(stage, plan, s)
  if (stage === 'trialPost') return refuse('InvalidValue', ['R-AK-47'], { field: 'stage', command: 'ConcludeTrialPost' })
  if (stage === 'publicity') checkPublicity(c, s, file, on)
  if (c.data.passed !== false) return [happened(StagePassed, result)]
  if (!reason) return refuse('ReasonMissing', ['R-AK-47'])
  return [happened(CandidacyRejected, { candidacyId, personId: file.application.personId, stage, reason })]
}

/** the day of the notice is not counted, the last planned day is (C-04): `to = from + days`. */
export const startPublicity = (c: Publicity, s: Candidacy): CandidacyEvent[] => {
  const plan = livePlan(c.metadata.facts, s)
  const { candidacyId, contact } = c.data
  const from = c.data.from ?? c.metadata.asOf
  const least = addDays(from, plan.publicityDays ?? 0)
  const to = c.data.to ?? least
  const begun = s.status === 'inStages' ? s.file.publicity : undefined
  if (begun?.from === from && begun.to === to && begun.contact === contact) return []
  checkNext('publicity', plan, s)
  if (begun) return wrongState(s)
  if (to < least) return refuse('InvalidValue', ['A-34', 'R-AK-47'], { field: 'to', least })
  return [happened(PublicityStarted, { candidacyId, from, to, contact })]
}

export const raiseObjection = (c: Objection, s: Candidacy): CandidacyEvent[] => {
  const { candidacyId, objectionId, text } = c.data
  const { from, to } = running(s)
  const { objections, application } = openFile(s)
  const known = objections[objectionId]
  if (known) return known.text === text ? [] : refuse('InvalidValue', ['R-AK-47'], { field: 'objectionId' })
  if (c.metadata.asOf < from || c.metadata.asOf > to) return wrongState(s, { from, to })
  return [happened(ObjectionRaised, { candidacyId, personId: application.personId, objectionId, text })]
}

/** Possible after the last day too: the result waits for it. */
export const settleObjection = (c: Settlement, s: Candidacy): CandidacyEvent[] => {
  const { candidacyId, objectionId, upheld } = c.data
  running(s)
  const objection = openFile(s).objections[objectionId]
  if (!objection) return refuse('InvalidValue', ['R-AK-47'], { field: 'objectionId' })
  if (objection.upheld === upheld) return []
  if (objection.upheld !== undefined) return wrongState(s, { status: objection.upheld ? 'objectionUpheld' : 'objectionDismissed' })
  return [happened(ObjectionSettled, { candidacyId, objectionId, upheld })]
}

/** `plannedTo = from + months`, clamped to the end of the month and inclusive (C-03, C-04). */
export const startTrialPost = (c: Trial, s: Candidacy): CandidacyEvent[] => {
  const plan = livePlan(c.metadata.facts, s)
  const { candidacyId } = c.data
  const { actor, asOf } = c.metadata
  const from = c.data.from ?? asOf
  const departmentId = c.data.departmentId ?? actor.departmentId
  const least = addMonths(from, plan.trialMonths ?? 0)
  const plannedTo = c.data.plannedTo ?? least
  const begun = s.status === 'inStages' ? s.file.trial : undefined
  if (begun?.from === from && begun.plannedTo === plannedTo && begun.departmentId === departmentId) return []
  checkNext('trialPost', plan, s)
  if (begun) return wrongState(s)
  if (plannedTo < least) return refuse('InvalidValue', ['A-34', 'R-AK-47'], { field: 'plannedTo', least })
  return [happened(TrialPostStarted, { candidacyId, from, plannedTo, ...(departmentId === undefined ? {} : { departmentId }) })]
}

export const concludeTrialPost = (c: Conclusion, s: Candidacy): CandidacyEvent[] => {
  const plan = livePlan(c.metadata.facts, s)
  const { candidacyId, passed } = c.data
  const { actor, asOf } = c.metadata
  const on = c.data.on ?? asOf
  const done = s.status === 'inStages' || s.status === 'rejected' ? s.file.conclusion : undefined
  if (done?.passed === passed && done.on === on) return []
  const { trial } = checkNext('trialPost', plan, s)
  if (!trial) return refuse('StageOutOfOrder', ['R-AK-47'], { stage: 'trialPost', next: 'trialPost' })
  if (actor.role === 'deptBranch' && actor.departmentId && trial.departmentId && actor.departmentId !== trial.departmentId)
    return refuse('NotAuthorized', ['R-AK-47'], { role: actor.role, field: 'departmentId', scope: 'department' })
  if (on < trial.from) return refuse('InvalidValue', ['R-AK-47'], { field: 'on', from: trial.from })
  return [happened(TrialPostConcluded, { candidacyId, passed, on, late: on > trial.plannedTo })]
}
