import type { Bilingual } from '@fudao/contracts/kit'
import type { JournalEvent } from '@fudao/contracts/views'
import { sentence } from '@fudao/contracts/vocabulary'
import { policyValue } from './policy-value.js'
import { listed, withdrawnText, words } from './words.js'

type Lines = (event: JournalEvent) => readonly Bilingual[]

const answerDue: Lines = (event) => {
  const days = policyValue(event, 'staffing.exit.offerResponseDays')
  if (typeof days !== 'number') return []
  return [
    {
      zh: `提出日 ${String(event.data.offeredOn)} + ${days} 天 = ${String(event.data.answerDueOn)}（当日有效）`,
      en: `offered ${String(event.data.offeredOn)} + ${days} days = ${String(event.data.answerDueOn)} (that day included)`,
    },
  ]
}

/** How many failed years stand together, beside the number that permits termination (R-AK-83, A-12). */
const failedYears: Lines = (event) => {
  const years = (event.data.basisYears as readonly number[] | undefined) ?? []
  if (years.length === 0) return []
  const needed = policyValue(event, 'staffing.exit.consecutiveFails')
  const enough = typeof needed === 'number' ? ` ${years.length >= needed ? '≥' : '<'} ${needed}` : ''
  const { zh, en } = listed(years)
  if (event.data.ground === 'twoConsecutiveFails')
    return [{ zh: `不合格年度：${zh}；连续 ${years.length} 年${enough}`, en: `failed years: ${en}; ${years.length} in a row${enough}` }]
  return event.data.ground === 'annualFail' && enough
    ? [
        {
          zh: `不合格年度：${zh}，前后年度没有不合格；连续 ${years.length} 年${enough}`,
          en: `failed year: ${en}, none next to it; ${years.length} in a row${enough}`,
        },
      ]
    : []
}

const permitted: Lines = (event) =>
  event.data.ground === 'annualFail'
    ? [
        {
          zh: `${listed((event.data.basisYears as readonly number[] | undefined) ?? []).zh} 年度不合格 + 不同意调岗 → 可以解除聘用合同（可以不等于必须）`,
          en: `failed ${listed((event.data.basisYears as readonly number[] | undefined) ?? []).en} + post refused → the contract may be ended (may, not must)`,
        },
      ]
    : failedYears(event)

const escalated: Lines = (event) => {
  const permits = policyValue(event, 'staffing.exit.unsuitableRefusalPermits')
  return permits === false
    ? [
        {
          zh: '认定不适宜 + 不同意调岗：按学校政策不构成解除依据 → 上报研究',
          en: 'unsuitable + post refused: by the policy of the campus no ground to end the contract → escalated',
        },
      ]
    : []
}

const decisionText = words({
  terminate: ['决定：解除聘用合同', 'decision: terminate'],
  retain: ['决定：暂不解除，仍须调整岗位', 'decision: retain; the change of post stays owed'],
})

/** What the events of an exit case say in numbers and inferences. */
export const exitArithmetic: Readonly<Record<string, Lines>> = {
  'staffing.PostOffered': answerDue,
  'staffing.ExitCaseOpened': failedYears,
  'staffing.TerminationPermitted': permitted,
  'staffing.ExitCaseEscalated': escalated,
  'staffing.TerminationDecided': ({ data }) => [decisionText(data.decision)],
  'staffing.ExitCaseWithdrawn': ({ data }) => [sentence(withdrawnText(data.reason))],
}
