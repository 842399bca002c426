import * as c from '@fudao/contracts/staffing'
import type { LoadFact } from '@fudao/service-kit'
import { exitCaseDecider } from '../domain/exit-case/exit-case.js'

/** The exit case a command cites; its id says which stream that is. */
export const citedExitCase = async (exitCaseId: string | undefined, load: LoadFact) => {
  const key = exitCaseId === undefined ? undefined : c.fromExitCaseId(exitCaseId)
  return key && load(exitCaseDecider, c.ExitCase, { ...key })
}
