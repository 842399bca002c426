import { CloseOutlined } from '@ant-design/icons'
import type { policyTextsView, policyView, RowOfView } from '@fudao/contracts/views'
import { Button, Drawer, Grid, Timeline, Typography } from 'antd'
import { useView } from '../api/queries'
import { type Column, DataTable } from '../parts/data-table'
import type { Session } from '../session/session'
import { useUrl } from '../state/url'
import { useTexts } from '../texts/language'
import { PolicyTryOut } from './policy-try-out'

export type PolicyRow = RowOfView<typeof policyView>

/** All a parameter was and will be, and what another value would change. */
const ParameterPanel = ({ session, row, today }: { readonly session: Session; readonly row: PolicyRow; readonly today: string }) => {
  const { t, word, language } = useTexts()
  return (
    <article data-testid="parameter">
      <Typography.Paragraph>
        {t.inForce}: <Typography.Text strong>{row.says[language]}</Typography.Text> <Typography.Text code>{row.key}</Typography.Text>
      </Typography.Paragraph>
      <Typography.Title level={3} style={{ fontSize: 16 }}>
        {t.history}
      </Typography.Title>
      {row.history.length === 0 ? <Typography.Paragraph>{t.noHistory}</Typography.Paragraph> : null}
      <Timeline
        items={row.history.map((entry) => ({
          key: `${entry.eventId}:${entry.effectiveFrom}`,
          content: (
            <div data-testid="policy-entry">
              <Typography.Text strong>{entry.effectiveFrom}</Typography.Text> {word(entry.act)}: {entry.says[language]}
              <br />
              <Typography.Text type="secondary">
                {[entry.basisDoc, entry.approvalRef, entry.reason, `${t.decidedOn} ${entry.decidedOn}`].filter(Boolean).join(' · ')}
              </Typography.Text>
            </div>
          ),
        }))}
      />
      <PolicyTryOut session={session} row={row} today={today} />
    </article>
  )
}

/** Texts on what no parameter can hold (R-AK-76); nothing where there are none. */
const PolicyTexts = ({ session }: { readonly session: Session }) => {
  const { t, language } = useTexts()
  const texts = useView<RowOfView<typeof policyTextsView>>(session, language, 'policy-texts').data?.items ?? []
  if (texts.length === 0) return null
  return (
    <section data-testid="policy-texts" style={{ marginBlockStart: 24 }}>
      <Typography.Title level={3} style={{ fontSize: 16 }}>
        {t.policyTexts}
      </Typography.Title>
      <ul>
        {texts.map(({ id, topicShown, docRef, from }) => (
          <li key={id}>
            {topicShown[language]}: <Typography.Text strong>{docRef}</Typography.Text>{' '}
            <Typography.Text type="secondary">{t.sinceDay(from)}</Typography.Text>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The policy of the campus: every parameter in force, its paper and rule, its history, a draft to try, and its texts (R-AK-86). */
export const PolicyPage = ({ session }: { readonly session: Session }) => {
  const { t, word, language } = useTexts()
  const { url, change } = useUrl()
  const wide = Grid.useBreakpoint().md ?? true
  const query = useView<PolicyRow>(session, language, 'policy')
  const columns: readonly Column<PolicyRow>[] = [
    { key: 'title', title: t.parameter, text: (r) => r.title[language] },
    { key: 'says', title: t.inForce, text: (r) => r.says[language], render: (r) => <div className="long">{r.says[language]}</div> },
    {
      key: 'source',
      title: t.source,
      text: (r) => word(r.source === 'none' ? 'default' : r.source),
      render: (r) => (r.source === 'none' ? '–' : word(r.source)),
    },
    {
      key: 'paper',
      title: t.paper,
      text: (r) => r.basisDoc ?? r.history.findLast((e) => e.effectiveFrom === r.effectiveFrom)?.approvalRef ?? null,
    },
    { key: 'rules', title: t.rule, text: (r) => r.rules.join(t.comma) },
    { key: 'effectiveFrom', title: t.effectiveFrom, text: (r) => r.effectiveFrom },
    { key: 'nextChangeOn', title: t.nextChange, text: (r) => r.nextChangeOn },
    {
      key: 'open',
      title: t.tryOut,
      unordered: true,
      text: (r) => r.key,
      render: (r) => (
        <Button
          type="link"
          size="small"
          aria-label={t.openParameterOf(r.title[language])}
          onClick={() => change({ parameter: r.key })}
          data-testid="open-parameter"
        >
          {t.openParameter}
        </Button>
      ),
    },
  ]
  const row = query.data?.items.find(({ key }) => key === url.params.parameter)
  return (
    <>
      <DataTable
        name="policy"
        title={t.policyTitle}
        columns={columns}
        filters={[
          {
            key: 'source',
            label: t.source,
            options: ['preset', 'set', 'corrected', 'retired', 'default'].map((s) => ({ value: s, label: word(s) })),
          },
        ]}
        matches={(r, _, value) => r.source === value}
        rowKey={(r) => r.key}
        query={query}
        empty={{ title: t.emptyPolicy, next: t.emptyPolicyNext }}
      />
      <PolicyTexts session={session} />
      <Drawer
        open={row !== undefined}
        closable={{ closeIcon: <CloseOutlined aria-hidden />, 'aria-label': t.close }}
        onClose={() => change({ parameter: undefined })}
        title={row?.title[language]}
        placement="right"
        size={wide ? 640 : '100%'}
        destroyOnHidden
      >
        {row && query.data ? <ParameterPanel key={row.key} session={session} row={row} today={query.data.asOf} /> : null}
      </Drawer>
    </>
  )
}
