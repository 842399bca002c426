import { DownOutlined } from '@ant-design/icons'
import { isPolicyKey, type SandboxResult, sandboxReaders, valueFieldOf } from '@fudao/contracts/policy'
import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, InputNumber, Select, Tag, Typography } from 'antd'
import { request } from '../api/client'
import { ProblemPanel } from '../parts/problem-panel'
import type { Session } from '../session/session'
import { useTexts } from '../texts/language'
import type { PolicyRow } from './policy-page'

interface Draft {
  readonly value: unknown
  readonly from: string
}
const mostShown = 100
const fieldOf = (key: string) => (isPolicyKey(key) ? valueFieldOf(key) : { kind: 'json' as const })
const isJson = (text: unknown): boolean => {
  try {
    JSON.parse(String(text))
    return true
  } catch {
    return false
  }
}

/** Who and what would differ under a draft value (政策试算); nothing is written. */
export const PolicyTryOut = ({ session, row, today }: { readonly session: Session; readonly row: PolicyRow; readonly today: string }) => {
  const { t, word, language } = useTexts()
  const field = fieldOf(row.key)
  const tryOut = useMutation({
    mutationFn: async ({ value, from }: Draft) =>
      (await (
        await request(`/api/${encodeURIComponent(session.campus)}/policy/sandbox`, {
          method: 'POST',
          language,
          token: session.token,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            entries: [{ key: row.key, value: field.kind === 'json' ? (JSON.parse(String(value)) as unknown) : value, effectiveFrom: from }],
          }),
        })
      ).json()) as SandboxResult,
  })
  const mayTry = sandboxReaders.includes(session.role) && (session.role !== 'orgPersonnel' || row.key.startsWith('staffing.'))
  return (
    <section aria-label={t.tryOut}>
      <Typography.Title level={3} style={{ fontSize: 16 }}>
        {t.tryOut}
      </Typography.Title>
      <Typography.Paragraph type="secondary">{mayTry ? t.tryOutHint : t.tryOutBarred}</Typography.Paragraph>
      {mayTry ? (
        <Form<Draft>
          layout="vertical"
          initialValues={{ value: field.kind === 'json' ? JSON.stringify(row.value) : row.value, from: today }}
          onFinish={(draft) => tryOut.mutate(draft)}
        >
          <Form.Item
            name="value"
            label={t.draftValue}
            {...(field.kind === 'json' ? { extra: t.draftJson } : {})}
            rules={[
              { required: true },
              ...(field.kind === 'json'
                ? [{ validator: (_: unknown, text: unknown) => (isJson(text) ? Promise.resolve() : Promise.reject(new Error(t.notJson))) }]
                : []),
            ]}
          >
            {field.kind === 'number' ? (
              <InputNumber precision={0} style={{ width: 200 }} data-testid="draft-value" />
            ) : field.kind === 'choice' ? (
              <Select
                suffixIcon={<DownOutlined aria-hidden />}
                options={field.values.map((value) => ({
                  value,
                  label: typeof value === 'boolean' ? (value ? t.yes : t.no) : word(value),
                }))}
                data-testid="draft-value"
              />
            ) : (
              <Input.TextArea autoSize={{ minRows: 2 }} data-testid="draft-value" />
            )}
          </Form.Item>
          <Form.Item name="from" label={t.draftFrom} rules={[{ required: true }]}>
            <Input type="date" style={{ width: 200 }} data-testid="draft-from" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={tryOut.isPending} data-testid="try-it">
            {t.tryIt}
          </Button>
        </Form>
      ) : null}
      {tryOut.error ? <ProblemPanel error={tryOut.error} /> : null}
      {tryOut.data ? (
        <div role="status" data-testid="try-out-result" style={{ marginBlockStart: 16 }}>
          <Typography.Text strong>
            {tryOut.data.total === 0 ? t.noChange : t.changes(tryOut.data.total, tryOut.data.counselors)}
          </Typography.Text>
          {tryOut.data.limits.map((limit) => (
            <Typography.Paragraph key={limit.en} type="secondary">
              {limit[language]}
            </Typography.Paragraph>
          ))}
          <ul className="rules">
            {tryOut.data.rows.slice(0, mostShown).map((change) => (
              <li key={`${change.subject}:${change.what}:${change.change}:${change.sentence.en}`} data-testid="try-out-row">
                <Tag>{word(change.change)}</Tag>
                {change.name ? <Typography.Text strong>{change.name} </Typography.Text> : null}
                {change.sentence[language]}
              </li>
            ))}
          </ul>
          {tryOut.data.rows.length > mostShown ? t.firstOnly(mostShown) : null}
        </div>
      ) : null}
    </section>
  )
}
