import type { Basis, Bilingual } from '@fudao/contracts/kit'
import type { JournalEvent } from '@fudao/contracts/views'

type Known = ReadonlyMap<string, JournalEvent>
type Lines = (event: JournalEvent, known: Known) => readonly Bilingual[]

/** `8560` hundredths as `85.60`. */
const points = (hundredths: unknown): string => (Number(hundredths) / 100).toFixed(2)
const both = (text: string): Bilingual => ({ zh: text, en: text })
const numbers = (value: unknown): Readonly<Record<string, number>> => (value ?? {}) as Readonly<Record<string, number>>
const policyValue = (event: JournalEvent, key: string): unknown => (event.data.basis as Basis | undefined)?.policy?.[key]?.value

const sameStream = (event: JournalEvent, known: Known, type: string): readonly JournalEvent[] =>
  [...known.values()]
    .filter((other) => other.stream === event.stream && other.type === type && other.revision < event.revision)
    .sort((a, b) => a.revision - b.revision)

/** Names of the usual parties; another is shown as it is. */
const parties: Readonly<Record<string, Bilingual>> = {
  studentAffairs: { zh: '学工部', en: 'student affairs' },
  orgPersonnel: { zh: '组织人事部门', en: 'personnel' },
  deptBranch: { zh: '系（部）党总支', en: 'department branch' },
  students: { zh: '学生', en: 'students' },
}
const partyName = (party: string): Bilingual => parties[party] ?? both(party)

const weightedTotal: Lines = (event, known) => {
  const opened = sameStream(event, known, 'assessment.AssessmentOpened').at(-1)
  if (!opened) return []
  const scores = new Map(
    sameStream(event, known, 'assessment.PartyScored').map((scored) => [String(scored.data.party), Number(scored.data.score)]),
  )
  const terms = (language: keyof Bilingual): string =>
    Object.entries(numbers(opened.data.weights))
      .map(([party, weight]) => `${partyName(party)[language]} ${weight}% × ${points(scores.get(party) ?? 0)}`)
      .join(' + ')
  const thresholds = numbers(opened.data.thresholds)
  const lines = [{ zh: `${terms('zh')} = ${points(event.data.total)}`, en: `${terms('en')} = ${points(event.data.total)}` }]
  const { excellent, qualified } = thresholds
  if (qualified === undefined) return lines
  const total = Number(event.data.total)
  const compare = (limit: number): string => `${points(total)} ${total >= limit ? '≥' : '<'} ${points(limit)}`
  if (excellent !== undefined) lines.push({ zh: `${compare(excellent)}（优秀线）`, en: `${compare(excellent)} (excellent)` })
  lines.push({ zh: `${compare(qualified)}（合格线）`, en: `${compare(qualified)} (qualified)` })
  return lines
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

const basisYears: Lines = (event) => {
  const years = (event.data.basisYears as readonly number[] | undefined) ?? []
  if (event.data.ground !== 'twoConsecutiveFails' || years.length < 2) return []
  const listed = years.join(', ')
  return [{ zh: `不合格年度：${listed}，连续 ${years.length} 年`, en: `failed years: ${listed}, ${years.length} in a row` }]
}

const ballotResult: Lines = ({ data }) => [
  {
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
  'assessment.PartyScored': studentsScore,
  'assessment.BallotClosed': ballotResult,
  'staffing.RenewalDue': renewalDue,
  'staffing.PostOffered': answerDue,
  'staffing.ExitCaseOpened': basisYears,
  'staffing.TerminationPermitted': basisYears,
}

/** The calculation behind an event, line by line, from what the events hold. */
export const arithmeticOf = (event: JournalEvent, known: Known): Bilingual[] => [...(byType[event.type]?.(event, known) ?? [])]
