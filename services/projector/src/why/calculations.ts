import type { JournalEvent } from '@fudao/contracts/views'

export type Known = ReadonlyMap<string, JournalEvent>

/** Earlier events of one type in the event's own stream, oldest first. */
export const sameStream = (event: JournalEvent, known: Known, type: string): readonly JournalEvent[] =>
  [...known.values()]
    .filter((other) => other.stream === event.stream && other.type === type && other.revision < event.revision)
    .sort((a, b) => a.revision - b.revision)

const totals: readonly string[] = ['assessment.GradeProposed', 'assessment.AssessmentFinalized']

/** The weights and scores a total was added up from; of a score given twice, the last. */
export const calculatedFrom = (event: JournalEvent, known: Known): readonly JournalEvent[] => {
  if (!totals.includes(event.type)) return []
  const scores = new Map(sameStream(event, known, 'assessment.PartyScored').map((scored) => [String(scored.data.party), scored]))
  return [...sameStream(event, known, 'assessment.AssessmentOpened').slice(-1), ...scores.values()]
}
