import { Descriptions, Skeleton, Typography } from 'antd'
import { useEvent } from '../api/queries'
import { Copyable } from '../parts/copyable'
import { ProblemPanel } from '../parts/problem-panel'
import type { Session } from '../session/session'
import { useTexts } from '../texts/language'

/** An event as stored, with the ids that lead to its trace. Personal data in it stays encrypted. */
export const EventPanel = ({ session, id }: { readonly session: Session; readonly id: string }) => {
  const { t, language } = useTexts()
  const { data, error } = useEvent(session, language, id)
  if (error) return <ProblemPanel error={error} />
  if (!data) return <Skeleton active aria-label={t.loading} />
  const event = data.items[0]
  if (!event) return <Typography.Text>{t.nothingFound}</Typography.Text>
  const ids: readonly (readonly [string, string | null])[] = [
    [t.trace, event.traceId],
    [t.correlation, event.correlationId],
  ]
  return (
    <div data-testid="event-json">
      <Descriptions
        size="small"
        column={1}
        items={ids.flatMap(([label, value]) => (value ? [{ key: label, label, children: <Copyable text={value} /> }] : []))}
      />
      <textarea className="json" readOnly rows={16} aria-label={t.eventJson} value={JSON.stringify(event, null, 2)} />
    </div>
  )
}
