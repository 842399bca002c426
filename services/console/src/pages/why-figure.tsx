import type { WhyFigure } from '@fudao/contracts/views'
import { Typography } from 'antd'
import { useTexts } from '../texts/language'

/** One figure of a computed row: its value, how it was calculated, and by which rules and policy values. */
export const WhyFigurePanel = ({ figure }: { readonly figure: WhyFigure }) => {
  const { t, language } = useTexts()
  return (
    <section style={{ marginBlockEnd: 12 }} data-testid="why-figure" data-figure={figure.name}>
      {figure.title[language]}: <Typography.Text strong>{figure.shown[language]}</Typography.Text>
      {figure.arithmetic.length > 0 ? (
        <ol className="arithmetic" aria-label={t.arithmetic}>
          {figure.arithmetic.map((line) => (
            <li key={line.en}>{line[language]}</li>
          ))}
        </ol>
      ) : null}
      <ul className="rules">
        {figure.rules.map((rule) => (
          <li key={rule.id}>
            <Typography.Text code>{rule.id}</Typography.Text>{' '}
            {rule.article ? <Typography.Text type="secondary">{rule.article[language]}</Typography.Text> : null}
          </li>
        ))}
        {figure.policy.map((p) => (
          <li key={p.key}>
            {p.title?.[language] ?? p.key}: {p.shown[language]}
          </li>
        ))}
      </ul>
    </section>
  )
}
