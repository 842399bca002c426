import {
  AssessmentCancelled,
  AssessmentOpened,
  BallotClosed,
  BallotOpened,
  CloseBallot,
  CountTurnout,
  SubmitPartyScore,
} from '@fudao/contracts/assessment'
import { addDays } from '@fudao/domain-kit'
import { defineRule, eventOf, type Reaction, type Rule, type RuleContext, type RuleEventOf, ruleCommand, toEventRef } from '@fudao/rules'
import { byCounselorYear } from './routes.js'

interface State {
  readonly counselorId: string
  readonly year: number
  /** The assessment was cancelled (X-10): nobody waits for the students' score. */
  readonly cancelled: boolean
  /** What the ballot gave. */
  readonly outcome: RuleEventOf<typeof BallotClosed> | null
}

/** Half a hundredth counts up. */
const mean = (a: number, b: number): number => Math.floor((a + b + 1) / 2)

const score = (outcome: RuleEventOf<typeof BallotClosed>, context: RuleContext): Reaction => {
  const { counselorId, year, cast, recognitionAvg, satisfactionAvg } = outcome.data
  const key = `X48:${counselorId}:${year}`
  // no ballot at all has no average, whatever the campus asks for
  const required = Math.max(1, context.policy.value('assessment.student.minBallots') ?? 1)
  const cancelTimers = ['close', 'turnout']
  if (cast < required || recognitionAvg === undefined || satisfactionAvg === undefined)
    return {
      cancelTimers,
      tasks: [{ key, action: 'tooFewBallots', subject: `${counselorId}_${year}`, dueOn: context.asOf, params: { cast, required } }],
    }
  return {
    cancelTimers,
    commands: [
      ruleCommand(
        SubmitPartyScore,
        {
          counselorId,
          year,
          party: 'students',
          score: mean(recognitionAvg, satisfactionAvg),
          criteria: { studentRecognition: recognitionAvg, studentSatisfaction: satisfactionAvg },
        },
        { key, rules: ['R-AK-79', 'R-AK-80'], uses: [toEventRef(outcome)] },
      ),
    ],
  }
}

/**
 * While a ballot is open its turnout is counted once a day; the day after its window it is closed. Enough ballots make the students'
 * score, too few make a task (R-AK-79, R-AK-80). What was cast about a counselor who left counts once the assessment is opened again.
 */
export const closeBallot: Rule = defineRule<State>({
  id: 'X-48',
  title: { zh: '学生测评截止与计分', en: 'closing a student ballot' },
  owner: 'studentAffairs',
  handles: [BallotOpened, BallotClosed, AssessmentCancelled, AssessmentOpened],
  issues: [CloseBallot, CountTurnout, SubmitPartyScore],
  route: byCounselorYear,
  initial: () => ({ counselorId: '', year: 0, cancelled: false, outcome: null }),
  evolve: (before, cause) => {
    const event = eventOf(cause, BallotOpened) ?? eventOf(cause, BallotClosed)
    if (event)
      return {
        ...before,
        counselorId: event.data.counselorId,
        year: event.data.year,
        outcome: eventOf(cause, BallotClosed) ?? before.outcome,
      }
    return cause.kind === 'event' ? { ...before, cancelled: eventOf(cause, AssessmentCancelled) !== undefined } : before
  },
  react: ({ counselorId, year, cancelled, outcome }, cause, context) => {
    if (cause.kind === 'timer' && cause.timer.name === 'turnout')
      return {
        commands: [
          ruleCommand(
            CountTurnout,
            { counselorId, year },
            { key: `X48:${counselorId}:${year}:turnout:${context.asOf}`, rules: ['R-AK-79'], holds: ['BallotClosed'] },
          ),
        ],
        timers: [{ name: 'turnout', dueOn: addDays(context.asOf, 1) }],
      }
    if (cause.kind === 'timer')
      return {
        cancelTimers: ['turnout'],
        commands: [
          ruleCommand(
            CloseBallot,
            { counselorId, year },
            { key: `X48:${counselorId}:${year}`, rules: ['R-AK-79'], holds: ['BallotClosed', 'WrongState'] },
          ),
        ],
      }
    const opened = eventOf(cause, BallotOpened)
    // C-04: the last day counts
    if (opened)
      return {
        timers: [
          { name: 'turnout', dueOn: addDays(opened.data.from, 1) },
          { name: 'close', dueOn: addDays(opened.data.to, 1) },
        ],
      }
    if (!outcome || eventOf(cause, AssessmentCancelled)) return {}
    return cancelled ? { cancelTimers: ['close', 'turnout'] } : score(outcome, context)
  },
})
