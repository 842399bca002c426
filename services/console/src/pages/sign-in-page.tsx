import { DownOutlined } from '@ant-design/icons'
import type { Role } from '@fudao/contracts/kit'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, AutoComplete, Button, Card, Form, Input, Select, Typography } from 'antd'
import { request } from '../api/client'
import { isApiProblem } from '../api/problem'
import { ProblemPanel } from '../parts/problem-panel'
import { type Session, startSession } from '../session/session'
import { useUrl } from '../state/url'
import { demoCampuses } from '../texts/demo-campuses'
import { useTexts } from '../texts/language'
import { wordOf } from '../texts/words'
import { homeOf } from './navigation'

interface Choice {
  readonly campus: string
  readonly role: Role
  readonly counselorId?: string
  readonly departmentId?: string
  readonly userId?: string
}

const departmentRoles: readonly Role[] = ['deptBranch', 'departmentOffice']

/** Sign-in without an identity provider: chooses a campus and a role, in demo and test only. */
export const SignInPage = () => {
  const { t, language } = useTexts()
  const { url, go } = useUrl()
  const [form] = Form.useForm<Choice>()
  const role = Form.useWatch('role', form)
  const choices = useQuery({
    queryKey: ['sign-in'],
    retry: false,
    queryFn: async () => (await (await request('/api/demo/session', { language })).json()) as { readonly roles: readonly Role[] },
  })
  const signIn = useMutation({
    mutationFn: async (choice: Choice) =>
      (await (
        await request('/api/demo/session', {
          method: 'POST',
          language,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(Object.fromEntries(Object.entries(choice).filter(([, v]) => v))),
        })
      ).json()) as Session,
    onSuccess: (session) => {
      startSession(session)
      // A link that was opened signed out is kept, with its filters.
      if (url.campus !== session.campus) go({ campus: session.campus, page: homeOf(session.role) })
    },
  })
  if (isApiProblem(choices.error) && choices.error.status === 404) return <Alert type="info" showIcon title={t.signInUnavailable} />
  if (choices.error) return <ProblemPanel error={choices.error} onRetry={() => void choices.refetch()} />
  const roles = (choices.data?.roles ?? []).map((value) => ({ value, label: wordOf(value)[language] }))
  return (
    <Card style={{ maxWidth: 440, margin: '32px auto' }} data-testid="sign-in">
      <Typography.Title level={2} style={{ fontSize: 22, marginBlockStart: 0 }}>
        {t.signInTitle}
      </Typography.Title>
      <Typography.Paragraph type="secondary">{t.signInHint}</Typography.Paragraph>
      <Form<Choice>
        form={form}
        layout="vertical"
        initialValues={{ campus: url.campus ?? 'aksu', role: 'orgPersonnel' }}
        onFinish={(choice) => signIn.mutate(choice)}
      >
        <Form.Item name="campus" label={t.campus} extra={t.campusHelp} rules={[{ required: true, pattern: /^[A-Za-z0-9_]{1,64}$/ }]}>
          <AutoComplete
            options={Object.entries(demoCampuses).map(([value, name]) => ({ value, label: `${value} · ${name[language]}` }))}
            data-testid="campus"
          />
        </Form.Item>
        <Form.Item name="role" label={t.role} rules={[{ required: true }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={roles}
            loading={choices.isPending}
            suffixIcon={<DownOutlined aria-hidden />}
            data-testid="role"
          />
        </Form.Item>
        {role === 'studentEvaluator' ? (
          <Form.Item name="userId" label={t.studentCode} extra={t.studentCodeHelp} rules={[{ required: true }]}>
            <Input placeholder="s_0001" data-testid="student-code" />
          </Form.Item>
        ) : null}
        {role === 'counselor' || role === 'studentEvaluator' ? (
          <Form.Item name="counselorId" label={role === 'counselor' ? t.counselorId : t.ownCounselorId} rules={[{ required: true }]}>
            <Input placeholder="c_0001" data-testid="counselor-id" />
          </Form.Item>
        ) : null}
        {role && departmentRoles.includes(role) ? (
          <Form.Item name="departmentId" label={t.departmentId} rules={[{ required: true }]}>
            <Input placeholder="nursing" data-testid="department-id" />
          </Form.Item>
        ) : null}
        {signIn.error ? <ProblemPanel error={signIn.error} /> : null}
        <Button type="primary" htmlType="submit" block loading={signIn.isPending} data-testid="sign-in-submit">
          {t.signIn}
        </Button>
      </Form>
    </Card>
  )
}
