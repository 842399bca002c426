import type { Bilingual } from '@fudao/contracts/kit'
import { fromExitCaseId } from '@fudao/contracts/staffing'
import type { JournalEvent } from '@fudao/contracts/views'
import { sayCode, sentence } from '@fudao/contracts/vocabulary'
import { clearanceReason, clearanceText, listed, withdrawnText, words } from './words.js'

type Row = Readonly<Record<string, unknown>>

const contractState = words({
  draft: ['合同尚未签订', 'The contract is not signed yet'],
  renewed: ['合同已续订', 'The contract was renewed'],
  expired: ['合同期满未续订', 'The contract ended and was not renewed'],
  terminated: ['合同已解除', 'The contract was terminated'],
})
const clearance = (row: Row): Bilingual => {
  const said = clearanceText(row.clearance)
  const because = clearanceReason(row.reason, row.basisYear)
  return { zh: `${said.zh}：${because.zh}`, en: `${said.en}: ${because.en}` }
}

const contract = (row: Row): Bilingual => {
  const running = row.state === 'active' || row.state === 'renewalDue'
  if (running && row.clearance === null)
    return { zh: '续订意见尚未形成：没有已审定的考核结果', en: 'No clearance yet: there is no final result of an assessment' }
  if (running) return clearance(row)
  const state = contractState(row.state)
  if (row.clearance === null) return state
  const { zh, en } = clearance(row)
  return { zh: `${state.zh}；${zh}`, en: `${state.en}; ${en.charAt(0).toLowerCase()}${en.slice(1)}` }
}

const groundText = words({
  annualFail: ['年度考核不合格', 'one failed year'],
  twoConsecutiveFails: ['连续两年考核不合格', 'two failed years in a row'],
  unsuitable: ['认定为不适宜从事辅导员工作', 'found unsuitable for counselor work'],
})
const caseText = words({
  opened: ['须提供调整岗位', 'another post must be offered'],
  offered: ['已提供岗位，等待本人答复（沉默不等于拒绝）', 'a post was offered and the answer is awaited (silence is no refusal)'],
  accepted: ['本人同意调岗，等待办理', 'the counselor accepted; the move is to be carried out'],
  refused: ['本人不同意调岗', 'the counselor refused the post'],
  escalated: ['不同意调岗但不构成解除依据，已上报', 'refused, which is no ground to end the contract; it was escalated'],
  terminationPermitted: ['可以解除聘用合同，由学校决定（可以不等于必须）', 'termination is permitted; people decide (may, not must)'],
  terminated: ['学校决定解除聘用合同', 'the institution decided to terminate'],
  retained: ['学校决定暂不解除，仍须调整岗位', 'the institution decided to retain; the change of post stays owed'],
  reassigned: ['岗位已调整', 'the counselor was moved to another post'],
  withdrawn: ['依据已不存在，事项已撤回', 'the ground no longer holds; the case was withdrawn'],
})
const exitCase = (row: Row, events: readonly JournalEvent[]): Bilingual => {
  const ground = groundText(row.ground)
  const known = row.basisYears as readonly number[]
  const years = listed(known.length > 0 ? known : [fromExitCaseId(String(row.id))?.year])
  const withdrawn = row.state === 'withdrawn' ? events.findLast((event) => event.type === 'staffing.ExitCaseWithdrawn') : undefined
  const why = withdrawn && withdrawnText(withdrawn.data.reason)
  const state = caseText(row.state)
  return sentence({
    zh: `${ground.zh}（${years.zh}）：${why ? `${why.zh}，本事项已撤回` : state.zh}`,
    en: `${ground.en} (${years.en}): ${why ? `${why.en}; this case was withdrawn` : state.en}`,
  })
}

const assessment = (row: Row): Bilingual => {
  const year = String(row.year)
  const total = typeof row.total === 'number' ? (row.total / 100).toFixed(2) : '—'
  const grade = row.grade === null ? { zh: '—', en: '—' } : sayCode(row.grade)
  switch (row.state) {
    case 'final':
    case 'underAppeal': {
      const appeal = row.state === 'underAppeal' ? { zh: '，正在申诉', en: ', under appeal' } : { zh: '', en: '' }
      return {
        zh: `${year} 年度考核${grade.zh}，${total} 分${appeal.zh}`,
        en: `The year ${year} is ${grade.en} with ${total} points${appeal.en}`,
      }
    }
    case 'proposed':
      return {
        zh: `${year} 年度拟定为${grade.zh}，${total} 分，尚未审定`,
        en: `${year}: ${grade.en} with ${total} points is proposed, not final`,
      }
    case 'exempt':
      return { zh: `${year} 年度免予考核`, en: `${year} is exempt from assessment` }
    case 'cancelled':
      return { zh: `${year} 年度考核已取消`, en: `The assessment of ${year} was cancelled` }
    default:
      return {
        zh: `${year} 年度正在评分：${String(row.partiesScored)}/${String(row.parties)} 方已评`,
        en: `${year} is being scored: ${String(row.partiesScored)} of ${String(row.parties)} parties`,
      }
  }
}

const task = (row: Row): Bilingual => {
  const title = row.title as Bilingual
  const state = words({ open: ['待办', 'open'], done: ['已完成', 'done'], cancelled: ['已取消', 'cancelled'] })(row.state)
  return { zh: `${title.zh}（${state.zh}）`, en: `${title.en} (${state.en})` }
}

/** What a row of a view comes down to, in one sentence. */
export const conclusions = { contract, 'exit-case': exitCase, assessment, task } as const
