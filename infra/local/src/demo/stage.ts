import { type Actors, type DemoOptions, makeActors } from './actors.js'
import { inParallel, until } from './pace.js'

/** What a scene needs: people who act, the campus's date, and waiting for the rules. */
export interface Stage {
  readonly act: Actors
  /** Several commands at a time, as many offices work at once. */
  readonly each: <T>(items: readonly T[], work: (item: T) => Promise<void>) => Promise<void>
  readonly until: (what: string, holds: () => Promise<boolean>) => Promise<void>
  /** Moves the campus's own calendar; a date already passed changes nothing. */
  readonly advance: (campus: string, to: string) => Promise<void>
}

export const makeStage = (options: DemoOptions): Stage => {
  const act = makeActors(options)
  return {
    act,
    each: (items, work) => inParallel(items, 12, work),
    until,
    advance: async (campus, to) => {
      const platform = await act('*', 'platformAdmin')
      await platform.command(campus, 'calendar', 'AdvanceDate', { to }, { key: `demo:day:${campus}:${to}` })
    },
  }
}

type Ground = 'annualFail' | 'twoConsecutiveFails' | 'unsuitable'

/** The steps of one exit case, each waiting for the rules where the regulation leaves the step to them. */
export const exitCase = (stage: Stage, counselorId: string, year: number, ground: Ground) => {
  const campus = 'aksu'
  const caseId = `${counselorId}_${year}_${ground}`
  const send = async (role: string, command: string, payload: Record<string, unknown>, step: string): Promise<void> => {
    const client = await stage.act(campus, role, role === 'counselor' ? { counselorId } : {})
    await client.command(campus, 'staffing', command, { counselorId, year, ground, ...payload }, { key: `demo:${caseId}:${step}` })
  }
  const inState = async (...states: readonly string[]): Promise<void> => {
    const personnel = await stage.act(campus, 'orgPersonnel')
    await stage.until(`exit case ${caseId} is ${states.join(' or ')}`, async () => {
      const page = await personnel.view<{ state?: string }>(campus, 'exit-watch', { exitCaseId: caseId })
      return page.items.some((row) => row.state !== undefined && states.includes(row.state))
    })
  }
  const later = ['offered', 'accepted', 'refused', 'reassigned', 'terminationPermitted', 'escalated', 'terminated', 'retained', 'withdrawn']
  const permittedOn = ['terminationPermitted', 'terminated', 'retained', 'withdrawn']
  const offer = (): Promise<void> => send('orgPersonnel', 'OfferPost', { post: '图书馆读者服务岗', targetKind: 'nonCounselor' }, 'offer')
  const answer = (answered: 'accept' | 'refuse'): Promise<void> =>
    send('counselor', 'AnswerOffer', { answer: answered, statementRef: `书面答复 ${caseId}` }, 'answer')
  const decide = (decision: 'terminate' | 'retain'): Promise<void> =>
    send(
      'orgPersonnel',
      'DecideTermination',
      { decision, reason: decision === 'retain' ? '继续安排转岗' : '按规定解除聘用合同', approvalRef: `党委会纪要 ${caseId}` },
      'decide',
    )
  return {
    inState,
    /** The rules opened it (a second load finds it further on). */
    opened: () => inState('opened', ...later),
    offer,
    answer,
    permitted: () => inState(...permittedOn),
    decide,
    reassigned: (from: string) => send('orgPersonnel', 'CompleteReassignment', { newPost: '图书馆读者服务岗', from }, 'reassign'),
  }
}

/** Failed years that end in a refused post and a decision to retain, for several counselors on the same days. */
export const refusedAndRetained = async (
  stage: Stage,
  counselorIds: readonly string[],
  year: number,
  days: { readonly offered: string; readonly answered: string; readonly decided: string },
): Promise<void> => {
  const cases = counselorIds.map((counselorId) => exitCase(stage, counselorId, year, 'annualFail'))
  for (const one of cases) await one.opened()
  await stage.advance('aksu', days.offered)
  for (const one of cases) await one.offer()
  await stage.advance('aksu', days.answered)
  for (const one of cases) await one.answer('refuse')
  for (const one of cases) await one.permitted()
  await stage.advance('aksu', days.decided)
  for (const one of cases) await one.decide('retain')
}
