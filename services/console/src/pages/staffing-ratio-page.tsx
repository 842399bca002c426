import { CheckCircleOutlined, CloseCircleOutlined, QuestionCircleOutlined } from '@ant-design/icons'
import type { RowOfView, staffingRatioView } from '@fudao/contracts/views'
import { Alert, Card, Flex, Skeleton, Typography } from 'antd'
import { useView, useWhy } from '../api/queries'
import { type Column, DataTable } from '../parts/data-table'
import { ProblemPanel } from '../parts/problem-panel'
import { WhyButton } from '../parts/why-button'
import type { Session } from '../session/session'
import { mixedNumber } from '../state/mixed-number'
import { useTexts } from '../texts/language'

type Row = RowOfView<typeof staffingRatioView>

const verdicts = {
  met: { type: 'success', icon: <CheckCircleOutlined aria-hidden />, text: 'ratioMet' },
  notMet: { type: 'error', icon: <CloseCircleOutlined aria-hidden />, text: 'ratioNotMet' },
  unknown: { type: 'info', icon: <QuestionCircleOutlined aria-hidden />, text: 'ratioUnknown' },
} as const
const verdictOf = (compliant: boolean | null): keyof typeof verdicts => (compliant === null ? 'unknown' : compliant ? 'met' : 'notMet')

/** Compliant or not, in words, with the exact comparison: what the rounded ratio shows may mislead. */
const Verdict = ({ session, row }: { readonly session: Session; readonly row: Row }) => {
  const { t, language } = useTexts()
  const { data } = useWhy(session, language, 'staffing-ratio', `${row.id}-compliant`, row.compliant !== null)
  const verdict = verdictOf(row.compliant)
  const { type, icon, text } = verdicts[verdict]
  const lines = verdict === 'unknown' ? [] : (data?.figures.flatMap((figure) => figure.arithmetic) ?? [])
  return (
    <Alert
      type={type}
      showIcon
      icon={icon}
      style={{ marginBlockEnd: 16 }}
      title={<Typography.Text strong>{t[text]}</Typography.Text>}
      description={
        verdict === 'unknown' ? (
          t.ratioUnknownNext
        ) : (
          <>
            <ol className="arithmetic" aria-label={t.arithmetic} data-testid="verdict-arithmetic">
              {lines.map((line) => (
                <li key={line.en}>{line[language]}</li>
              ))}
            </ol>
            {t.ratioRounded}
          </>
        )
      }
      action={<WhyButton kind="staffing-ratio" id={row.id} subject={t.staffingRatio} />}
      data-testid="verdict"
      data-verdict={verdict}
    />
  )
}

/** The figures that matter for the campus, each with its *why?*. */
const Figures = ({ row }: { readonly row: Row }) => {
  const { t, word } = useTexts()
  const fte = row.basis === 'fte'
  const other = fte ? 'fullTimeOnly' : 'fte'
  const otherCompliant = fte ? row.compliantFullTimeOnly : row.compliantFte
  const figures = [
    {
      name: fte ? 'ratio' : 'ratioFullTime',
      title: t.staffingRatio,
      value: (fte ? row.ratio : row.ratioFullTime)?.replace('none', t.noRatio) ?? '–',
      notes: [
        t.ratioInForce(word(row.basis)),
        t.ratioOther(
          word(other),
          (fte ? row.ratioFullTime : row.ratio)?.replace('none', t.noRatio) ?? '–',
          t[verdicts[verdictOf(otherCompliant)].text],
        ),
        ...(row.students !== null && row.headcountAsOf ? [t.studentsOn(row.students, row.headcountAsOf)] : []),
      ],
    },
    {
      name: fte ? 'gapThirdsFte' : 'gapThirdsFullTimeOnly',
      title: t.gap,
      value: row.gapThirds === null ? '–' : mixedNumber(row.gapThirds, row.unitsPerPost),
      notes: [t.people(row.fullTime, row.partTime, row.fteShown)],
    },
    {
      name: 'vacancies',
      title: t.vacancies,
      value: row.vacancies ?? '–',
      notes: [row.approvedPosts === null ? t.postsNotApproved : t.vacanciesOf(row.approvedPosts)],
    },
    {
      name: 'fullTimeMajority',
      title: t.fullTimeShare,
      value: row.fullTimeShareShown ?? '–',
      notes: [row.fullTimeMajority ? t.fullTimeMajority : t.noFullTimeMajority],
    },
  ]
  return (
    <div className="figures">
      {figures.map(({ name, title, value, notes }) => (
        <Card key={name} size="small" data-testid="figure" data-figure={name}>
          <Flex justify="space-between" align="center">
            <Typography.Text type="secondary">{title}</Typography.Text>
            <WhyButton kind="staffing-ratio" id={`${row.id}-${name}`} subject={title} />
          </Flex>
          <Typography.Text strong className="figure">
            {value}
          </Typography.Text>
          {notes.map((note) => (
            <div key={note}>{note}</div>
          ))}
        </Card>
      ))}
    </div>
  )
}

/** The staffing ratio of the campus, whether it is enough, and its departments as information (RM-01, A-05). */
export const StaffingRatioPage = ({ session }: { readonly session: Session }) => {
  const { t, language } = useTexts()
  const query = useView<Row>(session, language, 'staffing-ratio')
  const { data, error } = query
  if (error && !data) return <ProblemPanel error={error} onRetry={() => void query.refetch()} />
  if (!data) return <Skeleton active aria-label={t.loading} data-testid="loading" />
  const campus = data.items.find((row) => row.scope === 'campus')
  const columns: readonly Column<Row>[] = [
    { key: 'department', title: t.department, text: (r) => r.departmentName ?? r.departmentId },
    { key: 'students', title: t.studentCount, text: (r) => r.students?.toString() ?? null },
    { key: 'fullTime', title: t.fullTimePeople, text: (r) => String(r.fullTime) },
    { key: 'partTime', title: t.partTimePeople, text: (r) => String(r.partTime) },
    { key: 'fte', title: t.fte, text: (r) => r.fteShown },
    { key: 'required', title: t.requiredByRatio, text: (r) => r.requiredShown },
    {
      key: 'ratio',
      title: t.staffingRatio,
      text: (r) => (r.basis === 'fte' ? r.ratio : r.ratioFullTime)?.replace('none', t.noRatio) ?? null,
    },
    { key: 'gap', title: t.gap, text: (r) => (r.gapThirds === null ? null : mixedNumber(r.gapThirds, r.unitsPerPost)) },
    { key: 'compliant', title: t.state, text: (r) => t[verdicts[verdictOf(r.compliant)].text] },
    {
      key: 'why',
      title: t.why,
      unordered: true,
      text: (r) => r.id,
      render: (r) => <WhyButton kind="staffing-ratio" id={r.id} subject={r.departmentName ?? r.id} />,
    },
  ]
  return (
    <>
      {campus ? (
        <>
          <Verdict session={session} row={campus} />
          <Figures row={campus} />
        </>
      ) : null}
      <Typography.Title level={2} style={{ fontSize: 18 }}>
        {t.inDepartments}
      </Typography.Title>
      <Typography.Paragraph type="secondary">{t.inDepartmentsNote}</Typography.Paragraph>
      <DataTable
        name="staffing-ratio"
        title={t.inDepartments}
        columns={columns}
        filters={[]}
        matches={() => true}
        rowKey={(r) => r.id}
        query={{ ...query, data: { ...data, items: data.items.filter((row) => row.scope === 'department') } }}
        empty={{ title: t.emptyDepartments, next: t.emptyDepartmentsNext }}
      />
    </>
  )
}
