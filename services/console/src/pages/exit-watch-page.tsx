import { fromExitCaseId } from '@fudao/contracts/staffing'
import type { exitWatchView, RowOfView, WhyKind } from '@fudao/contracts/views'
import { Segmented, Tag } from 'antd'
import { useView } from '../api/queries'
import { type Column, DataTable } from '../parts/data-table'
import { WhyButton } from '../parts/why-button'
import type { Session } from '../session/session'
import { useUrl } from '../state/url'
import { useTexts } from '../texts/language'

type Row = RowOfView<typeof exitWatchView>
type List = Row['list']

const lists: readonly List[] = ['cases', 'oneFail', 'unsuitable']
const toList = (text: string | undefined): List => lists.find((l) => l === text) ?? 'cases'
/** What *why?* can be asked about on each list; a finding is explained by the exit case it led to. */
const whyOf = (r: Row): { readonly kind: WhyKind; readonly id: string } | undefined => {
  if (r.exitCaseId) return { kind: 'exit-case', id: r.exitCaseId }
  return r.list === 'oneFail' ? { kind: 'assessment', id: r.id } : undefined
}

/** Years of the results behind a row; a finding of unsuitability has the year of its case, or of the finding itself. */
const yearsOf = (r: Row): readonly (number | string)[] => {
  if (r.basisYears.length > 0) return r.basisYears
  const year = (r.exitCaseId ? fromExitCaseId(r.exitCaseId)?.year : undefined) ?? r.since?.slice(0, 4)
  return year === undefined ? [] : [year]
}

/** Who may have to leave, and how far that has come (RM-13). */
export const ExitWatchPage = ({ session }: { readonly session: Session }) => {
  const { t, word, language } = useTexts()
  const { url, change } = useUrl()
  const list = toList(url.params.list)
  const query = useView<Row>(session, language, 'exit-watch', { list })
  const states = [...new Set((query.data?.items ?? []).flatMap((r) => (r.state ? [r.state] : [])))]
  const ofCases: readonly Column<Row>[] = [
    { key: 'post', title: t.offer, text: (r) => r.post },
    {
      key: 'answerDueOn',
      title: t.answerDue,
      text: (r) => r.answerDueOn,
      render: (r) => (
        <>
          {r.answerDueOn ?? '–'} {r.answerOverdue ? <Tag color="warning">{t.answerOverdue}</Tag> : null}
        </>
      ),
    },
    { key: 'permittedSince', title: t.permittedSince, text: (r) => r.permittedSince },
    { key: 'decision', title: t.decision, text: (r) => (r.decision ? `${word(r.decision)} ${r.decidedOn ?? ''}` : null) },
  ]
  const columns: readonly Column<Row>[] = [
    { key: 'name', title: t.name, text: (r) => r.name ?? t.unknownPerson },
    { key: 'counselorId', title: t.counselor, text: (r) => r.counselorId },
    { key: 'department', title: t.department, text: (r) => r.departmentName ?? r.departmentId },
    ...(list === 'unsuitable'
      ? []
      : [{ key: 'ground', title: t.ground, text: (r: Row) => (r.ground ? word(r.ground) : r.grade ? word(r.grade) : null) }]),
    { key: 'basisYears', title: t.basisYears, text: (r) => yearsOf(r).join(t.comma) || null },
    {
      key: 'state',
      title: t.state,
      text: (r) => (r.state ? word(r.state) : null),
      render: (r) =>
        r.state ? (
          <Tag color={r.state === 'terminationPermitted' ? 'error' : 'default'} data-testid="exit-state" data-state={r.state}>
            {word(r.state)}
          </Tag>
        ) : (
          '–'
        ),
    },
    ...(list === 'cases' ? ofCases : [{ key: 'since', title: t.since, text: (r: Row) => r.since }]),
    {
      key: 'why',
      title: t.why,
      unordered: true,
      text: (r) => r.id,
      render: (r) => {
        const asked = whyOf(r)
        return asked ? <WhyButton {...asked} subject={r.name ?? r.id} /> : '–'
      },
    },
  ]
  return (
    <>
      <Segmented<List>
        aria-label={t.list}
        style={{ marginBlockEnd: 16 }}
        value={list}
        options={lists.map((l) => ({ value: l, label: word(`${l}List`) }))}
        onChange={(value) => change({ list: value === 'cases' ? undefined : value, state: undefined })}
        data-testid="exit-list"
      />
      <DataTable
        name="exit-watch"
        title={t.exitWatch}
        columns={columns}
        filters={[{ key: 'state', label: t.state, options: states.map((s) => ({ value: s, label: word(s) })) }]}
        matches={(r, _, value) => r.state === value}
        rowKey={(r) => `${r.list}:${r.id}`}
        query={query}
        empty={{ title: t.emptyExitWatch, next: t.emptyExitWatchNext }}
      />
    </>
  )
}
