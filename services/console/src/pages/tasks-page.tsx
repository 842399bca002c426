import type { RowOfView, tasksView, WhyKind } from '@fudao/contracts/views'
import { Tag, Typography } from 'antd'
import { useView } from '../api/queries'
import { type Column, DataTable } from '../parts/data-table'
import { SubjectLink, WhyButton } from '../parts/why-button'
import type { Session } from '../session/session'
import { useTexts } from '../texts/language'

type Row = RowOfView<typeof tasksView>

/** What *why?* can be asked about: the thing a task is about. */
const aboutKinds: Readonly<Record<string, WhyKind>> = { exitCase: 'exit-case', contract: 'contract', assessment: 'assessment' }

/** What the rules ask people to do (RM-25), with the rule behind each. */
export const TasksPage = ({ session }: { readonly session: Session }) => {
  const { t, word, language } = useTexts()
  const query = useView<Row>(session, language, 'tasks')
  const columns: readonly Column<Row>[] = [
    {
      key: 'title',
      title: t.task,
      text: (r) => r.title[language],
      render: (r) => (
        <>
          <Typography.Text strong>{r.title[language]}</Typography.Text>
          <br />
          <Typography.Text>{r.text[language]}</Typography.Text>
        </>
      ),
    },
    {
      key: 'name',
      title: t.subject,
      text: (r) => (r.name ? `${r.name} ${r.subject}` : r.subject),
      render: (r) => {
        const kind = r.about ? aboutKinds[r.about] : undefined
        return (
          <>
            {r.name ? <Typography.Text>{r.name}</Typography.Text> : null} {kind ? <SubjectLink kind={kind} id={r.subject} /> : r.subject}
          </>
        )
      },
    },
    {
      key: 'dueOn',
      title: t.due,
      text: (r) => r.dueOn,
      render: (r) => (
        <>
          {r.dueOn ?? '–'} {r.overdue ? <Tag color="error">{t.overdue}</Tag> : null}
        </>
      ),
    },
    { key: 'state', title: t.state, text: (r) => (r.ending ? `${word(r.state)} – ${r.ending[language]}` : word(r.state)) },
    { key: 'owner', title: t.owner, text: (r) => word(r.ownerRole) },
    { key: 'rule', title: t.rule, text: (r) => r.ruleId },
    { key: 'raisedOn', title: t.raised, text: (r) => r.raisedOn },
    { key: 'settledBy', title: t.settlingCommand, text: (r) => r.settling?.[language] ?? r.settledBy ?? t.byHand },
    {
      key: 'why',
      title: t.why,
      unordered: true,
      text: (r) => r.taskId,
      render: (r) => <WhyButton kind="task" id={r.taskId} subject={r.title[language]} />,
    },
  ]
  return (
    <DataTable
      name="tasks"
      title={t.tasks}
      columns={columns}
      filters={[{ key: 'state', label: t.state, options: ['open', 'done', 'cancelled'].map((s) => ({ value: s, label: word(s) })) }]}
      matches={(r, _, value) => r.state === value}
      rowKey={(r) => r.taskId}
      query={query}
      empty={{ title: t.emptyTasks, next: t.emptyTasksNext }}
    />
  )
}
