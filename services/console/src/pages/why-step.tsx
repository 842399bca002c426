import type { WhyStep } from '@fudao/contracts/views'
import { Button, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Session } from '../session/session'
import { useTexts } from '../texts/language'
import { EventPanel } from './event-panel'

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section style={{ marginBlockStart: 8 }}>
    <Typography.Text type="secondary">{title}</Typography.Text>
    {children}
  </section>
)

/** One event on the way to the conclusion and all it stood on. */
export const WhyStepPanel = ({ session, step }: { readonly session: Session; readonly step: WhyStep }) => {
  const { t, word, language } = useTexts()
  const [shown, show] = useState<string>()
  const toggle = (id: string) => show((now) => (now === id ? undefined : id))
  const events = [step.event, ...step.events.filter((e) => e.id !== step.event.id)]
  return (
    <div data-testid="why-step" data-event-type={step.event.type}>
      <Typography.Text strong>{step.title[language]}</Typography.Text>{' '}
      <Typography.Text type="secondary">
        {step.event.asOf}
        {` · ${word(step.event.actorRole)}`}
        {step.event.rule ? ` · ${step.event.rule}` : ''}
      </Typography.Text>
      {step.rules.length > 0 ? (
        <Part title={t.rulesApplied}>
          <ul className="rules">
            {step.rules.map((rule) => (
              <li key={rule.id} data-testid="why-rule" data-rule={rule.id}>
                <Typography.Text code>{rule.id}</Typography.Text>{' '}
                {rule.regulation ? <Typography.Text>{rule.regulation[language]}</Typography.Text> : null}{' '}
                {rule.article ? <Typography.Text type="secondary">{rule.article[language]}</Typography.Text> : null}
                {rule.says ? <blockquote>{rule.says[language]}</blockquote> : null}
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      {step.arithmetic.length > 0 ? (
        <Part title={t.arithmetic}>
          <ol className="arithmetic" data-testid="why-arithmetic">
            {step.arithmetic.map((line) => (
              <li key={line.en}>{line[language]}</li>
            ))}
          </ol>
        </Part>
      ) : null}
      {step.policy.length > 0 ? (
        <Part title={t.policyValues}>
          <ul className="rules">
            {step.policy.map((p) => (
              <li key={p.key} data-testid="why-policy" data-key={p.key}>
                {p.title?.[language] ?? p.key}: <Typography.Text strong>{p.shown[language]}</Typography.Text>{' '}
                <Typography.Text type="secondary">
                  {p.version < 0 ? (p.value === null ? '' : t.campusDefault) : `${t.policyVersion} ${p.version}`}
                  {p.effectiveFrom ? ` · ${t.policyFrom} ${p.effectiveFrom}` : ''}
                </Typography.Text>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      {step.facts.length > 0 ? (
        <Part title={t.factsUsed}>
          <ul className="rules">
            {step.facts.map((fact) => (
              <li key={fact.name}>
                {fact.title[language]}: <Typography.Text code>{`${fact.stream} @ ${fact.revision}`}</Typography.Text>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      <Part title={t.eventsUsed}>
        <ul className="rules">
          {events.map((event) => (
            <li key={event.id} data-testid="why-event" data-event={event.id}>
              {event.asOf} {event.title[language]} <Typography.Text code>{event.type}</Typography.Text>{' '}
              <Button type="link" size="small" onClick={() => toggle(event.id)} aria-expanded={shown === event.id} data-testid="show-event">
                {t.readEvent}
              </Button>
              {shown === event.id ? <EventPanel session={session} id={event.id} /> : null}
            </li>
          ))}
        </ul>
      </Part>
    </div>
  )
}
