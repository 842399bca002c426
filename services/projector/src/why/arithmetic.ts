import type { Bilingual } from '@fudao/contracts/kit'
import type { JournalEvent } from '@fudao/contracts/views'
import { sayCode } from '@fudao/contracts/vocabulary'
import { calculatedFrom, type Known, sameStream } from './calculations.js'
import { exitArithmetic } from './exit-arithmetic.js'
import { policyValue } from './policy-value.js'
import { clearanceReason, clearanceText } from './words.js'

/** The lines of a calculation or of an inference, in both languages. */
export type Lines = (event: JournalEvent, known: Known) => readonly Bilingual[]

/** `8560` hundredths as `85.60`. */
const points = (hundredths: unknown): string => (Number(hundredths) / 100).toFixed(2)
const both = (text: string): Bilingual => ({ zh: text, en: text })
const numbers = (value: unknown): Readonly<Record<string, number>> => (value ?? {}) as Readonly<Record<string, number>>

/** Names of the usual parties; another is shown as it is. */
const parties: Readonly<Record<string, Bilingual>> = {
  studentAffairs: { zh: '学工部', en: 'student affairs' },
  orgPersonnel: { zh: '组织人事部门', en: 'personnel' },
  deptBranch: { zh: '系（部）党总支', en: 'department branch' },
  students: { zh: '学生', en: 'students' },
}
const partyName = (party: string): Bilingual => parties[party] ?? both(party)

const weightedTotal: Lines = (event, known) => {
  const [opened, ...scored] = calculatedFrom(event, known)
  if (opened?.type !== 'assessment.AssessmentOpened') return []
  const scores = new Map(scored.map(({ data }) => [String(data.party), Number(data.score)]))
  const terms = (language: keyof Bilingual): string =>
    Object.entries(numbers(opened.data.weights))
      .map(([party, weight]) => `${partyName(party)[language]} ${weight}% × ${points(scores.get(party) ?? 0)}`)
      .join(' + ')
  const lines = [{ zh: `${terms('zh')} = ${points(event.data.total)}`, en: `${terms('en')} = ${points(event.data.total)}` }]
  const { excellent, qualified } = numbers(opened.data.thresholds)
  const total = Number(event.data.total)
  const compare = (limit: number): string => `${points(total)} ${total >= limit ? '≥' : '<'} ${points(limit)}`
  if (qualified !== undefined && excellent !== undefined && total >= qualified)
    lines.push({ zh: `${compare(excellent)}（优秀线）`, en: `${compare(excellent)} (excellent)` })
  if (qualified !== undefined) lines.push({ zh: `${compare(qualified)}（合格线）`, en: `${compare(qualified)} (qualified)` })
  const grade = sayCode(event.data.grade)
  if (event.data.grade !== undefined) lines.push({ zh: `等次：${grade.zh}`, en: `grade: ${grade.en}` })
  return lines
}

const revised: Lines = ({ data }) => {
  const [from, to] = [sayCode(data.from), sayCode(data.to)]
  return [{ zh: `${String(data.year)} 年度等次：${from.zh} → ${to.zh}`, en: `grade of ${String(data.year)}: ${from.en} → ${to.en}` }]
}

const renewalDue: Lines = (event, known) => {
  const drafted = sameStream(event, known, 'staffing.ContractDrafted').at(-1)
  const days = policyValue(event, 'staffing.contract.renewalNoticeDays')
  const end = drafted?.data.to
  if (typeof end !== 'string' || typeof days !== 'number') return []
  return [
    {
      zh: `合同到期日 ${end} − 提前 ${days} 天 = ${String(event.data.dueOn)}`,
      en: `contract end ${end} − ${days} days' notice = ${String(event.data.dueOn)}`,
    },
  ]
}

const clearance: Lines = ({ data }) => {
  const reason = clearanceReason(data.reason, data.basisYear)
  const said = clearanceText(data.clearance)
  return [{ zh: `${reason.zh} → ${said.zh}`, en: `${reason.en} → ${said.en.toLowerCase()}` }]
}

const drafted: Lines = (event) => {
  const forbidden = policyValue(event, 'staffing.contract.forbiddenKinds')
  if (!Array.isArray(forbidden)) return []
  const kind = sayCode(event.data.kind)
  return forbidden.includes(event.data.kind)
    ? [
        {
          zh: `${kind.zh}：原则上不得采用，按例外签订并说明理由`,
          en: `${kind.en}: not allowed in principle, made as an exception with a reason`,
        },
      ]
    : [{ zh: `${kind.zh}：不在原则上不得采用之列`, en: `${kind.en}: not among the kinds that are not allowed in principle` }]
}

const ballotResult: Lines = ({ data }) => [
  data.recognitionAvg === undefined
    ? {
        zh: `收到 ${String(data.cast)} 票，少于最低票数，不公布结果`,
        en: `${String(data.cast)} ballots, fewer than the smallest group: no result is told`,
      }
    : {
        zh: `收到 ${String(data.cast)} 票；认可度平均 ${points(data.recognitionAvg)}，满意度平均 ${points(data.satisfactionAvg)}`,
        en: `${String(data.cast)} ballots; mean recognition ${points(data.recognitionAvg)}, mean satisfaction ${points(data.satisfactionAvg)}`,
      },
]

const studentsScore: Lines = (event, known) => {
  if (event.data.party !== 'students') return []
  const closed = [...known.values()].find((other) => other.id === event.causationId && other.type === 'assessment.BallotClosed')
  if (!closed) return []
  return [both(`(${points(closed.data.recognitionAvg)} + ${points(closed.data.satisfactionAvg)}) ÷ 2 = ${points(event.data.score)}`)]
}

const byType: Readonly<Record<string, Lines>> = {
  'assessment.GradeProposed': weightedTotal,
  'assessment.AssessmentFinalized': weightedTotal,
  'assessment.AssessmentResultRevised': revised,
  'assessment.PartyScored': studentsScore,
  'assessment.BallotClosed': ballotResult,
  'staffing.ContractDrafted': drafted,
  'staffing.RenewalDue': renewalDue,
  'staffing.RenewalClearanceSet': clearance,
  ...exitArithmetic,
}

/** The calculation behind an event, line by line, from what the events hold. */
export const arithmeticOf = (event: JournalEvent, known: Known): Bilingual[] => [...(byType[event.type]?.(event, known) ?? [])]
