import { CloseOutlined } from '@ant-design/icons'
import { Drawer, Grid, Skeleton, Timeline, Typography } from 'antd'
import { useWhy } from '../api/queries'
import { ProblemPanel } from '../parts/problem-panel'
import type { Session } from '../session/session'
import { useUrl } from '../state/url'
import { useTexts } from '../texts/language'
import { WhyFigurePanel } from './why-figure'
import { WhyStepPanel } from './why-step'

/** Why something is as it is: each step with its rules, what they say, policy values, events and arithmetic. */
export const WhyDrawer = ({ session }: { readonly session: Session }) => {
  const { url, change } = useUrl()
  const { t, language } = useTexts()
  const wide = Grid.useBreakpoint().md ?? true
  const [kind = '', id = ''] = (url.params.why ?? '').split(':')
  const open = kind !== '' && id !== ''
  const { data } = useWhy(session, language, kind, id, open)
  return (
    <Drawer
      open={open}
      closable={{ closeIcon: <CloseOutlined aria-hidden />, 'aria-label': t.close }}
      onClose={() => change({ why: undefined })}
      title={t.whyTitle(data?.name ? `${data.name} ${id}` : id)}
      placement="right"
      size={wide ? 640 : '100%'}
      destroyOnHidden
      data-testid="why-drawer"
    >
      {open ? <Why session={session} kind={kind} id={id} /> : null}
    </Drawer>
  )
}

const Why = ({ session, kind, id }: { readonly session: Session; readonly kind: string; readonly id: string }) => {
  const { t, language } = useTexts()
  const { data, error, refetch } = useWhy(session, language, kind, id)
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton active aria-label={t.loading} />
  return (
    <article data-testid="why-answer">
      <Typography.Title level={3} style={{ fontSize: 18, marginBlockStart: 0 }} data-testid="why-conclusion">
        {data.conclusion[language]}
      </Typography.Title>
      <Typography.Paragraph type="secondary">
        {t.decidedOn} {data.asOf}
      </Typography.Paragraph>
      {data.figures.map((figure) => (
        <WhyFigurePanel key={figure.name} figure={figure} />
      ))}
      <Typography.Title level={4} style={{ fontSize: 15 }}>
        {t.steps}
      </Typography.Title>
      {data.steps.length === 0 ? <Typography.Paragraph>{t.emptyWhy}</Typography.Paragraph> : null}
      <Timeline
        items={data.steps.map((step) => ({
          key: step.event.id,
          color: step === data.steps.at(-1) ? 'red' : 'blue',
          content: <WhyStepPanel session={session} step={step} />,
        }))}
      />
    </article>
  )
}
