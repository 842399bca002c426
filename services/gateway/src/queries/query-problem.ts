import type { QueryReply } from '@fudao/contracts/views'
import { type Problem, problem } from '../problems/problem.js'
import { readersOf } from './readers.js'

type Unanswered = Exclude<QueryReply<unknown>, { readonly status: 'ok' }>

/** What the caller sees when a query brought no result. */
export const queryProblem = (
  reply: Unanswered,
  about: { readonly name: string; readonly campus: string; readonly unknown: () => Problem },
): Problem => {
  switch (reply.status) {
    case 'invalid':
      return problem('InvalidQuery', { issues: reply.issues })
    case 'forbidden':
      return problem('NotAuthorized', { params: { issuers: readersOf(about.name), ...reply.params } })
    case 'unknown':
      return reply.code === 'UnknownCampus' ? problem('UnknownCampus', { params: { campus: about.campus } }) : about.unknown()
    case 'unavailable':
      return problem('Unavailable', { headers: { 'retry-after': '1' } })
  }
}
